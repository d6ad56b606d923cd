import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { configurationNames, type Configuration } from "../config/defaults.ts";
import type { Kind } from "../model/deployment.ts";
import { outcomeOf } from "../report/outcome.ts";
import type { RenderOptions, Report, Reporter } from "../report/report.ts";
import type { Rule } from "../rule/define-rule.ts";
import { auditProject } from "./audit-project.ts";
import { loadConfiguration } from "./configuration.ts";
import { findProject, inProject, openFileSystem } from "./file-system.ts";
import { expandGlobs } from "./globs.ts";
import type { AuditRequest, Format, Output } from "./options.ts";
import { loadAllRules, loadRules } from "./rules.ts";

/** What the program says and how it ends. */
export interface Console {
  out(text: string): void;
  /** One message for the user, on standard error. */
  warn(message: string): void;
  readonly isTerminal: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/** Audits what was asked for and writes the reports; returns the exit code. */
export async function run(request: AuditRequest, console: Console): Promise<0 | 1 | 2> {
  const paths = await expandGlobs(console.folder, request.paths);
  const { root, inside } = locate(paths.map((path) => resolve(console.folder, path)));
  const fileSystem = openFileSystem(root);
  const displayPath = (path: string): string => toDisplay(console.folder, root, path);
  const loaded = await loadConfiguration(
    fileSystem,
    root,
    request.config === undefined ? undefined : resolve(console.folder, request.config),
  );
  if ("problems" in loaded) {
    const { renderProblems } = await import("../report/problems.ts");
    console.warn(renderProblems(loaded.problems, displayPath));
    return 2;
  }
  const { configuration } = loaded;
  const wantsCatalogue = request.outputs.some(({ format }) => format === "sarif");
  const { report } = await auditProject({
    fileSystem,
    paths: inside,
    configuration,
    profile: request.profile ?? configuration.profile ?? "recommended",
    asOf: request.asOf ?? new Date().toISOString().slice(0, 10),
    honourAllowances: request.honourAllowances,
    rules: async (kinds: ReadonlySet<Kind>): Promise<readonly Rule[]> => (wantsCatalogue ? loadAllRules() : loadRules(kinds)),
  });
  const failOn = failureThreshold(request, configuration);
  if (Object.keys(report.audited).length === 0) console.warn(nothingToAudit(paths, report));
  for (const output of request.outputs) {
    const isColoured = output.format === "text" && output.file === undefined && wantsColor(request, console);
    const palette = isColoured ? (await import("../report/colour.ts")).colourPalette : undefined;
    const options: RenderOptions = { displayPath, palette, verbose: request.verbose, quiet: request.quiet, failOn };
    if (!(await write(output, report, options, console))) return 2;
  }
  return outcomeOf(report, failOn).exitCode;
}

/** The root that all paths share: their project's, or the folder above several projects. */
export function locate(paths: readonly string[]): { root: string; inside: string[] } {
  const projects = paths.map((path) => findProject(path, configurationNames));
  let { root } = projects[0]!;
  for (const project of projects) while (!isWithin(project.root, root)) root = dirname(root);
  return { root, inside: projects.map((project) => inProject(root, join(project.root, project.path))) };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A path of the project as the user would type it. */
export function toDisplay(folder: string, root: string, path: string): string {
  const shown = relative(folder, join(root, path)).split(sep).join("/");
  return shown === "" ? "." : shown;
}

function failureThreshold(request: AuditRequest, configuration: Configuration): RenderOptions["failOn"] {
  const failOn = request.failOn ?? configuration.failOn ?? "error";
  return failOn === "never" ? undefined : failOn;
}

/** As no-color.org has it; CI logs that show colours say so by FORCE_COLOR. */
function wantsColor(request: AuditRequest, { isTerminal, environment }: Console): boolean {
  if (request.color === false || (environment["NO_COLOR"] ?? "") !== "") return false;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "" && forced !== "0") return true;
  return isTerminal && environment["TERM"] !== "dumb";
}

/** What to say when there was nothing to look at. */
export function nothingToAudit(paths: readonly string[], { unreadable, skipped }: Pick<Report, "unreadable" | "skipped">): string {
  const where = paths.length === 1 && paths[0] === "." ? "this folder" : paths.join(", ");
  const seen = unreadable.length + skipped.length > 0 ? " that could be audited" : "";
  return `deploy-audit: found no Dockerfile, Compose file, nginx configuration, env file or GitHub workflow${seen} in ${where}.`;
}

async function write({ format, file }: Output, report: Report, options: RenderOptions, console: Console): Promise<boolean> {
  const text = (await reporters[format]())(report, options);
  if (file === undefined) {
    console.out(text);
    return true;
  }
  return writeFile(file, text, `${format} report`, console);
}

/** Writes a file, and its folder where there is none; false, with a message, where that cannot be. */
export function writeFile(file: string, text: string, what: string, console: Console): boolean {
  try {
    const path = resolve(console.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return true;
  } catch (error) {
    console.warn(`deploy-audit: the ${what} could not be written to ${file}: ${reasonOf(error)}.`);
    return false;
  }
}

const reporters: Readonly<Record<Format, () => Promise<Reporter>>> = {
  text: async () => (await import("../report/text.ts")).renderText,
  json: async () => (await import("../report/json.ts")).renderJson,
  sarif: async () => (await import("../report/sarif.ts")).renderSarif,
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EISDIR: "that is a folder",
  ENOTDIR: "a part of that path is a file",
  ENOSPC: "the disk is full",
  EROFS: "the disk may not be written to",
};

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? (reasons[code] ?? code) : String(error);
}
