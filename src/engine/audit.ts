import type { Rule } from "../rule/define-rule.ts";
import type { Judgement, Problem, RuleMeta, Severity } from "../rule/meta.ts";
import { subjectsOf, type ScopedSubject } from "../rule/subjects.ts";
import { isForUse, type DeploymentClass } from "../model/classify.ts";
import type { Deployment } from "../model/deployment.ts";
import type { SourceFile, Span } from "../text/index.ts";
import { fingerprinter } from "./fingerprint.ts";
import type { Crash, Finding } from "./finding.ts";
import { severityIn } from "./severity.ts";

/** What a catalogue of rules has to say of a deployment. */
export interface Audit {
  /** Sorted by path, position, rule; no two alike. */
  readonly findings: readonly Finding[];
  readonly unknown: readonly { readonly rule: string; readonly at: Span; readonly why: string }[];
  /** How many places each rule found in order, by rule id: the evidence that a compliance item passes on. */
  readonly satisfied: ReadonlyMap<string, number>;
  readonly crashed: readonly Crash[];
}

/** What the user set for a rule: another severity, or "off". "on" switches an optional rule on. */
export type RuleSetting = Severity | "on" | "off";

export interface AuditOptions {
  readonly profile: "recommended" | "strict";
  /** The setting for a rule and aspect, if the configuration has one. */
  setting(rule: string, aspect: string | undefined): RuleSetting | undefined;
  /** Whether the configuration names this very rule, not only its family; or this very aspect, not only its rule. */
  names(rule: string, aspect?: string): boolean;
}

/** Runs every rule of `catalog` that the options leave on, each over all its subjects. A rule that throws is recorded and costs only its own verdict on that subject. */
export function audit(deployment: Deployment, catalog: readonly Rule[], options: AuditOptions): Audit {
  const run = new Run(deployment, options);
  for (const rule of catalog) if (isOn(rule, options)) run.check(rule);
  return run.result();
}

/** Whether the rule runs at all: its profile is chosen, or the configuration names it. A setting of its family only changes what runs anyway. */
function isOn(rule: RuleMeta, options: AuditOptions): boolean {
  if (options.setting(rule.id, undefined) === "off") return false;
  if (options.names(rule.id)) return true;
  return rule.profile === "recommended" || (rule.profile === "strict" && options.profile === "strict");
}

class Run {
  private readonly findings = new Map<string, Finding>();
  private readonly unknown: { rule: string; at: Span; why: string }[] = [];
  private readonly satisfied = new Map<string, number>();
  private readonly crashed: Crash[] = [];
  private readonly fingerprint;

  constructor(
    private readonly deployment: Deployment,
    private readonly options: AuditOptions,
  ) {
    this.fingerprint = fingerprinter((file) => deployment.documentOf(file));
  }

  check(rule: Rule): void {
    const places = rule.scope === "stack" ? new Places() : undefined;
    for (const scoped of subjectsOf(this.deployment, rule.scope)) {
      try {
        this.judge(rule, scoped, places);
      } catch (error) {
        this.crashed.push({ rule: rule.id, path: scoped.file.path, message: error instanceof Error ? error.message : String(error) });
      }
    }
  }

  private judge(rule: Rule, { subject, fileClass }: ScopedSubject, places: Places | undefined): void {
    // The scope that chose the subjects is the scope the rule declares, which the type of a mixed catalogue cannot say.
    const check = rule.check as (subject: unknown, deployment: Deployment) => ReturnType<Rule["check"]>;
    for (const judgement of check(subject, this.deployment)) {
      if (!this.deployment.isAsked(judgement.at.file)) continue;
      if (places?.isTaken(judgement, subject) === true) continue;
      if (judgement.kind === "violated") this.add(rule, judgement, fileClass);
      else if (judgement.kind === "satisfied") this.satisfied.set(rule.id, (this.satisfied.get(rule.id) ?? 0) + 1);
      else this.unknown.push({ rule: rule.id, at: judgement.at, why: judgement.why });
    }
  }

  private add(rule: Rule, problem: Problem, servedBy: DeploymentClass | undefined): void {
    const { at } = problem;
    const ofFile = this.deployment.classOf(at.file);
    // What production's file says counts less where only development runs it so.
    const fileClass = servedBy !== undefined && isForUse(ofFile) && !isForUse(servedBy) ? servedBy : ofFile;
    const severity = severityIn(rule, problem, fileClass, this.options.setting(rule.id, problem.aspect));
    if (severity === undefined || !this.isInProfile(rule, problem)) return;
    const key = `${rule.id}[${problem.aspect ?? ""}] ${at.file.path}:${at.start}-${at.end} ${problem.message}`;
    if (this.findings.has(key)) return;
    this.findings.set(key, {
      ...problem,
      rule,
      severity,
      securitySeverity: problem.securitySeverity ?? rule.securitySeverity,
      fingerprint: this.fingerprint(rule.id, problem.aspect, at),
    });
  }

  /** A case that not every run is for is in where its profile is chosen, or where the configuration names its aspect. */
  private isInProfile(rule: Rule, { profile, aspect }: Pick<Problem, "profile" | "aspect">): boolean {
    if (profile === undefined || profile === this.options.profile) return true;
    return aspect !== undefined && this.options.names(rule.id, aspect);
  }

  result(): Audit {
    const findings = [...this.findings.values()].sort(byPlace);
    return { findings, unknown: this.unknown, satisfied: this.satisfied, crashed: this.crashed };
  }
}

/** The places a rule has judged over stacks. Where files run together in several ways, the first of them speaks for what they share: those that ship come first. */
class Places {
  private readonly owners = new Map<string, unknown>();

  /** Whether a judgement of another stack stands for this one already: of a violation only another violation does. */
  isTaken(judgement: Judgement, subject: unknown): boolean {
    const { at } = judgement;
    const place = `${at.file.path}:${at.start}-${at.end}`;
    const key = judgement.kind === "violated" ? `${place} ${judgement.aspect ?? ""} violated` : place;
    const owner = this.owners.get(key);
    for (const one of [key, place]) if (!this.owners.has(one)) this.owners.set(one, subject);
    return owner !== undefined && owner !== subject;
  }
}

/** The order every report has: path, position, rule. Paths compare by code unit, so that no locale changes the output. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compareFiles(a.at.file, b.at.file) ||
    a.at.start - b.at.start ||
    a.at.end - b.at.end ||
    compare(a.rule.id, b.rule.id) ||
    compare(a.message, b.message)
  );
}

function compareFiles(a: SourceFile, b: SourceFile): number {
  return a === b ? 0 : compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
