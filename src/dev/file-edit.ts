import type { Files } from "../rule/meta.ts";

/** One way to spoil a project; undefined where the project has nothing of the kind. */
export type FileEdit = (files: Files) => Files | undefined;

/** The kinds of file that edits look for, by path. */
export const kinds = {
  compose: /(?:^|\/)(?:docker-)?compose(?:\.(?!dev|override)[\w-]+)?\.ya?ml$|docker-stack\.yml$/,
  dockerfile: /(?:^|\/)Dockerfile(?:\.(?!dev|dockerignore)[\w-]+)?$/,
  nginx: /(?:^|\/)[\w-]+\.conf$/,
  workflow: /^\.github\/workflows\/[^/]+\.ya?ml$/,
  dockerignore: /(?:^|\/)\.dockerignore$/,
  env: /(?:^|\/)\.env(?:\.(?!example|sample|template)[\w.-]+)?$/,
} as const;

/** Replaces the first match in the first file of a kind that has one. `from` may be many lines long; files of development and tests are left alone. */
export function replace(kind: RegExp, from: RegExp, to: string | ((...match: string[]) => string)): FileEdit {
  return (files) => {
    for (const [path, text] of Object.entries(files)) {
      if (!kind.test(path) || /(?:^|\/)(?:\.devcontainer|tests?)\//.test(path)) continue;
      const changed = typeof to === "string" ? text.replace(from, to) : text.replace(from, to);
      if (changed !== text) return { ...files, [path]: changed };
    }
    return undefined;
  };
}

/** Takes every match away, in every file whose path fits. */
export function removeAll(path: RegExp, from: RegExp): FileEdit {
  return (files) => {
    const changed = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, path.test(name) ? text.replaceAll(from, "") : text]),
    );
    return Object.entries(changed).some(([name, text]) => text !== files[name]) ? changed : undefined;
  };
}

/** Edits one service of a Compose file: the first one whose lines match `which`, and that `change` changes. */
export function inService(which: RegExp, change: (block: string) => string): FileEdit {
  return (files) => {
    for (const [path, text] of Object.entries(files)) {
      if (!kinds.compose.test(path) || /(?:^|\/)\.devcontainer\//.test(path)) continue;
      for (const block of serviceBlocks(text)) {
        const changed = which.test(block) ? change(block) : block;
        if (changed !== block) return { ...files, [path]: text.replace(block, () => changed) };
      }
    }
    return undefined;
  };
}

/** One edit and then another, both of which must apply. */
export function both(first: FileEdit, second: FileEdit): FileEdit {
  return (files) => {
    const between = first(files);
    return between === undefined ? undefined : second(between);
  };
}

/** The edit, where the files of a kind hold something that the defect needs to be one. */
export function where(kind: RegExp, needed: RegExp, edit: FileEdit): FileEdit {
  return (files) => (Object.entries(files).some(([path, text]) => kind.test(path) && needed.test(text)) ? edit(files) : undefined);
}

/** The edit, where no file of a kind holds what would make it no defect. */
export function unless(kind: RegExp, excuse: RegExp, edit: FileEdit): FileEdit {
  return (files) => (Object.entries(files).some(([path, text]) => kind.test(path) && excuse.test(text)) ? undefined : edit(files));
}

/** Files gone, if there are any. */
export function without(path: RegExp): FileEdit {
  return (files) => {
    const left = Object.entries(files).filter(([name]) => !path.test(name));
    return left.length === Object.keys(files).length ? undefined : Object.fromEntries(left);
  };
}

/** The lines of a service with more of them below its image or build. */
export function add(block: string, lines: string): string {
  return block.replace(/^ {4}(?:image|build): .+\n/m, (line) => `${line}${lines}\n`);
}

/** The services of a Compose file that is indented by two blanks, each with its name's line. */
export function serviceBlocks(text: string): readonly string[] {
  const services = /^services:\n((?:(?: .*)?\n)*)/m.exec(text)?.[1] ?? "";
  return services.match(/^ {2}[\w-]+:.*\n(?:(?: {3,}.*| {2}#.*)?\n)*/gm) ?? [];
}
