import type { Files } from "./meta.ts";

type Tag = (strings: TemplateStringsArray) => Files;

/** A project of one Compose file. */
export const compose: Tag = (strings) => ({ "docker-compose.yml": unindent(strings) });
/** A project of one Dockerfile. */
export const dockerfile: Tag = (strings) => ({ Dockerfile: unindent(strings) });
/** A project of one nginx configuration. */
export const nginx: Tag = (strings) => ({ "nginx.conf": unindent(strings) });
/** A project of one env file that production uses. */
export const dotenv: Tag = (strings) => ({ ".env.production": unindent(strings) });
/** A project of one GitHub workflow. */
export const workflow: Tag = (strings) => ({ ".github/workflows/deploy.yml": unindent(strings) });
/** The text of one file, for projects of several: `{ "Dockerfile": text`…`, "docker-compose.yml": text`…` }`. */
export const text = (strings: TemplateStringsArray): string => unindent(strings);

/**
 * The template as it stands in the source, so that a Dockerfile's line continuations need no escape: only `\${` and a
 * backslashed backtick, which JavaScript cannot do without, lose their backslash. The indentation that all lines share is taken away.
 */
function unindent(strings: TemplateStringsArray): string {
  const lines = strings.raw
    .join("")
    .replaceAll("\\${", "${")
    .replaceAll("\\`", "`")
    .replace(/^\n/, "")
    .replace(/\n[ \t]*$/, "\n")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents, Infinity);
  return lines.map((line) => line.slice(Number.isFinite(shared) ? shared : 0)).join("\n");
}
