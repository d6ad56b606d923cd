import { Chalk } from "chalk";
import type { Palette } from "./palette.ts";

const chalk = new Chalk({ level: 1 });

/** The 16 basic colours, so that the user's own scheme decides how they look. Loaded only where there is a terminal to show them. */
export const colourPalette: Palette = {
  severity: { error: (text) => chalk.red.bold(text), warning: (text) => chalk.yellow.bold(text), note: (text) => chalk.blue.bold(text) },
  bad: (text) => chalk.red.bold(text),
  good: (text) => chalk.green.bold(text),
  heading: (text) => chalk.bold(text),
  link: (text) => chalk.cyan(text),
  quiet: (text) => chalk.dim(text),
};
