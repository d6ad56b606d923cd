import type { Files } from "../../rule/meta.ts";
import { kinds, serviceBlocks } from "../file-edit.ts";

/** A service of a Compose file and the Dockerfile that its own build names. */
export interface BuiltService {
  readonly composePath: string;
  readonly block: string;
  readonly dockerfilePath: string;
  /** Of the Dockerfile. */
  readonly text: string;
}

/** The services that are built from Dockerfiles which are there, as far as plain lines tell. */
export function builtServices(files: Files): readonly BuiltService[] {
  return Object.entries(files).flatMap(([composePath, text]) =>
    kinds.compose.test(composePath) && !/(?:^|\/)(?:\.devcontainer|tests?)\//.test(composePath)
      ? serviceBlocks(text).flatMap((block) => {
          const context = /^ {4}build: (\S+)$/m.exec(block)?.[1] ?? /^ {4}build:\n(?: {6}.*\n)*? {6}context: (\S+)$/m.exec(block)?.[1];
          if (context === undefined) return [];
          const name = /^ {6}dockerfile: (\S+)$/m.exec(block)?.[1] ?? "Dockerfile";
          const dockerfilePath = joined(composePath.split("/").slice(0, -1), ...context.split("/"), ...name.split("/"));
          const made = files[dockerfilePath];
          return made === undefined ? [] : [{ composePath, block, dockerfilePath, text: made }];
        })
      : [],
  );
}

/** The lines of the last stage of a Dockerfile, which is the one that runs. */
export function lastStage(dockerfile: string): string {
  return dockerfile.slice(dockerfile.search(/^FROM (?![\s\S]*^FROM )/m));
}

/** The files, with one service's lines changed. */
export function withBlock(files: Files, { composePath, block }: Pick<BuiltService, "composePath" | "block">, changed: string): Files {
  return { ...files, [composePath]: files[composePath]!.replace(block, () => changed) };
}

function joined(start: readonly string[], ...names: readonly string[]): string {
  const path = [...start];
  for (const name of names) {
    if (name === "..") path.pop();
    else if (name !== "." && name !== "") path.push(name);
  }
  return path.join("/");
}
