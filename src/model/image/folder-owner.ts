import { textOf } from "../../text/index.ts";
import { baseImageFacts } from "../image-facts.ts";
import { literalText, resolve } from "../value.ts";
import type { Image } from "./image.ts";
import { factsOf } from "./user.ts";

/**
 * Whether an image holds a folder that somebody but root may own. "no": nothing in it makes the folder, so that a new volume there is root's. "unknown" wherever an
 * instruction speaks of the folder or of one around it, the base image is not known, or a copy may bring the folder.
 */
export function mayOwnFolder(image: Image, folder: string): "no" | "unknown" {
  if (image.parent !== undefined || image.base.reference === undefined) return "unknown";
  if (factsOf(image.base) === undefined || !isPlainBase(image)) return "unknown";
  const around = foldersAround(folder);
  // Where a base image works is not known; only a path that starts at the root tells.
  let workdir: string | undefined;
  for (const instruction of image.instructions) {
    if (instruction.keyword === "RUN") {
      if (speaksOf(instruction.arguments.text, around)) return "unknown";
    } else if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const target = instruction.destination === undefined ? undefined : resolve(instruction.destination, image.variables.at(instruction));
      const path = target?.kind === "known" ? pathFrom(workdir, target.text) : undefined;
      if (path === undefined || holds(path, folder)) return "unknown";
    } else if (instruction.keyword === "WORKDIR") {
      const text = literalText(instruction.value);
      workdir = text === undefined ? undefined : pathFrom(workdir, text);
      if (workdir === undefined || holds(workdir, folder)) return "unknown";
    } else if (instruction.keyword === "VOLUME" || instruction.keyword === "SHELL") {
      if (instruction.keyword === "SHELL" || textOf(instruction.span).includes(folder)) return "unknown";
    }
  }
  return "no";
}

/** Systems and languages, which make no folders for data; a server's image has its own. */
function isPlainBase({ base }: Image): boolean {
  const facts = base.reference === undefined ? undefined : baseImageFacts(base.reference);
  return (
    facts !== undefined &&
    (facts.ports?.length ?? 0) === 0 &&
    facts.writes === undefined &&
    !/nginx|httpd|postgres|mysql|redis/.test(base.reference!.name)
  );
}

/** The folder and those that it lies in, the root left out. */
function foldersAround(folder: string): readonly string[] {
  const parts = folder.split("/").filter((part) => part !== "");
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join("/")}`);
}

/** Whether a command names one of the folders, writes a path without its beginning, or gives away everything. */
function speaksOf(text: string, folders: readonly string[]): boolean {
  if (/\$|~|\bchown\b[^&;|]*\s(?:\.|\*)/.test(text) && /\b(?:chown|mkdir|install|chmod)\b/.test(text)) return true;
  const own = folders.at(-1)!;
  const around = folders.slice(0, -1).map((folder) => `${escaped(folder)}/?(?=[\\s"';&|)]|$)`);
  const mentions = new RegExp([`${escaped(own)}(?![\\w.-])`, ...around].join("|"));
  const name = escaped(own.slice(own.lastIndexOf("/") + 1));
  return mentions.test(text) || new RegExp(`\\bmkdir\\b[^&;|]*\\b${name}\\b`).test(text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A path of an instruction from the folder it works in; undefined where that is not known, and where the path leads upwards. */
function pathFrom(workdir: string | undefined, path: string): string | undefined {
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return undefined;
  if (path.startsWith("/")) return path;
  return workdir === undefined ? undefined : `${workdir.replace(/\/+$/, "")}/${path.replace(/^(?:\.\/)+|^\.$/, "")}`;
}

function holds(target: string, folder: string): boolean {
  const trimmed = target.replace(/(?<=.)\/+$/, "");
  return trimmed === "/" || folder === trimmed || folder.startsWith(`${trimmed}/`) || trimmed.startsWith(`${folder}/`);
}
