import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import { entryOf } from "../../syntax/yaml/ask.ts";
import { folderOf, nameOf } from "../project-path.ts";

/** The files that Compose looks for, the preferred one first (Docker docs, "How Compose works", "The Compose file"). */
const usualNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/** The Compose files of a project, by path, folder and name. */
export class ComposeFiles {
  private readonly byPath: ReadonlyMap<string, ComposeDocument>;
  private readonly byFolder: ReadonlyMap<string, readonly ComposeDocument[]>;
  private readonly byName: ReadonlyMap<string, readonly ComposeDocument[]>;

  constructor(readonly all: readonly ComposeDocument[]) {
    this.byPath = new Map(all.map((document) => [document.file.path, document]));
    this.byFolder = groupBy(all, ({ file }) => folderOf(file.path));
    this.byName = groupBy(all, ({ file }) => nameOf(file.path));
  }

  get folders(): readonly string[] {
    return [...this.byFolder.keys()];
  }

  at(path: string): ComposeDocument | undefined {
    return this.byPath.get(path);
  }

  in(folder: string): readonly ComposeDocument[] {
    return this.byFolder.get(folder) ?? [];
  }

  /** The file that Compose takes in a folder when it is told none. */
  usualIn(folder: string): ComposeDocument | undefined {
    const here = this.in(folder);
    return usualNames.map((name) => here.find(({ file }) => nameOf(file.path) === name)).find((one) => one !== undefined);
  }

  /** The folders below which a relative path leads to a file. */
  foldersAbove(path: string): readonly string[] {
    return (this.byName.get(nameOf(path)) ?? []).flatMap(({ file }) => {
      if (file.path === path) return [""];
      return file.path.endsWith(`/${path}`) ? [file.path.slice(0, -path.length - 1)] : [];
    });
  }
}

/** Whether Compose finds the file by itself. */
export function hasUsualName({ file }: ComposeDocument): boolean {
  return usualNames.includes(nameOf(file.path));
}

/** Whether Compose lays the file over the one beside it by itself. */
export function isOverride({ file }: ComposeDocument): boolean {
  return /^(?:docker-)?compose\.override\.ya?ml$/.test(nameOf(file.path));
}

/** A service without an image, a build, a provider or a base is only the difference to another file. */
export function isOverlay(document: ComposeDocument): boolean {
  return differencesIn(document).length > 0;
}

/** The services of a file that another one has to complete. */
export function differencesIn({ services }: ComposeDocument): readonly string[] {
  return services.flatMap(({ key, value }) =>
    ["image", "build", "extends", "provider"].some((one) => entryOf(value, one) !== undefined) ? [] : [key.text],
  );
}

/** The file that an overlay lies over: the one of its folder that has what it only changes; undefined where that is not clear, or it is no overlay. */
export function baseOf(overlay: ComposeDocument, files: ComposeFiles): ComposeDocument | undefined {
  const changed = differencesIn(overlay);
  if (changed.length === 0) return undefined;
  const folder = folderOf(overlay.file.path);
  const hasAll = ({ services }: ComposeDocument): boolean => {
    const names = new Set(services.map(({ key }) => key.text));
    return changed.every((name) => names.has(name));
  };
  const usual = files.usualIn(folder);
  if (usual !== undefined && usual !== overlay && hasAll(usual)) return usual;
  const fitting = files.in(folder).filter((one) => one !== overlay && hasAll(one) && !isOverlay(one));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether Compose can start these: each service says somewhere what it runs. */
export function isComplete(documents: readonly ComposeDocument[]): boolean {
  if (documents.some(({ root }) => entryOf(root, "include") !== undefined)) return true;
  const changed = documents.map((document) => new Set(differencesIn(document)));
  const whole = new Set(
    documents.flatMap(({ services }, at) => services.flatMap(({ key }) => (changed[at]!.has(key.text) ? [] : [key.text]))),
  );
  return changed.every((names) => [...names].every((name) => whole.has(name)));
}

/** Puts each item into the group of its key, in order. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
