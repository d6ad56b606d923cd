import { auditProject, type ProjectAudit } from "../src/cli/audit-project.ts";
import { loadAllRules } from "../src/cli/rules.ts";
import { defaultConfiguration } from "../src/config/defaults.ts";
import { renderText } from "../src/report/text.ts";
import type { Rule } from "../src/rule/define-rule.ts";
import type { Files } from "../src/rule/meta.ts";
import { memoryFileSystem } from "./memory-file-system.ts";

export interface AuditSettings {
  readonly rules: readonly Rule[];
  readonly asOf: string;
  readonly profile?: "recommended" | "strict";
  /** The one aspect that the configuration names. */
  readonly aspect?: string;
}

/** Audits a project that is only in memory. */
export function auditFiles(files: Files, { rules, asOf, profile = "recommended", aspect }: AuditSettings): Promise<ProjectAudit> {
  return auditProject({
    fileSystem: memoryFileSystem(files),
    paths: [""],
    configuration: {
      ...defaultConfiguration,
      names: (rule, named) => (named === undefined ? rules.length === 1 && rules[0]!.id === rule : named === aspect),
    },
    profile,
    asOf,
    honourAllowances: true,
    rules: async () => rules,
  });
}

/** The report as a person without colours sees it. */
export async function textOfReport(files: Files, settings: AuditSettings): Promise<string> {
  const { report } = await auditFiles(files, settings);
  return renderText(report, { displayPath: (path) => path, palette: undefined, verbose: false, quiet: false, failOn: "error" });
}

export { loadAllRules as allRules };
