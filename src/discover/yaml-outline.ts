/** What the margins of a YAML file show, found line by line: enough to tell whose file it is, in a fraction of the time it takes to parse it. */
export interface YamlOutline {
  /** The keys of the root mapping. */
  readonly keys: readonly string[];
  /** The keys directly below the one asked for. */
  readonly children: readonly string[];
  /** The keys of those, all together. */
  readonly grandchildren: readonly string[];
  /** Whether the root is, or begins as, a list. */
  readonly isSequence: boolean;
}

const keyLine =
  /^( *)(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'#&*!|>%@`{}[\],?:-][^\s:#{}[\],]*(?: [^\s:#{}[\],]+)*|-[^\s:#-][^\s:#]*|<<)) *:(?=\s|$)[ \t]*(.*)$/;

/** Outlines the first document of `text`; `below` is the root key whose inside is wanted. Never fails: what it does not understand it passes over. */
export function outlineYaml(text: string, below: string): YamlOutline {
  const keys: string[] = [];
  const children: string[] = [];
  const grandchildren: string[] = [];
  const result = { keys, children, grandchildren, isSequence: false };
  const lines = significantLines(text);
  const rootIndent = lines[0]?.search(/\S/) ?? 0;
  if (/^\s*\{/.test(lines[0] ?? "")) return outlineFlow(lines.join("\n"), below);
  let [inside, childIndent, grandchildIndent] = [false, -1, -1];
  for (const line of lines) {
    const indent = line.search(/\S/);
    if (indent === rootIndent && line[indent] === "-") result.isSequence = true;
    const match = keyLine.exec(line);
    if (match === null) continue;
    const key = match[2] ?? match[3] ?? match[4]!;
    if (indent <= rootIndent) {
      keys.push(key);
      inside = key === below;
      if (inside) readFlow(match[5]!, children, grandchildren);
    } else if (inside) {
      if (childIndent === -1) childIndent = indent;
      if (indent <= childIndent) {
        children.push(key);
        grandchildIndent = -1;
        readFlow(match[5]!, grandchildren, []);
      } else {
        if (grandchildIndent === -1) grandchildIndent = indent;
        if (indent === grandchildIndent) grandchildren.push(key);
      }
    }
  }
  return result;
}

/** The lines of the first document that are neither blank nor comments, directives or markers. */
function significantLines(text: string): string[] {
  const result: string[] = [];
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n|\r/)) {
    if (/^\s*(?:#|$)/.test(line) || (line.startsWith("%") && result.length === 0)) continue;
    if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) {
      if (result.length > 0) break;
      continue;
    }
    result.push(line);
  }
  return result;
}

/** The keys of `{ a: { b: c } }`: those at the first level into `outer`, those at the second into `inner`. */
function readFlow(text: string, outer: string[], inner: string[]): void {
  if (!text.startsWith("{")) return;
  let depth = 0;
  for (const match of text.matchAll(/[{[]|[}\]]|(?:"([^"\n]*)"|'([^'\n]*)'|([A-Za-z_.-][\w.-]*))\s*:|"[^"\n]*"|'[^'\n]*'/g)) {
    const mark = match[0];
    if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    const key = match[1] ?? match[2] ?? match[3];
    if (key !== undefined && depth === 1) outer.push(key);
    if (key !== undefined && depth === 2) inner.push(key);
  }
}

/** A file that is JSON, or written like it. */
function outlineFlow(text: string, below: string): YamlOutline {
  const [keys, children, grandchildren]: string[][] = [[], [], []];
  readFlow(text.trimStart(), keys!, []);
  const at = new RegExp(`["']?${below}["']?\\s*:\\s*(?=\\{)`).exec(text);
  if (at !== null) readFlow(text.slice(at.index + at[0].length), children!, grandchildren!);
  return { keys: keys!, children: children!, grandchildren: grandchildren!, isSequence: false };
}
