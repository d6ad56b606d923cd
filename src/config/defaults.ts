import type { RuleSetting } from "../engine/audit.ts";
import type { Allowance } from "../judge/allow-comment.ts";
import type { FileClass } from "../model/file-class.ts";
import type { Severity } from "../rule/meta.ts";

/** The names a configuration file may have at the project root; one only. */
export const configurationNames: readonly string[] = [".deploy-audit.yaml", ".deploy-audit.yml", ".deploy-audit.toml"];

/** What the user set, validated. */
export interface Configuration {
  /** Undefined where the file says nothing. */
  readonly profile: "recommended" | "strict" | undefined;
  readonly failOn: Severity | "never" | undefined;
  /** As written, in order: "family/rule", "family/rule[aspect]" or "family/*". */
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** In order; `at` is the place in the configuration file. */
  readonly allowances: readonly Allowance[];
  readonly assume: { readonly tlsTerminatedUpstream: boolean };
  /** What holds for a rule and aspect: the setting of the aspect, else of the rule, else of its family. */
  setting(rule: string, aspect: string | undefined): RuleSetting | undefined;
  /** Whether `rules` names this very rule or, where one is given, this very aspect; of several, separated by commas, one of them. */
  names(rule: string, aspect?: string): boolean;
  /** The class the first matching entry of `environments` gives a file. */
  environmentOf(path: string): FileClass | undefined;
  /** Whether `exclude` names a path or a folder above it. */
  isExcluded(path: string): boolean;
}

/** The configuration of a project that has none. */
export const defaultConfiguration: Configuration = {
  profile: undefined,
  failOn: undefined,
  rules: new Map(),
  allowances: [],
  assume: { tlsTerminatedUpstream: false },
  setting: () => undefined,
  names: () => false,
  environmentOf: () => undefined,
  isExcluded: () => false,
};
