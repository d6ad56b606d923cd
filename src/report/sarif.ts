import type { Location, Log, Notification, Result } from "sarif";
import type { JudgedFinding } from "../judge/judge.ts";
import type { Related, RuleMeta } from "../rule/meta.ts";
import type { SourceFile, Span } from "../text/index.ts";
import { lineHashes } from "./line-hash.ts";
import { rangeOf } from "./place.ts";
import { clip, printable } from "./plain.ts";
import { redactionsOf, type Redactions } from "./redaction.ts";
import type { RenderOptions, Report, Reporter } from "./report.ts";
import { descriptorOf } from "./sarif-rule.ts";
import { serialize } from "./serialize.ts";

/**
 * The report as SARIF 2.1.0, for GitHub code scanning first: the whole catalogue, and a result for every finding that is neither
 * allowed nor in the baseline (code scanning would show suppressed ones as open). It holds no text of the audited files, and no
 * `automationDetails.id`, which would override the category a user gave.
 */
export const renderSarif: Reporter = (report, options) => {
  const run: Run = {
    report,
    options,
    redactions: redactionsOf(report),
    ruleIndex: new Map(report.rules.map((rule, i) => [rule.id, i])),
    hashes: new Map(),
  };
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: report.rules.map(descriptorOf),
          },
        },
        invocations: [
          {
            executionSuccessful: report.unreadable.length === 0 && report.crashed.length === 0,
            toolExecutionNotifications: [...unreadableOf(run), ...crashedOf(run)],
          },
        ],
        originalUriBaseIds: {
          [sourceRoot]: { description: { text: "The directory that the audit was started in: the root of the checkout." } },
        },
        columnKind: "utf16CodeUnits",
        results: report.findings.filter((finding) => finding.verdict.kind === "reported").map((finding) => resultOf(run, finding)),
      },
    ],
  };
  return serialize(log);
};

/**
 * Paths are relative to this name, whose value the reader supplies. Code scanning takes a relative path from the root of the repository
 * with or without it; other readers need it to find the files, and GitHub's own CodeQL writes the same one.
 */
const sourceRoot = "%SRCROOT%";

interface Run {
  readonly report: Report;
  readonly options: RenderOptions;
  readonly redactions: Redactions;
  readonly ruleIndex: ReadonlyMap<RuleMeta["id"], number>;
  readonly hashes: Map<SourceFile, readonly string[]>;
}

function resultOf(run: Run, finding: JudgedFinding): Result {
  const { rule, at, related = [], aspect } = finding;
  const ruleIndex = run.ruleIndex.get(rule.id);
  return {
    ruleId: rule.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: finding.severity,
    message: { text: messageOf(run, finding) },
    locations: [locationOf(run, at)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.slice(0, mostRelated).map((one, i) => relatedLocationOf(run, one, i + 1)) }),
    partialFingerprints: { primaryLocationLineHash: lineHashOf(run, at), "deployAudit/v1": finding.fingerprint },
    ...(aspect === undefined ? {} : { properties: { aspect } }),
  };
}

/** Code scanning refuses a file with a result that has more. */
const mostRelated = 1000;

/**
 * The message, and behind it the notes as links to the related places: `Message [note](1), [note](2).` Where space is short, code
 * scanning shows the first sentence only, so the message stays first.
 */
function messageOf(run: Run, { message, related = [] }: JudgedFinding): string {
  const text = escapeLinks(textOf(run, message));
  if (related.length === 0) return text;
  const links = related.slice(0, mostRelated).map(({ note }, i) => `[${escapeLinkText(textOf(run, note).replace(/\.$/, ""))}](${i + 1})`);
  return `${text} ${links.join(", ")}.`;
}

/** SARIF 2.1.0, 3.11.6: brackets and backslashes in a link's text are escaped … */
function escapeLinkText(text: string): string {
  return text.replace(/[\\[\]]/g, String.raw`\$&`);
}

/** … and elsewhere only what would be taken for a link, since readers differ in whether they unescape the rest. */
function escapeLinks(text: string): string {
  return text.includes("](") ? escapeLinkText(text) : text;
}

function textOf(run: Run, text: string): string {
  return clip(printable(run.redactions.conceal(text)), 1000);
}

function locationOf(run: Run, at: Span): Location {
  const { line, column, endLine, endColumn } = rangeOf(at);
  return { physicalLocation: { ...fileOf(run, at.file.path), region: { startLine: line, startColumn: column, endLine, endColumn } } };
}

/** A related place under the id that the message links to. */
function relatedLocationOf(run: Run, { at, note }: Related, id: number): Location {
  return { id, ...locationOf(run, at), message: { text: textOf(run, note) } };
}

function fileOf(run: Run, path: string): { artifactLocation: { uri: string; uriBaseId: string } } {
  return { artifactLocation: { uri: uriOf(run.options.displayPath(path)), uriBaseId: sourceRoot } };
}

/** A relative reference (RFC 3986, 4.2) whose segments are percent-encoded, ":" included, so that none is read as a scheme. */
function uriOf(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}

function lineHashOf(run: Run, at: Span): string {
  let hashes = run.hashes.get(at.file);
  if (hashes === undefined) {
    hashes = lineHashes(at.file.text);
    run.hashes.set(at.file, hashes);
  }
  return hashes[rangeOf(at).line - 1] ?? hashes.at(-1)!;
}

function unreadableOf(run: Run): Notification[] {
  return run.report.unreadable.map(({ path, message, at }) => ({
    level: "error",
    message: { text: escapeLinks(textOf(run, message)) },
    locations: [at === undefined ? { physicalLocation: fileOf(run, path) } : locationOf(run, at)],
  }));
}

function crashedOf(run: Run): Notification[] {
  return run.report.crashed.map(({ rule, path, message }) => {
    const index = run.ruleIndex.get(rule as RuleMeta["id"]);
    return {
      level: "error",
      message: { text: escapeLinks(`The rule "${textOf(run, rule)}" crashed, and the others ran: ${textOf(run, message)}`) },
      locations: [{ physicalLocation: fileOf(run, path) }],
      ...(index === undefined ? {} : { associatedRule: { id: rule, index } }),
    };
  });
}
