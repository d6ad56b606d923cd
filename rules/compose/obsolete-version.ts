import { compose, defineRule, entryOf, satisfied, violated, type Fix, type Span } from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/obsolete-version",
  scope: "compose",
  title: "Obsolete version key",
  severity: "note",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Compose reads every file by the one Compose Specification, whatever its `version` says, and prints a warning about the key at every command. The warnings bury those that matter, and the number promises a choice of format that does not exist.",
  remediation: "Delete the line.",
  references: ["https://docs.docker.com/reference/compose-file/version-and-name/"],
  cwe: [710],
  examples: [
    {
      title: "a version at the top",
      bad: compose`
        version: "3.8"

        services:
          web:
            image: nginx:1.30
      `,
      flags: ['version: "3.8"'],
      good: compose`
        services:
          web:
            image: nginx:1.30
      `,
    },
  ],
  *check({ root }) {
    const entry = entryOf(root, "version");
    if (entry === undefined) {
      if (root.entries.length > 0) yield satisfied(root.entries[0]!.key.span);
      return;
    }
    const fix = removeLine(entry.span);
    yield violated({
      at: entry.span,
      message: "Compose ignores this key and warns about it at every command.",
      ...(fix === undefined ? {} : { fix }),
    });
  },
});

/** Takes the line away with the blank line behind it; undefined when something else stands on it. */
function removeLine({ file, start, end }: Span): Fix | undefined {
  const { text } = file;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const behind = /^[ \t]*(?:\r?\n(?:[ \t]*\r?\n)?|$)/.exec(text.slice(end, end + 200));
  if (text.slice(lineStart, start).trim() !== "" || behind === null || text.slice(start, end).includes("\n")) return undefined;
  return {
    title: "Delete the line",
    safety: "safe",
    edits: [{ span: { file, start: lineStart, end: end + behind[0].length }, replacement: "" }],
  };
}
