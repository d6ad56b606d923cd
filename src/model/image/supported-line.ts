import { endOfLife as products, systems } from "../../facts/images/end-of-life.ts";
import { fits, mirroredName } from "../image-facts.ts";
import type { EndOfLife } from "../image-end-of-life.ts";
import { compareVersions, type ImageReference } from "../image-reference.ts";

/** A line of releases that is still maintained; `date` is its last supported day, ISO 8601. */
export interface SupportedLine {
  readonly name: string;
  readonly date: string;
}

/** A line that ends within this many days is no place to go to. */
const daysWorthIt = 270;

/**
 * The next line after one that ended: of the product, or of the system beneath it. The first later one that is maintained for a while yet, else the one that
 * is maintained longest; undefined where the tables know of none on the day `asOf`.
 */
export function nextSupportedLine(reference: ImageReference, ended: EndOfLife, asOf: string): SupportedLine | undefined {
  const lines = ended.kind === "release" ? productLines(reference, ended) : ended.kind === "system" ? systemLines(ended) : [];
  const alive = lines.filter(({ date }) => date >= asOf);
  const worthIt = dayAfter(asOf, daysWorthIt);
  return alive.find(({ date }) => date >= worthIt) ?? alive.toSorted((a, b) => (a.date < b.date ? 1 : -1))[0];
}

/** The lines behind the one that ended, in order, named as precisely as it is: "3.8" is followed by "3.13", not by "4". */
function productLines(reference: ImageReference, { subject }: EndOfLife): readonly SupportedLine[] {
  const name = mirroredName(reference);
  const row = products.find((one) => fits(one.names, name) && subject.startsWith(`${one.product} `));
  if (row === undefined) return [];
  const ended = subject.slice(row.product.length + 1);
  const precise = Object.entries(row.lines).filter(([line]) => compareVersions(line, ended) > 0);
  const parts = Math.max(0, ...precise.map(([line]) => line.split(".").length));
  return precise
    .filter(([line]) => line.split(".").length === parts)
    .sort(([a], [b]) => compareVersions(a, b))
    .map(([line, date]) => ({ name: `${row.product} ${line}`, date }));
}

function systemLines({ subject, date: ended }: EndOfLife): readonly SupportedLine[] {
  const product = subject.split(" ")[0]!;
  return systems
    .filter(({ system, date }) => system.split(" ")[0] === product && date > ended)
    .map(({ system, date }) => ({ name: system, date }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The day `days` after an ISO date. */
function dayAfter(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}
