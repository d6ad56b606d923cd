import { looksLikeNginx } from "../syntax/nginx/recognise.ts";
import { looksLikeAction, looksLikeCompose, looksLikeDockerfile, looksLikeDotenv, looksLikeWorkflow } from "./content.ts";
import { kindNames, type Kind, type AuditedKind } from "./kind.ts";
import { judgeName, type Claim, type NameVerdict } from "./name.ts";

/** What a file is: one of ours, left out with a reason worth telling, or none of our business. */
export type Classification = { readonly kind: Kind } | { readonly skipped: string } | undefined;

/** Decides what the file at `path` is, by its name first and its content where the name alone does not settle it. */
export function classify(path: string, text: string): Classification {
  return classifyNamed(judgeName(path), text);
}

/** As `classify`, for a name that was judged before. */
export function classifyNamed({ claims, template }: NameVerdict, text: string): Classification {
  if (template !== undefined) return { skipped: templateReason(claims[0]!.kind, template) };
  for (const claim of claims) if (isBorneOut(claim, text)) return { kind: claim.kind };
  const claimed = claims.find(({ strength }) => strength === "claimed");
  return claimed === undefined ? undefined : { skipped: `named like ${kindNames[claimed.kind]}, but ${mismatches[claimed.kind]}` };
}

/** Decides what a file is that the user named: here the content may speak for every kind, whatever the name. */
export function classifyAsked(path: string, text: string): Classification {
  const byName = classify(path, text);
  if (byName !== undefined && "kind" in byName) return byName;
  if (byName === undefined && !isSourceCode(path)) {
    if (looksLikeDockerfile(text)) return { kind: "dockerfile" };
    if (looksLikeCompose(text, false)) return { kind: "compose" };
    if (looksLikeWorkflow(text)) return { kind: "workflow" };
    if (looksLikeNginx(text)) return { kind: "nginx" };
  }
  return (
    byName ?? {
      skipped: "none of the files that are audited: Dockerfiles, Compose files, nginx configurations, env files and GitHub workflows",
    }
  );
}

/** Why a template is not audited. */
export function templateReason(kind: Kind, suffix: string): string {
  return `a template (${suffix}): it becomes ${kindNames[kind]} only once it is filled in`;
}

function isSourceCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|php|c|h|cpp|cs|sh|sql|md|mdx|markdown|rst|adoc|html?|css|json)$/i.test(path);
}

const mismatches: Readonly<Record<AuditedKind, string>> = {
  dockerfile: "does not begin with FROM or ARG",
  compose: "its top-level keys belong to another format",
  nginx: "holds no nginx directives",
  dotenv: "holds no NAME=value lines",
  workflow: "has no jobs",
  action: "has no runs",
};

function isBorneOut({ kind, strength }: Claim, text: string): boolean {
  if (strength === "settled") return true;
  if (strength === "claimed" && text.trim() === "") return true;
  if (kind === "dockerfile") return looksLikeDockerfile(text);
  if (kind === "compose") return looksLikeCompose(text, strength === "claimed");
  if (kind === "workflow") return looksLikeWorkflow(text);
  if (kind === "action") return looksLikeAction(text);
  return kind === "nginx" ? looksLikeNginx(text) : looksLikeDotenv(text, strength === "claimed");
}
