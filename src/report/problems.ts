import type { UnreadableFile } from "./report.ts";
import { positionOf } from "../text/line-index.ts";

/** What is wrong with a configuration, one line a problem, each with its place where that is known. */
export function renderProblems(problems: readonly UnreadableFile[], displayPath: (path: string) => string): string {
  const lines = problems.map(({ path, message, at }) => {
    const place = at === undefined ? undefined : positionOf(at.file, at.start);
    return `${displayPath(path)}${place === undefined ? "" : `:${place.line}:${place.column}`}: ${message}`;
  });
  return [...lines, "deploy-audit: nothing was audited, because the configuration does not say clearly what to do."].join("\n");
}
