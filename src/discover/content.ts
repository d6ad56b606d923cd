import { outlineYaml, type YamlOutline } from "./yaml-outline.ts";

/** Whether the text begins as a Dockerfile must: with FROM, or with ARG and a FROM after it (Dockerfile reference, "Format"). */
export function looksLikeDockerfile(text: string): boolean {
  let isFirst = true;
  for (const line of linesOf(text)) {
    const content = line.replace(/^\uFEFF/, "").trim();
    if (content === "" || content.startsWith("#")) continue;
    if (isFrom(content)) return true;
    if (isFirst && !/^ARG[ \t]+[A-Za-z_]/i.test(content)) return false;
    isFirst = false;
  }
  return false;
}

function* linesOf(text: string): Iterable<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
  }
}

/** "FROM image", "FROM image AS stage", each with flags; the image may be a variable. `from x import y` and prose are not. */
function isFrom(line: string): boolean {
  return /^FROM(?:[ \t]+--[\w-]+=\S+)*[ \t]+[^\s,;()]+(?:[ \t]+AS[ \t]+\S+)?(?:[ \t]+#.*)?[ \t]*\\?$/i.test(line);
}

const composeTopLevel = /^(?:name|version|services|networks|volumes|secrets|configs|models|include|x-.*|<<)$/;

/** What a Compose service says and next to nobody else's `services:` does. */
const composeServiceKeys = new Set(
  (
    "image build command container_name depends_on deploy entrypoint env_file environment expose extends healthcheck labels links logging " +
    "network_mode networks ports privileged profiles restart secrets security_opt ulimits user volumes working_dir cap_add cap_drop cpus " +
    "devices dns hostname init ipc mem_limit pid platform pull_policy read_only runtime scale shm_size stdin_open stop_grace_period sysctls " +
    "tmpfs tty configs domainname dns_search extra_hosts external_links develop annotations attach stop_signal volumes_from provider gpus"
  ).split(" "),
);

/** Of those, the ones a file needs at least one of: the others appear under other programs' `services:` as well. */
const composeProof = new Set([
  "image",
  "build",
  "extends",
  "container_name",
  "depends_on",
  "env_file",
  "environment",
  "ports",
  "volumes",
  "restart",
  "command",
  "entrypoint",
  "network_mode",
  "healthcheck",
  "deploy",
]);

/**
 * Whether the text is a Compose file: only Compose's own keys at the top, and a mapping `services` whose children speak of containers.
 * With `claimed`, by its name, it is one unless something at the top belongs to another format.
 */
export function looksLikeCompose(text: string, claimed: boolean): boolean {
  if (!claimed && !text.includes("services")) return false;
  const outline = outlineYaml(text, "services");
  if (claimed) return !outline.keys.some((key) => foreignTopLevel.has(key)) && !(outline.isSequence && outline.keys.length === 0);
  if (!outline.keys.includes("services") || !outline.keys.every((key) => composeTopLevel.test(key))) return false;
  const known = outline.grandchildren.filter((key) => composeServiceKeys.has(key) || key.startsWith("x-") || key === "<<");
  // Compose refuses a service with a key it does not know, so a file that is not named like one of its own may have none.
  return known.some((key) => composeProof.has(key)) && known.length === outline.grandchildren.length;
}

/** Kubernetes, GitHub, GitLab, OpenAPI, Ansible and CircleCI at the top of a file that is named like a Compose file. */
const foreignTopLevel = new Set([
  "apiVersion",
  "kind",
  "jobs",
  "on",
  "stages",
  "openapi",
  "swagger",
  "hosts",
  "workflows",
  "parameters",
  "steps",
]);

/** Whether the text is a GitHub workflow: `on` and `jobs` at the top, and a job that says where it runs or what it uses. */
export function looksLikeWorkflow(text: string): boolean {
  if (!text.includes("jobs")) return false;
  const outline = outlineYaml(text, "jobs");
  return (
    hasOn(outline) &&
    outline.keys.includes("jobs") &&
    outline.grandchildren.some((key) => key === "runs-on" || key === "uses" || key === "steps")
  );
}

function hasOn({ keys }: YamlOutline): boolean {
  return keys.includes("on") || keys.includes("true");
}

/** Whether the text is a GitHub action's metadata: `runs` at the top, which says `using` something. */
export function looksLikeAction(text: string): boolean {
  const outline = outlineYaml(text, "runs");
  return outline.keys.includes("runs") && outline.children.includes("using");
}

/**
 * Whether the text reads as `NAME=value` lines and is no shell script, JSON or key. With `claimed`, by its name, bare names will do, which
 * Compose takes from its own environment; so will an empty file, or one of comments only.
 */
export function looksLikeDotenv(text: string, claimed: boolean): boolean {
  if (/^(?:\uFEFF)?(?:#!|[{[<]|-----BEGIN)/.test(text)) return false;
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r?\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const assignments = lines.filter((line) => /^(?:export\s+)?[^\s=:#]+\s*[=:]/.test(line));
  return claimed
    ? lines.length === 0 || assignments.length > 0 || lines.every((line) => /^\S+(?:\s\S+)?$/.test(line))
    : assignments.length * 2 > lines.length;
}
