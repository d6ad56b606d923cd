import type { EntryType, FileSystem } from "../discover/file-system.ts";
import type { Files } from "../rule/meta.ts";

/** A file system that holds these files and nothing else, without links. */
export function memoryProject(files: Files): FileSystem {
  const folders = new Map<string, Map<string, EntryType>>([["", new Map()]]);
  for (const path of Object.keys(files)) {
    const names = path.split("/");
    let folder = "";
    for (const [at, name] of names.entries()) {
      folders.get(folder)!.set(name, at === names.length - 1 ? "file" : "directory");
      folder = folder === "" ? name : `${folder}/${name}`;
      if (at < names.length - 1 && !folders.has(folder)) folders.set(folder, new Map());
    }
  }
  const absent = { failure: "absent", detail: "does not exist" } as const;
  return {
    typeOf: (path) => (folders.has(path) ? "directory" : path in files ? "file" : absent),
    targetOf: () => ({ kind: "outside" }),
    readDirectory: (path) => [...(folders.get(path) ?? [])].map(([name, type]) => ({ name, type })),
    readFile: (path, limit) => {
      const text = files[path];
      if (text === undefined) return absent;
      const bytes = new TextEncoder().encode(text);
      return bytes.length > limit ? { failure: "too-large", detail: "too large" } : bytes;
    },
  };
}
