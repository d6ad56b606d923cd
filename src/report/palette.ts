import type { Severity } from "../rule/meta.ts";

type Paint = (text: string) => string;

/** What colour and weight mean in the text report. They only repeat what the words say: without colour nothing is lost. */
export interface Palette {
  readonly severity: Readonly<Record<Severity, Paint>>;
  /** What failed, and what passed. */
  readonly bad: Paint;
  readonly good: Paint;
  /** File names and other headings. */
  readonly heading: Paint;
  readonly link: Paint;
  /** Rule ids, line numbers, rulers. */
  readonly quiet: Paint;
}

const plain: Paint = (text) => text;

/** No colour at all. */
export const plainPalette: Palette = {
  severity: { error: plain, warning: plain, note: plain },
  bad: plain,
  good: plain,
  heading: plain,
  link: plain,
  quiet: plain,
};
