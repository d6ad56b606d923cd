import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { configurationNames, defaultConfiguration, readConfiguration, type Configuration } from "../config/configuration.ts";
import { decode } from "../discover/decode.ts";
import { isFailure, type FileSystem } from "../discover/file-system.ts";
import type { UnreadableFile } from "../report/report.ts";
import type { SourceFile } from "../text/index.ts";
import { loadAllRules } from "./rules.ts";
import { allowRules } from "../judge/allow-rules.ts";

const sizeLimit = 1_000_000;

/** A configuration, or what is wrong with it: then nothing should be audited, for a setting that is dropped is a gate left open. */
export type LoadedConfiguration = { readonly configuration: Configuration } | { readonly problems: readonly UnreadableFile[] };

/** Reads the configuration that lies at the project root, or the one the user names. */
export async function loadConfiguration(fileSystem: FileSystem, named: string | undefined): Promise<LoadedConfiguration> {
  if (named !== undefined) return readNamed(named);
  const found = configurationNames.filter((name) => fileSystem.typeOf(name) === "file");
  if (found.length === 0) return { configuration: defaultConfiguration };
  if (found.length > 1)
    return { problems: [{ path: found[1]!, message: `there is ${found[0]} too, and only one of them can hold: delete one` }] };
  const path = found[0]!;
  const bytes = fileSystem.readFile(path, sizeLimit);
  return isFailure(bytes) ? { problems: [{ path, message: bytes.detail }] } : read(path, bytes);
}

async function readNamed(path: string): Promise<LoadedConfiguration> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return { problems: [{ path, message: "there is no such file, or it may not be read" }] };
  }
  return read(path, bytes);
}

async function read(path: string, bytes: Uint8Array): Promise<LoadedConfiguration> {
  const decoded = decode(bytes);
  if ("binary" in decoded) return { problems: [{ path, message: "it is no text" }] };
  const file: SourceFile = { path, text: decoded.text };
  const settings = basename(path).endsWith(".toml")
    ? (await import("../config/toml.ts")).readTomlSettings(file)
    : (await import("../config/yaml.ts")).readYamlSettings(file);
  const rules = [...allowRules, ...(await loadAllRules())].map(({ id }) => id);
  const { configuration, problems } = readConfiguration(file, settings, { rules });
  return problems.length > 0 ? { problems } : { configuration };
}
