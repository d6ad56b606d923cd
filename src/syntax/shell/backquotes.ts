import { RegionBuilder, type Region } from "./region.ts";

/**
 * The text in backquotes that holds escapes, with every character at its place: a backslash before a backquote, a backslash or a dollar goes,
 * and before a double quote where the whole stands in double quotes. `[start, end)` covers the backquotes; `decoded` is what a parser made of
 * them. Undefined when that was something else.
 */
export function backquoted(region: Region, start: number, end: number, decoded: string): Region | undefined {
  const { text } = region;
  const builder = new RegionBuilder(region, start + 1);
  const last = text[end - 1] === "`" && end - 1 > start ? end - 1 : end;
  let copied = start + 1;
  for (let i = start + 1; i + 1 < last; i++) {
    if (text[i] !== "\\") continue;
    const next = text[i + 1]!;
    const written = builder.length + i - copied;
    if ("`\\$".includes(next) || (next === '"' && decoded[written] === '"')) {
      builder.copy(copied, i);
      builder.replace(i, i + 2, next);
      copied = i + 2;
    }
    i++;
  }
  builder.copy(copied, last);
  const result = builder.build();
  return result.text === decoded ? result : undefined;
}
