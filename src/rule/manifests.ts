import type { Deployment } from "../model/deployment.ts";
import { contextsOf } from "../model/image/context-files.ts";
import type { Image } from "../model/image/image.ts";
import { folderOf, projectPath } from "../model/project-path.ts";
import { literalText } from "../model/value.ts";
import type { Span } from "../text/index.ts";

/** Something that names dependencies with their versions. */
export interface Manifest {
  /** Where it does so; for a file that is not read, the line that has it built. */
  readonly at: Span;
  /** The first of them: `"node:24-slim"`. */
  readonly name: string;
  /** As in "images" or "npm packages". */
  readonly what: string;
  /** What Dependabot calls it, with the names that cover it as well. */
  readonly ecosystems: readonly string[];
}

/** Manifests that package managers write, by the words people use for what is in them (GitHub docs, "Dependabot supported ecosystems"). */
const FILES: Readonly<Record<string, readonly [what: string, ...ecosystems: string[]]>> = {
  "package.json": ["npm packages", "npm", "bun", "yarn", "pnpm"],
  "requirements.txt": ["Python packages", "pip", "uv"],
  "pyproject.toml": ["Python packages", "pip", "uv"],
  Pipfile: ["Python packages", "pip", "uv"],
  "Cargo.toml": ["crates", "cargo"],
  Gemfile: ["gems", "bundler"],
  "composer.json": ["Composer packages", "composer"],
  "go.mod": ["Go modules", "gomod"],
  "pom.xml": ["Maven packages", "maven"],
  "build.gradle": ["Gradle packages", "gradle"],
  "build.gradle.kts": ["Gradle packages", "gradle"],
};

/**
 * What a project depends on, as far as its deployment shows: actions of workflows, images of Compose files and Dockerfiles, and the packages of the folders that are
 * built or copied into an image. Tests, examples and development are left out.
 */
export function manifestsOf(deployment: Deployment): readonly Manifest[] {
  return [...actionsIn(deployment), ...imagesIn(deployment), ...packagesIn(deployment)].filter(({ at }) => deployment.isAsked(at.file));
}

function actionsIn({ workflows }: Deployment): Manifest[] {
  const uses = workflows.flatMap(({ jobs }) => jobs.flatMap(({ steps }) => steps.flatMap(({ syntax }) => syntax.uses ?? [])));
  const first = uses.find(({ kind }) => kind === "repository");
  return first === undefined
    ? []
    : [{ at: first.span, name: `"${first.value.node.text.replace(/@.*$/, "")}"`, what: "actions", ecosystems: ["github-actions"] }];
}

function imagesIn({ stacks, images, classOf }: Deployment): Manifest[] {
  const services = stacks.filter(({ fileClass }) => !isLeftOut(fileClass)).flatMap((stack) => stack.services);
  const image = services.find((service) => service.image?.reference !== undefined && service.build === undefined)?.image;
  const base = images.find(({ base: one, document }) => one.reference !== undefined && !isLeftOut(classOf(document.file)))?.base;
  const found: Manifest[] = [];
  if (image?.reference !== undefined && image.value.kind === "known")
    found.push({ at: image.span, name: `"${image.value.text}"`, what: "images", ecosystems: ["docker-compose", "docker"] });
  if (base?.value.kind === "known")
    found.push({ at: base.span, name: `"${base.value.text}"`, what: "base images", ecosystems: ["docker"] });
  return found;
}

function isLeftOut(fileClass: string): boolean {
  return ["dev", "test", "example", "ci"].includes(fileClass);
}

/** By the folder a Dockerfile stands in, is built from or copies from, each kind of package once. */
function packagesIn(deployment: Deployment): Manifest[] {
  const { images, tree, classOf } = deployment;
  const found = new Map<string, Manifest>();
  for (const image of images) {
    if (isLeftOut(classOf(image.document.file))) continue;
    for (const folder of foldersOf(image, deployment)) {
      for (const [file, [what, ...ecosystems]] of Object.entries(FILES)) {
        const path = folder === "" ? file : `${folder}/${file}`;
        if (!found.has(what) && tree.has(path)) found.set(what, { at: image.base.span, name: `what "${path}" names`, what, ecosystems });
      }
    }
  }
  return [...found.values()];
}

function foldersOf(image: Image, deployment: Deployment): ReadonlySet<string> {
  const folders = new Set([folderOf(image.document.file.path), ...image.consumers.flatMap(({ builtBy }) => builtBy?.context.value ?? [])]);
  const contexts = contextsOf(image, deployment);
  for (const { instructions } of image.ownStages) {
    for (const one of instructions) {
      if (one.keyword !== "COPY" || one.from !== undefined) continue;
      for (const source of one.sources.flatMap((scalar) => literalText(scalar) ?? [])) {
        for (const { folder } of contexts) {
          const path = projectPath(folder, source);
          // `COPY web/package*.json ./` speaks of web, and so does `COPY web ./web`.
          if (path !== undefined) folders.add(deployment.tree.isDirectory(path) ? path : folderOf(path));
        }
      }
    }
  }
  return folders;
}
