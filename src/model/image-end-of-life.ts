import { endOfLife as rows, systems, type EndOfLifeRow } from "../facts/images/end-of-life.ts";
import { readTag, type ImageReference, type TagReading } from "./image-reference.ts";
import { baseImageFactsOfAnyTag, fits, mirroredName } from "./image-facts.ts";

/** One thing inside an image that its makers stop, or have stopped, maintaining. */
export interface EndOfLife {
  /** For a message: "Node.js 16", "Debian 10 (buster)", "The openjdk image". */
  readonly subject: string;
  /** "release": the product the image is named after; "system": the operating system beneath it; "image": the image as a whole. */
  readonly kind: "release" | "system" | "image";
  /** The last supported day, ISO 8601; it may lie in the future. Compare as text with the day of the audit. */
  readonly date: string;
  readonly source: string;
  readonly note?: string;
}

const systemSource = "https://endoflife.date/";
const distroless = "gcr.io/distroless/";

/**
 * Every end of life that an image's name and tag tell of, the product first, then the system beneath it. Empty where the tables know none: for an unknown
 * image, a tag that moves along ("node:lts", "python:3"), a digest without a tag. Whether a date has passed is for the caller to say.
 */
export function endOfLife(reference: ImageReference): readonly EndOfLife[] {
  const reading = reference.tag === undefined ? undefined : readTag(reference.tag);
  const name = mirroredName(reference);
  const own = rows.filter((row) => fits(row.names, name)).flatMap((row) => rowEnds(row, reading));
  return isPublicImage(reference, name) ? [...own, ...systemEnds(name, reading)] : own;
}

function rowEnds(row: EndOfLifeRow, reading: TagReading | undefined): readonly EndOfLife[] {
  if (reading?.variants.some((variant) => row.except?.includes(variant)) === true) return [];
  const line = reading === undefined ? undefined : lineOf(row, reading);
  const about = { source: row.source, ...(row.note === undefined ? {} : { note: row.note }) };
  if (line !== undefined) return [{ subject: `${row.product} ${line.name}`, kind: "release", date: line.date, ...about }];
  return row.whole === undefined ? [] : [{ subject: row.product, kind: "image", date: row.whole, ...about }];
}

function lineOf(row: EndOfLifeRow, { version, variants }: TagReading): { readonly name: string; readonly date: string } | undefined {
  const word = variants.find((variant) => row.words !== undefined && Object.hasOwn(row.words, variant));
  const parts = (version ?? (word === undefined ? "" : (row.words?.[word] ?? ""))).split(".");
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join(".");
    const date = Object.hasOwn(row.lines, name) ? row.lines[name] : undefined;
    if (date !== undefined) return { name, date };
  }
  return undefined;
}

/** In the tag of an image nobody knows, "groovy" or "lunar" may be a nickname of the owner's own. */
function isPublicImage(reference: ImageReference, name: string): boolean {
  return !name.includes("/") || rows.some((row) => fits(row.names, name)) || baseImageFactsOfAnyTag(reference) !== undefined;
}

function systemEnds(name: string, reading: TagReading | undefined): readonly EndOfLife[] {
  const words = [...(reading?.variants ?? []), ...(name.startsWith(distroless) ? name.slice(distroless.length).split("-") : [])];
  return words.flatMap((word): readonly EndOfLife[] => {
    const system = systems.find((row) => row.words.includes(word));
    if (system !== undefined) return [{ subject: system.system, kind: "system", date: system.date, source: systemSource }];
    const alpine = /^alpine([0-9]+\.[0-9]+)$/.exec(word)?.[1];
    const line = alpine === undefined ? undefined : alpineRow && lineOf(alpineRow, { version: alpine, variants: [] });
    return line === undefined
      ? []
      : [{ subject: `Alpine ${line.name}`, kind: "system", date: line.date, source: alpineRow?.source ?? systemSource }];
  });
}

const alpineRow = rows.find((row) => row.product === "Alpine");
