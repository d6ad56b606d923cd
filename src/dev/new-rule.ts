import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateIndex } from "./generate-index.ts";

const scopes: Readonly<Record<string, { scope: string; tag: string }>> = {
  dockerfile: { scope: "image", tag: "dockerfile" },
  compose: { scope: "stack", tag: "compose" },
  nginx: { scope: "server", tag: "nginx" },
  env: { scope: "binding", tag: "dotenv" },
  gha: { scope: "workflow", tag: "workflow" },
};

const id = process.argv[2] ?? "";
const [family = "", name = ""] = id.split("/");
if (!/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
  console.error("usage: npm run new-rule family/what-is-wrong, as in: npm run new-rule compose/docker-socket");
  process.exitCode = 2;
} else {
  const root = process.cwd();
  const path = join(root, "rules", family, `${name}.ts`);
  if (existsSync(path)) {
    console.error(`rules/${id}.ts is there already.`);
    process.exitCode = 2;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, template(id, scopes[family] ?? { scope: "deployment", tag: "compose" }));
    generateIndex(root);
    console.log(`Wrote rules/${id}.ts. Its example fails until the rule does its work: npx vitest run test/rules.test.ts -t ${id}`);
  }
}

/** A rule that compiles, and whose example fails on purpose: it flags nothing yet. */
function template(rule: string, { scope, tag }: { scope: string; tag: string }): string {
  return `import { ${tag}, defineRule, satisfied } from "../../src/rule/index.ts";

export default defineRule({
  id: "${rule}",
  scope: "${scope}",
  title: "State the fact, as in: Docker socket mounted into a container",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale: "Say what can happen, to whom, and why that matters.",
  remediation: "Say what to write instead.",
  references: ["https://example.com/the-standard-or-manual-this-rests-on"],
  examples: [
    {
      title: "what a real project had",
      bad: ${tag}\`
        # what must be found
      \`,
      flags: ["the exact text that the finding underlines"],
      good: ${tag}\`
        # what the reader should end up with
      \`,
    },
  ],
  *check(subject) {
    // Judge every place the rule applies to: violated({ at, message }), satisfied(at) or unknown(at, why).
    void subject;
    void satisfied;
  },
});
`;
}
