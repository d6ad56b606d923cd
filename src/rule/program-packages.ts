import { knownManifests, programPackages } from "../facts/program-packages.ts";
import type { Deployment } from "../model/deployment.ts";
import type { Service } from "../model/compose/service.ts";
import { folderOf, nameOf } from "../model/project-path.ts";
import { imageRunBy } from "../model/image/run-by.ts";

/** What a program's packages and settings tell of it. */
export interface ProgramTraits {
  /** Response headers that it sends by itself, in lower case. */
  readonly headers: ReadonlySet<string>;
  /** "unknown" where its packages are not at hand. */
  readonly limitsRate: "yes" | "no" | "unknown";
}

const unknownTraits: ProgramTraits = { headers: new Set(), limitsRate: "unknown" };
const known = new WeakMap<Deployment, Map<Service, ProgramTraits>>();

/** What is known of the program of a service by the manifests in the folder it is built from, those a folder below included, and by its variables. */
export function programTraits(service: Service, deployment: Deployment): ProgramTraits {
  let traits = known.get(deployment);
  if (traits === undefined) known.set(deployment, (traits = new Map<Service, ProgramTraits>()));
  let own = traits.get(service);
  if (own === undefined) traits.set(service, (own = readTraits(service, deployment)));
  return own;
}

function readTraits(service: Service, deployment: Deployment): ProgramTraits {
  const image = imageRunBy(service, deployment);
  const contexts = [service.builtBy?.context.value, image === undefined ? undefined : folderOf(image.document.file.path)];
  const folders = new Set(contexts.filter((folder) => folder !== undefined));
  if (folders.size === 0) return unknownTraits;
  const { documents } = deployment;
  const files = [...documents.manifest, ...documents.script]
    .map(({ file }) => file)
    .filter(({ path }) => isManifest(path) && [...folders].some((folder) => isIn(path, folder)));
  const words = new Set(files.flatMap(({ text }) => text.toLowerCase().match(/@?[a-z][\w./-]*/g) ?? []));
  const rows = programPackages.filter(({ names }) => names.some((name) => words.has(name)));
  const isSetting =
    [...words].some((word) => /^(?:rate_?limit|throttl)/.test(word)) ||
    service.variables.some(({ name }) => /RATE_?LIMIT|THROTTLE/i.test(name.value));
  const limits = isSetting || rows.some(({ limitsRate }) => limitsRate === true);
  const isRead = files.some(({ path }) => knownManifests.test(nameOf(path).toLowerCase()));
  return {
    headers: new Set(rows.flatMap(({ headers }) => headers ?? [])),
    limitsRate: limits ? "yes" : isRead && service.envFiles.length === 0 ? "no" : "unknown",
  };
}

function isManifest(path: string): boolean {
  const name = nameOf(path).toLowerCase();
  return knownManifests.test(name) || name.endsWith(".toml");
}

/** In the folder, or in one directly below it. */
function isIn(path: string, folder: string): boolean {
  const own = folderOf(path);
  return own === folder || folderOf(own) === folder;
}
