import type { EntryType } from "./file-system.ts";

/** What version control keeps for itself. */
const versionControl = [".git", ".hg", ".svn", ".jj", "CVS"];

/**
 * Folders that package managers and tools fill and that nobody deploys from. Not among them, because projects keep deployment files in
 * them: `build`, `dist`, `out`, `bin`, `env`, `packages`, `target`, `vendor`; the last two go only with a sign of what they are.
 */
const installed = [
  "node_modules", // npm, pnpm, yarn
  "bower_components",
  "jspm_packages",
  "site-packages", // pip, outside of a virtual environment too
  "__pypackages__", // PEP 582
  "__pycache__",
  ".tox",
  ".nox",
  ".eggs",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".terraform", // providers and modules `terraform init` downloads
  ".terragrunt-cache",
  ".gradle",
  ".bundle",
  ".yarn",
  ".pnpm-store",
  ".next",
  ".nuxt",
  ".svelte-kit",
  ".turbo",
  ".parcel-cache",
  ".cache",
  ".direnv",
];

const unseen = new Set([...versionControl, ...installed]);

/** Hosts that Go import paths begin with: a `vendor` folder made of them was written by `go mod vendor` or one of its forerunners. */
const goHosts = ["github.com", "golang.org", "google.golang.org", "gopkg.in", "k8s.io"];

const thirdParty = new Set(["third_party", "third-party", "thirdparty", "3rdparty", "_vendor", "vendored"]);

/** Whether a folder of this name is left out without a word, whatever it holds. */
export function isAlwaysPruned(name: string): boolean {
  return unseen.has(name);
}

/**
 * Why the folder `name` is left out, judged by what it and the folder around it hold; undefined when it is the project's own. Unlike
 * `isAlwaysPruned` this is a judgement, so it is reported.
 */
export function pruneReason(
  name: string,
  inside: ReadonlyMap<string, EntryType>,
  around: ReadonlyMap<string, EntryType>,
): string | undefined {
  if (inside.has("pyvenv.cfg")) return "a Python virtual environment";
  if (inside.get("CACHEDIR.TAG") === "file") return "marked as a cache by its CACHEDIR.TAG";
  if (name === "templates" && around.has("Chart.yaml"))
    return "the templates of a Helm chart: they are YAML only once Helm has filled them in";
  if (thirdParty.has(name)) return "other projects' code, by its name";
  if (name === "vendor") return vendorReason(inside, around);
  if (name === "Pods" && inside.has("Manifest.lock")) return "packages that CocoaPods installed";
  const isMaven = around.has("pom.xml") && (inside.has("classes") || inside.has("maven-status"));
  if (name === "target" && (isMaven || around.has("Cargo.toml"))) return "what Maven or Cargo built";
  return undefined;
}

function vendorReason(inside: ReadonlyMap<string, EntryType>, around: ReadonlyMap<string, EntryType>): string | undefined {
  if (inside.has("modules.txt") || goHosts.some((host) => inside.has(host))) return "vendored Go packages";
  if (inside.has("autoload.php") || (inside.has("composer") && inside.has("bin"))) return "packages that Composer installed";
  if (around.has("Cargo.toml")) return "vendored crates";
  if (inside.has("bundle")) return "packages that Bundler installed";
  return undefined;
}
