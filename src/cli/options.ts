import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import type { Profile, Severity } from "../rule/meta.ts";

export const formats = ["text", "json", "sarif"] as const;
export type Format = (typeof formats)[number];

/** One report to write: to a file, or to standard output. */
export interface Output {
  readonly format: Format;
  readonly file: string | undefined;
}

const graphFormats = ["mermaid", "dot", "json"] as const;
export type GraphFormat = (typeof graphFormats)[number];

/** A picture to draw. */
export interface GraphRequest {
  /** As typed; "." when none was. */
  readonly paths: readonly string[];
  readonly format: GraphFormat;
  /** Undefined: standard output. */
  readonly output: string | undefined;
  readonly config: string | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: "help" | "version" | "rules" }
  | { readonly kind: "explain"; readonly rule: string }
  | { readonly kind: "graph"; readonly options: GraphRequest }
  | { readonly kind: "audit"; readonly options: AuditRequest }
  | { readonly kind: "misuse"; readonly message: string };

export interface AuditRequest {
  /** As typed; folders, files or globs. "." when none was. */
  readonly paths: readonly string[];
  readonly outputs: readonly Output[];
  readonly profile: Exclude<Profile, "optional"> | undefined;
  readonly failOn: Severity | "never" | undefined;
  readonly config: string | undefined;
  readonly asOf: string | undefined;
  readonly honourAllowances: boolean;
  /** Undefined: as the terminal wants it. */
  readonly color: false | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const options = {
  format: { type: "string", multiple: true },
  output: { type: "string" },
  profile: { type: "string" },
  "fail-on": { type: "string" },
  config: { type: "string" },
  "as-of": { type: "string" },
  "no-allow": { type: "boolean" },
  "no-color": { type: "boolean" },
  quiet: { type: "boolean" },
  verbose: { type: "boolean" },
  version: { type: "boolean", short: "v" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads the words behind the program's name. Never throws: what cannot be understood is a "misuse" with a sentence that says how it is meant. */
export function readCommandLine(words: readonly string[]): Command {
  const unknownOption = words.find((word, at) => isUnknownOption(word, words[at - 1], words.indexOf("--"), at));
  if (unknownOption !== undefined)
    return misuse(`there is no option ${unknownOption.split("=")[0]}${suggestion(unknownOption.replace(/^-+|=.*$/g, ""))}`);
  let parsed;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    return misuse(firstSentence(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  if (positionals[0] === "rules" && positionals.length === 1) return { kind: "rules" };
  if (positionals[0] === "explain") {
    return positionals.length === 2
      ? { kind: "explain", rule: positionals[1]! }
      : misuse("explain takes one rule, as in `deploy-audit explain compose/docker-socket`");
  }
  if (positionals[0] === "graph") return readGraph(values, positionals.slice(1));
  return readAudit(values, positionals);
}

function readGraph(values: Values, paths: readonly string[]): Command {
  const [format = "mermaid", ...others] = values.format ?? [];
  const known = graphFormats.find((one) => one === format);
  if (known === undefined) return misuse(notOneOf("--format", format, graphFormats));
  if (others.length > 0) return misuse("graph draws one --format at a time");
  return {
    kind: "graph",
    options: { paths: paths.length === 0 ? ["."] : paths, format: known, output: values.output, config: values.config },
  };
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

function readAudit(values: Values, positionals: readonly string[]): Command {
  const profile = values.profile;
  if (profile !== undefined && profile !== "recommended" && profile !== "strict")
    return misuse(notOneOf("--profile", profile, ["recommended", "strict"]));
  const failOn = values["fail-on"];
  if (failOn !== undefined && failOn !== "error" && failOn !== "warning" && failOn !== "note" && failOn !== "never") {
    return misuse(notOneOf("--fail-on", failOn, ["error", "warning", "note", "never"]));
  }
  const asOf = values["as-of"];
  if (asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return misuse(`--as-of takes a date such as 2027-01-31, not "${asOf}"`);
  const outputs = readOutputs(values.format ?? [], values.output);
  if (typeof outputs === "string") return misuse(outputs);
  return {
    kind: "audit",
    options: {
      paths: positionals.length === 0 ? ["."] : positionals,
      outputs,
      profile,
      failOn,
      config: values.config,
      asOf,
      honourAllowances: values["no-allow"] !== true,
      color: values["no-color"] === true ? false : undefined,
      quiet: values.quiet === true,
      verbose: values.verbose === true,
    },
  };
}

/** `--format sarif=out.sarif` writes to a file, `--format json --output out.json` too; one format may go to standard output. */
function readOutputs(words: readonly string[], output: string | undefined): Output[] | string {
  const outputs: Output[] = [];
  for (const word of words) {
    const at = word.indexOf("=");
    const format = at === -1 ? word : word.slice(0, at);
    if (!isFormat(format)) return notOneOf("--format", format, formats);
    if (at !== -1 && at === word.length - 1) return `--format ${format}= names no file`;
    outputs.push({ format, file: at === -1 ? undefined : word.slice(at + 1) });
  }
  if (outputs.length === 0) outputs.push({ format: "text", file: undefined });
  const toStandardOutput = outputs.filter(({ file }) => file === undefined);
  if (toStandardOutput.length > 1) return "only one --format can go to standard output; write the others as --format sarif=report.sarif";
  if (output === undefined) return outputs;
  if (toStandardOutput.length === 0) return "--output has nothing to write: every --format names its own file";
  return outputs.map((one) => (one.file === undefined ? { ...one, file: output } : one));
}

function isFormat(word: string): word is Format {
  return (formats as readonly string[]).includes(word);
}

function isUnknownOption(word: string, before: string | undefined, end: number, at: number): boolean {
  if (!word.startsWith("-") || word === "-" || word === "--" || (end !== -1 && at > end)) return false;
  if (before !== undefined && /^--(?:format|output|profile|fail-on|config|as-of)$/.test(before)) return false;
  const name = word.replace(/^-+|=.*$/gs, "");
  return !(word.startsWith("--") ? name in options : name === "v" || name === "h");
}

function notOneOf(option: string, word: string, choices: readonly string[]): string {
  const near = nearest(word, choices);
  return `${option} takes ${choices.join(", ")}; "${word}" is none of them${near === undefined ? "" : ` (did you mean ${near}?)`}`;
}

function suggestion(name: string): string {
  const near = nearest(name, Object.keys(options));
  return near === undefined ? "" : ` (did you mean --${near}?)`;
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = message.split(/\.\s|\n/)[0]!;
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function misuse(message: string): Command {
  return { kind: "misuse", message };
}
