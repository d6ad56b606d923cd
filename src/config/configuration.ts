import type { UnreadableFile } from "../report/report.ts";
import type { SourceFile } from "../text/index.ts";
import { defaultConfiguration, type Configuration } from "./defaults.ts";
import { SettingsReader } from "./settings-reader.ts";
import type { Settings } from "./setting.ts";

/** What is known besides the file. */
export interface KnownNames {
  /** The ids of all rules. */
  readonly rules: readonly string[];
}

/**
 * Validates settings. Whatever is not understood is a problem, with its place and the nearest valid word, and the run should not go on: a
 * setting that is silently dropped is a gate left open. The configuration holds what was understood.
 */
export function readConfiguration(
  file: SourceFile,
  settings: Settings,
  known: KnownNames,
): { configuration: Configuration; problems: readonly UnreadableFile[] } {
  const reader = new SettingsReader(file, known);
  for (const { message, at } of settings.problems) reader.report(message, at);
  const configuration = settings.root === undefined ? defaultConfiguration : reader.read(settings.root);
  return { configuration, problems: reader.problems };
}
