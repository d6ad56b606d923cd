import type { RuleSetting } from "../engine/audit.ts";
import { isDate, type Allowance } from "../judge/allow-comment.ts";
import type { FileClass } from "../model/file-class.ts";
import type { UnreadableFile } from "../report/report.ts";
import type { Severity } from "../rule/meta.ts";
import { span, type SourceFile, type Span } from "../text/index.ts";
import type { KnownNames } from "./configuration.ts";
import type { Configuration } from "./defaults.ts";
import { entityTrouble, isWithinEntity } from "./entity.ts";
import { globMatcher, globTrouble } from "./globs.ts";
import { nearest } from "./nearest.ts";
import type { Setting } from "./setting.ts";

const topLevel = ["profile", "failOn", "rules", "allow", "environments", "exclude", "assume"];
const profiles: readonly ("recommended" | "strict")[] = ["recommended", "strict"];
const thresholds: readonly (Severity | "never")[] = ["error", "warning", "note", "never"];
const levels: readonly RuleSetting[] = ["error", "warning", "note", "on", "off"];
const classes: readonly FileClass[] = ["prod", "staging", "dev", "test", "ci", "example", "neutral"];

/** Nobody reads more, and aliases make a short file say a lot. */
const PROBLEM_LIMIT = 50;
const ITEM_LIMIT = 10_000;

type Environment = { readonly matches: (path: string) => boolean; readonly class: FileClass };

/** Turns settings into a configuration and keeps what is wrong with them. */
export class SettingsReader {
  readonly problems: UnreadableFile[] = [];

  constructor(
    private readonly file: SourceFile,
    private readonly known: KnownNames,
  ) {}

  report(message: string, at: Span | undefined): void {
    if (this.problems.length < PROBLEM_LIMIT) this.problems.push({ path: this.file.path, message, ...(at && { at }) });
  }

  read(root: Setting): Configuration {
    const top = this.table(root, "the configuration", topLevel) ?? new Map<string, Setting>();
    const rules = this.readRules(top.get("rules"));
    const environments = this.list(top.get("environments"), "environments").map((item, i) =>
      this.readEnvironment(item, `environments[${i}]`),
    );
    const assume = top.get("assume") && this.table(top.get("assume")!, "assume", ["tlsTerminatedUpstream"]);
    const tlsTerminatedUpstream = this.flag(assume?.get("tlsTerminatedUpstream"), "assume.tlsTerminatedUpstream");
    return {
      profile: this.word(top.get("profile"), "profile", profiles),
      failOn: this.word(top.get("failOn"), "failOn", thresholds),
      rules,
      allowances: this.list(top.get("allow"), "allow").flatMap((item, i) => this.readAllowance(item, `allow[${i}]`) ?? []),
      assume: { tlsTerminatedUpstream },
      setting: (rule, aspect) => settingFor(rules, rule, aspect),
      names: (rule, aspect) => (aspect === undefined ? rules.has(rule) : aspect.split(",").some((one) => rules.has(`${rule}[${one}]`))),
      environmentOf: (path) => environments.find((environment) => environment?.matches(path))?.class,
      isExcluded: globMatcher(this.globs(top.get("exclude"), "exclude")),
    };
  }

  private readRules(setting: Setting | undefined): ReadonlyMap<string, RuleSetting> {
    const rules = new Map<string, RuleSetting>();
    for (const [name, value, keyAt] of setting === undefined ? [] : this.entries(setting, "rules")) {
      const level = this.word(value, `rules."${name}"`, levels);
      if (this.isRuleName(name, keyAt, true) && level !== undefined) rules.set(name, level);
    }
    return rules;
  }

  private readEnvironment(item: Setting, path: string): Environment | undefined {
    const table = this.table(item, path, ["files", "class"]);
    if (table === undefined) return undefined;
    const files = this.required(table, "files", path, item);
    const named = this.word(this.required(table, "class", path, item), `${path}.class`, classes);
    if (files === undefined || named === undefined) return undefined;
    return { matches: globMatcher(this.globs(files, `${path}.files`)), class: named };
  }

  private readAllowance(item: Setting, path: string): Allowance | undefined {
    const table = this.table(item, path, ["rule", "path", "entity", "reason", "until"]);
    if (table === undefined) return undefined;
    const before = this.problems.length;
    const rule = this.text(this.required(table, "rule", path, item), `${path}.rule`);
    const reason = this.text(this.required(table, "reason", path, item), `${path}.reason`);
    const files = this.globs(table.get("path"), `${path}.path`);
    const entity = this.text(table.get("entity"), `${path}.entity`);
    const until = this.text(table.get("until"), `${path}.until`);
    if (rule !== undefined) this.isRuleName(rule, table.get("rule")!.at, false);
    const trouble = entity === undefined ? undefined : entityTrouble(entity);
    if (trouble !== undefined) this.report(`${path}.entity: ${trouble}`, table.get("entity")!.at);
    if (until !== undefined && !isDate(until))
      this.report(`${path}.until: "${until}" is not a date such as 2027-01-31`, table.get("until")!.at);
    if (this.problems.length > before || rule === undefined || reason === undefined) return undefined;
    const isInFile = table.has("path") ? globMatcher(files) : () => true;
    const covers: Allowance["covers"] = (place, structure) =>
      isInFile(place.file.path) && (entity === undefined || isWithinEntity(entity, structure));
    return { rules: [rule], reason, at: item.at ?? span(this.file, 0, 0), covers, ...(until !== undefined && { until }) };
  }

