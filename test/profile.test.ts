import { expect, test } from "vitest";
import { auditProject } from "../src/cli/audit-project.ts";
import { readConfiguration } from "../src/config/configuration.ts";
import { readYamlSettings } from "../src/config/yaml.ts";
import { allRules } from "./audit-files.ts";
import type { Finding } from "../src/engine/finding.ts";
import { memoryFileSystem } from "./memory-file-system.ts";

const rules = await allRules();
const files = {
  "docker-compose.yml": "services:\n  shop:\n    image: ghcr.io/acme/shop:4.2.0\n    mem_limit: 512m\n    cpus: 1\n",
  "nginx.conf": "server {\n    listen 443 ssl;\n    ssl_protocols TLSv1.2 TLSv1.3;\n    return 404;\n}\n",
};

/** The findings with these entries of `rules`. */
async function findings(
  project: Readonly<Record<string, string>>,
  settings: string,
  profile: "recommended" | "strict",
): Promise<readonly Finding[]> {
  const file = { path: ".deploy-audit.yaml", text: `rules: { ${settings} }\n` };
  const { configuration, problems } = readConfiguration(file, readYamlSettings(file), { rules: rules.map(({ id }) => id) });
  expect(problems).toEqual([]);
  const { report } = await auditProject({
    fileSystem: memoryFileSystem(project),
    paths: [""],
    configuration,
    profile,
    asOf: "2026-11-20",
    honourAllowances: true,
    rules: async () => rules,
  });
  return report.findings;
}

/** The strict and the optional case that are found with these entries of `rules`, each with its severity. */
async function found(settings: string, profile: "recommended" | "strict"): Promise<string[]> {
  return (await findings(files, settings, profile))
    .filter(({ aspect }) => aspect === "pids" || aspect === "tls12")
    .map(({ aspect, severity }) => `${aspect} ${severity}`);
}

test.each<[settings: string, recommended: readonly string[], strict: readonly string[]]>([
  ["", [], ["pids note"]],
  ['"compose/no-resource-limits[pids]": warning', ["pids warning"], ["pids warning"]],
  ['"compose/no-resource-limits[pids]": on', ["pids note"], ["pids note"]],
  ['"compose/no-resource-limits[pids]": off', [], []],
  ["compose/no-resource-limits: error, nginx/*: error", [], ["pids error"]],
  ["compose/no-resource-limits: off", [], []],
  ['"nginx/weak-tls-protocol[tls12]": on', ["tls12 note"], ["pids note", "tls12 note"]],
  ['"nginx/weak-tls-protocol[tls12]": error', ["tls12 error"], ["pids note", "tls12 error"]],
])("%s", async (settings, recommended, strict) => {
  expect(await found(settings, "recommended")).toEqual(recommended);
  expect(await found(settings, "strict")).toEqual(strict);
});

const orphan = { ...files, "Dockerfile.web": "FROM nginx:1.28-alpine\n" };

test.each<[settings: string, severities: readonly string[]]>([
  ["", []],
  ["deploy/*: error", []],
  ["deploy/orphan-config: on", ["note"]],
  ["deploy/orphan-config: warning, deploy/*: off", ["warning"]],
  ["deploy/orphan-config: off, deploy/*: error", []],
])("the optional rule with %s", async (settings, severities) => {
  const own = (await findings(orphan, settings, "strict")).filter(({ rule }) => rule.id === "deploy/orphan-config");
  expect([...new Set(own.map(({ severity }) => severity))]).toEqual(severities);
});
