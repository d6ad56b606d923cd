import type { Comment } from "../syntax/document.ts";

/** What a file serves, as far as its name and its own words tell. "neutral": nothing tells; base or production. */
export type FileClass = "prod" | "staging" | "dev" | "test" | "ci" | "example" | "neutral";

export interface FileClassHints {
  /** The document's comments: `deploy-audit: environment=<class>` in one of them decides. */
  readonly comments?: readonly Pick<Comment, "text">[];
  /** The literal value of ENVIRONMENT, APP_ENV or NODE_ENV in an env file; asked only when the path says nothing. */
  readonly environmentValue?: string;
}

/**
 * The class of the file at `path`, relative to the project root with "/". The first of these decides: an inline
 * `# deploy-audit: environment=<class>`; `.github`, which is ci; the whole tokens of the path, where example goes before test, test before ci, and so on;
 * the environment an env file names itself. A folder's token counts like the file's, except where the word is also a usual name for
 * something else (see `FOLDER_EXCEPTIONS`). An unknown class in a comment is passed over.
 */
export function fileClassOf(path: string, hints: FileClassHints = {}): FileClass {
  for (const comment of hints.comments ?? []) {
    const named = INLINE.exec(comment.text)?.[1];
    const known = named === undefined ? undefined : CLASS_OF_NAME.get(named.toLowerCase());
    if (known !== undefined) return known;
  }
  return classOfPath(path) ?? environmentClassOf(hints.environmentValue) ?? "neutral";
}

/** The class an environment's name stands for, as in "production", "qa" or "Development"; undefined for any other word. */
export function environmentClassOf(name: string | undefined): FileClass | undefined {
  return name === undefined ? undefined : CLASS_OF_NAME.get(name.trim().toLowerCase());
}

/** The variables by which an env file names its own environment, the most telling first. */
export const ENVIRONMENT_NAMES: readonly string[] = ["ENVIRONMENT", "APP_ENV", "NODE_ENV"];

const INLINE = /^\s*deploy-audit:\s*environment\s*=\s*([A-Za-z]+)\s*$/;

/** In order of precedence. */
const TOKENS: readonly (readonly [FileClass, readonly string[]])[] = [
  ["example", ["example", "examples", "sample", "samples", "template", "templates", "tmpl", "tpl", "dist", "skel", "skeleton", "defaults"]],
  ["test", ["test", "tests", "e2e", "spec", "specs", "fixture", "fixtures", "testdata", "mock", "mocks"]],
  ["ci", ["ci"]],
  ["dev", ["dev", "devel", "develop", "development", "local", "localhost", "devcontainer", "override"]],
  ["staging", ["staging", "stage", "qa", "uat", "preprod", "preproduction"]],
  ["prod", ["prod", "production", "live"]],
];

const CLASS_OF_TOKEN = new Map(TOKENS.flatMap(([name, tokens]) => tokens.map((token) => [token, name] as const)));
const CLASS_OF_NAME = new Map<string, FileClass>([...CLASS_OF_TOKEN, ["testing", "test"], ["neutral", "neutral"]]);
const PRECEDENCE = TOKENS.map(([name]) => name);

/**
 * Words that say something about a file only in its own name: `templates/` holds what nginx's image or Helm renders, `dist/` what a build
 * made, `defaults/` what a role sets, `local/` and `live/` are parts of paths such as `/usr/local` and `live/streams`, `stage/` is a theatre's.
 */
const FOLDER_EXCEPTIONS: ReadonlySet<string> = new Set([
  "template",
  "templates",
  "tmpl",
  "tpl",
  "dist",
  "defaults",
  "local",
  "live",
  "stage",
  "spec",
  "override",
]);

/** The class that a path's words name; undefined where none does. */
export function classOfPath(path: string): FileClass | undefined {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  const name = segments.pop() ?? "";
  // A workflow named after tests is no less a workflow: what it may do does not depend on its name.
  if (segments[0] === ".github") return "ci";
  const found = new Set<FileClass>();
  for (const segment of segments) {
    for (const token of tokensOf(segment)) {
      const known = FOLDER_EXCEPTIONS.has(token) ? undefined : CLASS_OF_TOKEN.get(token);
      if (known !== undefined) found.add(known);
    }
  }
  for (const token of tokensOf(name)) {
    const known = CLASS_OF_TOKEN.get(token);
    if (known !== undefined) found.add(known);
  }
  return PRECEDENCE.find((one) => found.has(one));
}

function tokensOf(segment: string): string[] {
  return segment.toLowerCase().split(/[._\-\s]+/);
}
