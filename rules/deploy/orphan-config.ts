import { defineRule, fileUses, satisfied, spanOfFile, text, unknown, violated } from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/orphan-config",
  scope: "deployment",
  title: "Configuration file that nothing uses",
  severity: "note",
  securitySeverity: 0,
  confidence: "low",
  profile: "optional",
  rationale:
    "A Dockerfile that nothing builds or an nginx configuration that nothing mounts looks like a part of what runs. People change it, review it and fix what is wrong with it, and nothing happens; the file that does run stays as it was.",
  remediation:
    "Delete the file, or use it: build it, mount it or load it. Where something outside of this project uses it, say so beside it and allow this rule there.",
  references: ["https://docs.docker.com/reference/compose-file/build/", "https://cwe.mitre.org/data/definitions/1164.html"],
  cwe: [1164],
  examples: [
    {
      title: "an old Dockerfile beside the one that is built",
      bad: {
        "compose.yaml": text`
          services:
            web:
              build:
                context: .
                dockerfile: Dockerfile.web
        `,
        "Dockerfile.web": text`
          FROM nginx:1.28-alpine
        `,
        "Dockerfile.apache": text`
          FROM httpd:2.4
        `,
      },
      flags: ["FROM"],
      good: {
        "compose.yaml": text`
          services:
            web:
              build:
                context: .
                dockerfile: Dockerfile.web
        `,
        "Dockerfile.web": text`
          FROM nginx:1.28-alpine
        `,
      },
    },
  ],
  *check(deployment) {
    for (const { file, kind, isUsed } of fileUses(deployment)) {
      const fileClass = deployment.classOf(file);
      if (fileClass === "example" || fileClass === "test") continue;
      const at = spanOfFile(file);
      if (isUsed === "unknown") yield unknown(at, "another file speaks of it, or may");
      else if (isUsed) yield satisfied(at);
      else yield violated({ at, message: `Nothing in this project uses the ${kind} ${file.path}.` });
    }
  },
});