  /** Whether `name` is a rule, a rule's aspect or, for settings, a family; says so if not. */
  private isRuleName(name: string, at: Span | undefined, mayBeFamily: boolean): boolean {
    const { rules } = this.known;
    const families = new Set(rules.map((rule) => rule.slice(0, rule.indexOf("/"))));
    const base = name.replace(/\[[A-Za-z0-9_.-]+\]$/, "");
    if (rules.includes(base) || (mayBeFamily && name.endsWith("/*") && families.has(name.slice(0, -2)))) return true;
    const choices = mayBeFamily ? [...rules, ...[...families].map((family) => `${family}/*`)] : rules;
    this.report(`there is no rule "${name}"${didYouMean(base, choices)}`, at);
    return false;
  }

  /** The entries of a table whose keys are known beforehand. */
  private table(setting: Setting, path: string, keys: readonly string[]): Map<string, Setting> | undefined {
    if (setting.kind !== "table") {
      this.report(`${path} must be a table of ${keys.join(", ")}`, setting.at);
      return undefined;
    }
    const table = new Map<string, Setting>();
    for (const [key, value, keyAt] of this.entries(setting, path)) {
      if (keys.includes(key)) table.set(key, value);
      else this.report(`${path} has no setting "${key}"${didYouMean(key, keys) || `; it has ${keys.join(", ")}`}`, keyAt);
    }
    return table;
  }

  private entries(setting: Setting, path: string): [key: string, value: Setting, keyAt: Span | undefined][] {
    if (setting.kind === "table")
      return this.limited(setting.entries(), path, setting.at).map(({ key, value, keyAt }) => [key, value, keyAt]);
    this.report(`${path} must be a table`, setting.at);
    return [];
  }

  private required(table: ReadonlyMap<string, Setting>, key: string, path: string, within: Setting): Setting | undefined {
    const value = table.get(key);
    if (value === undefined) this.report(`${path} needs "${key}"`, within.at);
    return value;
  }

  private list(setting: Setting | undefined, path: string): readonly Setting[] {
    if (setting === undefined) return [];
    if (setting.kind === "list") return this.limited(setting.items(), path, setting.at);
    this.report(`${path} must be a list`, setting.at);
    return [];
  }

  private limited<T>(items: readonly T[], path: string, at: Span | undefined): readonly T[] {
    if (items.length <= ITEM_LIMIT) return items;
    this.report(`${path} has more than ${ITEM_LIMIT} entries`, at);
    return items.slice(0, ITEM_LIMIT);
  }

  /** One pattern, or a list of them. */
  private globs(setting: Setting | undefined, path: string): string[] {
    if (setting === undefined) return [];
    const globs: string[] = [];
    for (const item of setting.kind === "list" ? this.limited(setting.items(), path, setting.at) : [setting]) {
      const glob = this.text(item, path);
      const trouble = glob === undefined ? undefined : globTrouble(glob);
      if (trouble !== undefined) this.report(`${path}: ${trouble}`, item.at);
      else if (glob !== undefined) globs.push(glob);
    }
    return globs;
  }

  private text(setting: Setting | undefined, path: string): string | undefined {
    if (setting === undefined) return undefined;
    if (setting.kind === "scalar" && typeof setting.value === "string" && setting.value.trim() !== "") return setting.value;
    this.report(`${path} must be text, and not empty`, setting.at);
    return undefined;
  }

  private word<T extends string>(setting: Setting | undefined, path: string, words: readonly T[]): T | undefined {
    if (setting === undefined) return undefined;
    const written = setting.kind === "scalar" ? String(setting.value) : undefined;
    const word = setting.kind === "scalar" && typeof setting.value === "string" ? words.find((one) => one === setting.value) : undefined;
    if (word === undefined)
      this.report(`${path} must be one of ${words.join(", ")}${written === undefined ? "" : didYouMean(written, words)}`, setting.at);
    return word;
  }

  private flag(setting: Setting | undefined, path: string): boolean {
    if (setting === undefined) return false;
    if (setting.kind === "scalar" && typeof setting.value === "boolean") return setting.value;
    this.report(`${path} must be true or false`, setting.at);
    return false;
  }
}

function didYouMean(word: string, choices: Iterable<string>): string {
  const near = nearest(word, choices);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** The most particular setting counts. A finding that merges cases, with the aspect "memory,cpu", is set by theirs where they agree. */
function settingFor(rules: ReadonlyMap<string, RuleSetting>, rule: string, aspect: string | undefined): RuleSetting | undefined {
  const own = aspect?.split(",").map((one) => rules.get(`${rule}[${one}]`)) ?? [];
  const agreed = own.every((one) => one === own[0]) ? own[0] : undefined;
  return agreed ?? rules.get(rule) ?? rules.get(`${rule.slice(0, rule.indexOf("/"))}/*`);
}
