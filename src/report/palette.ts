import { Chalk } from "chalk";
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

/** The 16 basic colours, so that the user's own scheme decides how they look; none where `color` is false. */
export function paletteOf(color: boolean): Palette {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    severity: { error: (text) => chalk.red.bold(text), warning: (text) => chalk.yellow.bold(text), note: (text) => chalk.blue.bold(text) },
    bad: (text) => chalk.red.bold(text),
    good: (text) => chalk.green.bold(text),
    heading: (text) => chalk.bold(text),
    link: (text) => chalk.cyan(text),
    quiet: (text) => chalk.dim(text),
  };
}
