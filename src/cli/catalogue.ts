import { nearest } from "../config/nearest.ts";
import { allowRules } from "../judge/allow-rules.ts";
import type { RuleMeta } from "../rule/meta.ts";
import { renderRulePage } from "../report/rule-page.ts";
import { loadAllRules } from "./rules.ts";

async function catalogue(): Promise<readonly RuleMeta[]> {
  return [...allowRules, ...(await loadAllRules())].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Every rule with its severity and title, one a line. */
export async function listRules(): Promise<string> {
  const rules = await catalogue();
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(
      ({ id, severity, profile, title }) =>
        `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}${profile === "recommended" ? "" : ` (${profile})`}\n`,
    )
    .join("");
}

/** The page of one rule; `trouble` when there is no such rule, with the nearest one. An aspect behind the id is passed over. */
export async function explainRule(id: string): Promise<{ text: string } | { trouble: string }> {
  const rules = await catalogue();
  const rule = rules.find((one) => one.id === id.replace(/\[.*\]$/, ""));
  if (rule !== undefined) return { text: renderRulePage(rule) };
  const near =
    nearest(
      id,
      rules.map((one) => one.id),
    ) ?? rules.find((one) => one.id.endsWith(`/${id}`))?.id;
  return { trouble: `there is no rule "${id}"${near === undefined ? "" : ` (did you mean ${near}?)`}. All of them: deploy-audit rules` };
}
