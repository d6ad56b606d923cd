import type { Configuration } from "../config/defaults.ts";
import { discover, type Discovery } from "../discover/discover.ts";
import type { FileSystem } from "../discover/file-system.ts";
import { isEvidenceKind } from "../discover/kind.ts";
import { audit, type Audit } from "../engine/audit.ts";
import { fingerprinter } from "../engine/fingerprint.ts";
import { allowRules } from "../judge/allow-rules.ts";
import { judge } from "../judge/judge.ts";
import { connect } from "../model/connect.ts";
import type { Deployment, Document, Kind } from "../model/deployment.ts";
import { referencesOf } from "../model/references.ts";
import type { Report, UnreadableFile } from "../report/report.ts";
import type { Rule } from "../rule/define-rule.ts";
import { loadLinkers } from "./linkers.ts";
import { loadParsers, type Parsers } from "./parsers.ts";
import { version } from "./version.ts";

export interface ProjectRequest {
  readonly fileSystem: FileSystem;
  /** Relative to the file system's root. */
  readonly paths: readonly string[];
  readonly configuration: Configuration;
  readonly profile: "recommended" | "strict";
  /** An ISO date. */
  readonly asOf: string;
  readonly honourAllowances: boolean;
  /** The rules to run, once it is known what kinds of file there are. */
  rules(kinds: ReadonlySet<Kind>): Promise<readonly Rule[]>;
}

export interface ProjectAudit {
  readonly report: Report;
  readonly audit: Audit;
  readonly deployment: Deployment;
}

/** From a project's files to its report: discover, parse, connect, audit, judge. */
export async function auditProject(request: ProjectRequest): Promise<ProjectAudit> {
  const { configuration, asOf } = request;
  const { discovery, parsers } = await discoverAll(request);
  const documents = discovery.files.map(({ file, kind }) => parsers.get(kind)!.parse(file));
  const asked = new Set(discovery.files.filter((one) => one.asked).map(({ file }) => file.path));
  const kinds = new Set(discovery.files.map(({ kind }) => kind));
  const deployment = connect(
    documents,
    {
      tree: discovery.tree,
      isTracked: (path) => discovery.tracked?.has(path),
      isIgnored: (path) => discovery.isIgnored(path),
      isAsked: (path) => asked.has(path),
      isWhole: request.paths.some((path) => path === "" || path === "."),
      configuredClass: (path) => configuration.environmentOf(path),
      asOf,
      assume: configuration.assume,
    },
    await loadLinkers(kinds),
  );
  const rules = await request.rules(kinds);
  const result = audit(deployment, rules, {
    profile: request.profile,
    setting: configuration.setting,
    names: configuration.names,
  });
  const ran = new Set<string>(rules.map(({ id }) => id));
  const findings = judge(result.findings, {
    documents: documents.filter(({ file }) => asked.has(file.path)),
    configured: configuration.allowances,
    asOf,
    honourAllowances: request.honourAllowances,
    ranRule: (id) => ran.has(id),
    fingerprint: fingerprinter((file) => deployment.documentOf(file)),
    pathAt: ({ file, start }) => deployment.documentOf(file)?.pathAt(start) ?? "",
  });
  const report: Report = {
    tool: { name: "deploy-audit", version },
    rules: [...allowRules, ...rules].sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings,
    skipped: discovery.skipped,
    unreadable: [...discovery.unreadable, ...documents.filter(({ file }) => asked.has(file.path)).flatMap(brokenPlaces)],
    crashed: result.crashed,
    audited: countKinds(discovery, asked),
    unknown: result.unknown,
    unlinked: () => unlinkedIn(deployment),
  };
  return { report, audit: result, deployment };
}

/** Reads what was asked for and what that refers to, loading parsers as new kinds turn up. */
async function discoverAll({ fileSystem, paths, configuration }: ProjectRequest): Promise<{ discovery: Discovery; parsers: Parsers }> {
  let discovery = discover({ paths, isExcluded: configuration.isExcluded }, fileSystem);
  let parsers = await loadParsers(discovery.files.map(({ kind }) => kind));
  for (;;) {
    const loaded = parsers;
    discovery = discovery.follow({
      references: (file, kind, tree) => {
        const parser = loaded.get(kind);
        return parser === undefined ? [] : referencesOf(parser.parse(file), tree);
      },
      templateReason: (text, kind) => loaded.get(kind)?.templateReason(text),
    });
    parsers = await loadParsers(
      discovery.files.map(({ kind }) => kind),
      loaded,
    );
    if (parsers.size === loaded.size) return { discovery, parsers };
  }
}

/** Files that a stack names and that are not there, and proxies, upstreams and mounts whose other end could not be told. */
function unlinkedIn({ stacks, traffic }: Deployment): ReturnType<NonNullable<Report["unlinked"]>> {
  return [...stacks.flatMap(({ gaps }) => gaps), ...traffic.unresolved.map(({ at, what, why }) => ({ at, why: `${what}: ${why}` }))];
}

function brokenPlaces({ file, problems }: Document): UnreadableFile[] {
  return problems.filter(({ severity }) => severity === "error").map(({ at, message }) => ({ path: file.path, at, message }));
}

function countKinds(discovery: Discovery, asked: ReadonlySet<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, file } of discovery.files) if (asked.has(file.path) && !isEvidenceKind(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
