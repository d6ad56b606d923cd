import { existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { defaultConfiguration, type Configuration } from "../config/defaults.ts";
import type { FileSystem } from "../discover/file-system.ts";
import { findSettings } from "../discover/settings-file.ts";

import { allowRules } from "../judge/allow-rules.ts";
import type { UnreadableFile } from "../report/report.ts";
import type { SourceFile } from "../text/index.ts";
import { inProject, openFileSystem } from "./file-system.ts";
import { loadAllRules } from "./rules.ts";

/** A configuration, or what is wrong with it: then nothing should be audited, for a setting that is dropped is a gate left open. */
export type LoadedConfiguration = { readonly configuration: Configuration } | { readonly problems: readonly UnreadableFile[] };

/** Reads the configuration that lies at the project root, or the one the user names by an absolute path. Its path is given relative to the root. */
export async function loadConfiguration(fileSystem: FileSystem, root: string, named: string | undefined): Promise<LoadedConfiguration> {
  const { file, trouble } = named === undefined ? findSettings(fileSystem) : findNamed(root, named);
  if (trouble !== undefined) return { problems: [trouble] };
  return file === undefined ? { configuration: defaultConfiguration } : read(file);
}

function findNamed(root: string, absolute: string): ReturnType<typeof findSettings> {
  const folder = dirname(absolute);
  const path = inProject(root, absolute);
  if (!existsSync(folder)) return { trouble: { path, message: "does not exist" } };
  const { file, trouble } = findSettings(openFileSystem(realpathSync(folder)), basename(absolute));
  return trouble === undefined ? { ...(file && { file: { ...file, path } }) } : { trouble: { ...trouble, path } };
}

async function read(file: SourceFile): Promise<LoadedConfiguration> {
  const { readConfiguration } = await import("../config/configuration.ts");
  const settings = file.path.endsWith(".toml")
    ? (await import("../config/toml.ts")).readTomlSettings(file)
    : (await import("../config/yaml.ts")).readYamlSettings(file);
  const rules = [...allowRules, ...(await loadAllRules())].map(({ id }) => id);
  const { configuration, problems } = readConfiguration(file, settings, { rules });
  return problems.length > 0 ? { problems } : { configuration };
}
