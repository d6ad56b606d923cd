import type { Located } from "../../text/index.ts";
import { regionOf } from "../yaml/ask.ts";
import type { YamlEntry } from "../yaml/ast.ts";
import type { Uses, WorkflowScalar } from "./ast.ts";
import { spanIn } from "./expression.ts";
import type { Reader } from "./reader.ts";

/** Reads `uses` of a step or a job (GitHub documentation, "Workflow syntax", `jobs.<job_id>.steps[*].uses`). */
export function readUses(reader: Reader, entry: YamlEntry | undefined): Uses | undefined {
  const value = reader.text(entry);
  if (entry === undefined || value === undefined) return undefined;
  const uses = usesOf(value, entry);
  if (uses.kind === "unknown")
    reader.report(value.span, '"uses" takes owner/repository@ref, ./path or docker://image; this is none of them.');
  return uses;
}

function usesOf(value: WorkflowScalar, entry: YamlEntry): Uses {
  const { node } = value;
  const { text } = node;
  const common = { value, keySpan: entry.key.inner, span: value.span };
  const piece = (start: number, end: number): Located<string> => ({
    value: text.slice(start, end),
    span: spanIn(regionOf(node), start, end),
  });
  if (value.kind === "template") return { ...common, kind: "unknown" };
  if (text.startsWith("./") || text.startsWith("../") || text === ".") return { ...common, kind: "local", path: piece(0, text.length) };
  if (text.startsWith(DOCKER)) return { ...common, kind: "docker", image: piece(DOCKER.length, text.length) };
  const [whole, owner, repository, path, ref] = /^([^/@\s]+)\/([^/@\s]+)(?:\/([^@\s]*))?(?:@(\S*))?$/.exec(text) ?? [];
  if (whole === undefined || owner === undefined || repository === undefined) return { ...common, kind: "unknown" };
  const repositoryEnd = owner.length + 1 + repository.length;
  return {
    ...common,
    kind: "repository",
    owner: piece(0, owner.length),
    repository: piece(owner.length + 1, repositoryEnd),
    path: path === undefined || path === "" ? undefined : piece(repositoryEnd + 1, repositoryEnd + 1 + path.length),
    ref: ref === undefined || ref === "" ? undefined : piece(text.length - ref.length, text.length),
  };
}

const DOCKER = "docker://";
