import type { Deployment } from "../model/deployment.ts";
import { contextOf } from "../model/image/build-context.ts";
import type { Image } from "../model/image/image.ts";
import { folderOf, nameOf, projectPath } from "../model/project-path.ts";
import type { Stage } from "../syntax/dockerfile/index.ts";
import { allCommands, effectiveCommand, operands, type EffectiveCommand } from "../syntax/shell/index.ts";
import { cover, type Span } from "../text/index.ts";
import { foldersAbove } from "./project.ts";

/** A call in a Dockerfile that installs what a manifest of the project asks for. */
export interface ManifestInstall {
  readonly at: Span;
  /** As people say it: "npm install". */
  readonly text: string;
  readonly manifest: string;
  /** The names that the manager's lockfile may have. */
  readonly names: readonly string[];
  /** A lockfile beside the manifest or in a folder above it; undefined where there is none. */
  readonly lockfile: string | undefined;
}

interface Manager {
  readonly actions: readonly string[];
  readonly manifest: string;
  readonly lockfiles: readonly string[];
}

const NODE = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"];

/** The calls that install a whole manifest, and where each manager keeps the versions it chose (the managers' own documentation). */
const MANAGERS: Readonly<Record<string, Manager>> = {
  npm: { actions: ["install", "i", "ci", "clean-install"], manifest: "package.json", lockfiles: NODE },
  yarn: { actions: ["install", ""], manifest: "package.json", lockfiles: NODE },
  pnpm: { actions: ["install", "i"], manifest: "package.json", lockfiles: NODE },
  bun: { actions: ["install", "i"], manifest: "package.json", lockfiles: NODE },
  bundle: { actions: ["install", ""], manifest: "Gemfile", lockfiles: ["Gemfile.lock"] },
  composer: { actions: ["install"], manifest: "composer.json", lockfiles: ["composer.lock"] },
  poetry: { actions: ["install"], manifest: "pyproject.toml", lockfiles: ["poetry.lock"] },
  uv: { actions: ["sync"], manifest: "pyproject.toml", lockfiles: ["uv.lock"] },
  cargo: { actions: ["build"], manifest: "Cargo.toml", lockfiles: ["Cargo.lock"] },
};

/** The installs of an image whose manifest is known: the one that is copied in before, or the only one where the build starts. */
export function manifestInstalls(image: Image, { tree }: Deployment): readonly ManifestInstall[] {
  const context = contextOf(image, tree);
  if (context === undefined) return [];
  return image.ownStages.flatMap((stage) => {
    return stage.instructions.flatMap((instruction) => {
      if (instruction.keyword !== "RUN") return [];
      return [...allCommands(instruction.command.script)].flatMap((command) => {
        const call = effectiveCommand(command);
        const found = call === undefined ? undefined : installIn(call);
        if (found === undefined) return [];
        const manifest = manifestFor(found.manager.manifest, stage, context, tree);
        if (manifest === undefined) return [];
        const { lockfiles } = found.manager;
        const paths = foldersAbove(folderOf(manifest)).flatMap((folder) =>
          lockfiles.map((name) => (folder === "" ? name : `${folder}/${name}`)),
        );
        return [{ at: found.at, text: found.text, manifest, names: lockfiles, lockfile: paths.find((path) => tree.has(path)) }];
      });
    });
  });
}

function installIn(call: EffectiveCommand): { readonly manager: Manager; readonly at: Span; readonly text: string } | undefined {
  const manager = Object.hasOwn(MANAGERS, call.program) ? MANAGERS[call.program] : undefined;
  if (
    manager === undefined ||
    call.words.some(({ text }) => /^(?:-g|--global|--version|--no-lockfile|--no-package-lock|--prefix|--cwd|-C|--dir)/.test(text))
  )
    return undefined;
  const [action, ...packages] = operands(call, [
    "--omit",
    "--only",
    "--registry",
    "--cache",
    "--jobs",
    "-j",
    "--target",
    "--package",
    "-p",
    "--features",
    "--group",
    "--extra",
  ]);
  if (!manager.actions.includes(action?.text ?? "") || packages.length > 0) return undefined;
  const at = action === undefined ? call.name.span : cover(call.name.span, action.span);
  return { manager, at, text: action === undefined ? call.program : `${call.program} ${action.text}` };
}

function manifestFor(name: string, { instructions }: Stage, context: string, tree: Deployment["tree"]): string | undefined {
  const named = instructions.flatMap((instruction) => {
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return [];
    if (instruction.from !== undefined) return [];
    return instruction.sources.flatMap((source) =>
      source.kind === "literal" && nameOf(source.text) === name ? (projectPath(context, source.text.replace(/^\/+/, "")) ?? []) : [],
    );
  });
  const [only, ...others] = new Set(named);
  const path = only ?? (context === "" ? name : `${context}/${name}`);
  return others.length === 0 && tree.has(path) ? path : undefined;
}
