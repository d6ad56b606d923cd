import { textOf, type Span } from "../../text/index.ts";
import { baseImageFacts, baseImageFactsOfAnyTag, type BaseImageFacts } from "../image-facts.ts";
import { parseImageReference } from "../image-reference.ts";
import { resolve } from "../value.ts";
import type { BaseImage, Image } from "./image.ts";
import { startOf, startPrograms } from "./start.ts";

/** Who runs the first process of an image unless the container is told otherwise. */
export type ImageUser =
  /** "default": no USER, and nothing is known of the base image, so that it is root unless that one says otherwise. */
  | { readonly kind: "root"; readonly from: "instruction" | "base" | "default"; readonly at: Span }
  | { readonly kind: "other"; readonly name: string; readonly at: Span }
  | { readonly kind: "unknown"; readonly why: string; readonly at: Span };

/** The user in effect: the last USER of the chain with its variables filled in, else that of the image it starts from. `at` is the USER's value, else the image of the FROM that ships. */
export function userOf(image: Image): ImageUser {
  const last = image.last("USER");
  if (last?.value === undefined) return baseUser(image);
  const at = last.value.span;
  const value = resolve(last.value, image.variables.at(last));
  if (value.kind !== "known") return { kind: "unknown", why: "the user is filled in at build time", at };
  const name = value.text.trim();
  return isRoot(name) ? { kind: "root", from: "instruction", at } : { kind: "other", name, at };
}

/** Whether `user`, as USER and Compose's `user` write it, with or without a group, is root. */
export function isRoot(user: string): boolean {
  return /^(?:root|0+)(?::|$)/.test(user.trim());
}

function baseUser(image: Image): ImageUser {
  const { base, stage, parent } = image;
  const at = stage.from.image?.span ?? stage.from.keywordSpan;
  if (base.isScratch) return { kind: "root", from: "base", at };
  if (parent !== undefined) {
    const user = userOf(parent);
    return { ...user, at };
  }
  if (isWindows(image)) return { kind: "unknown", why: "a Windows image has no root", at };
  const facts = factsOf(base);
  if (facts?.user !== undefined) return isRoot(facts.user) ? { kind: "root", from: "base", at } : { kind: "other", name: facts.user, at };
  if (base.reference === undefined) return { kind: "unknown", why: "the base image is filled in at build time", at };
  return { kind: "root", from: "default", at };
}

/** What is known of the image a chain starts from; for a tag that is filled in later, what holds for all of them. Undefined where nothing is. */
export function factsOf(base: BaseImage): BaseImageFacts | undefined {
  if (base.reference !== undefined) return baseImageFacts(base.reference);
  const image = base.from.image;
  if (image?.kind !== "template") return undefined;
  const [first, second] = image.parts;
  const name = first?.kind === "text" && second?.kind === "variable" ? /^([^:@]+):/.exec(first.text)?.[1] : undefined;
  const parsed = name === undefined ? undefined : parseImageReference(name);
  return parsed?.kind === "reference" ? baseImageFactsOfAnyTag(parsed) : undefined;
}

/** Whether the image is one for Windows, as far as its base and the way it is written tell. */
export function isWindows({ base, document }: Image): boolean {
  return document.escape === "`" || (base.value.kind === "known" && /windows|nanoserver|servercore/i.test(base.value.text));
}

/** How a container that starts as root gives it up again. */
export type PrivilegeDrop =
  /** The server's master process stays root, its workers do not. */
  | { readonly by: "server" }
  /** The entry script of the base image starts the server as another user. */
  | { readonly by: "base-entrypoint" }
  /** A program for that stands in the Dockerfile's own start command, or is put into the image for its entry script. */
  | { readonly by: "program"; readonly program: string };

const switchers = ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "setuidgid", "chpst"];
const installed = /\b(?:gosu|su-exec)\b/;

/** Whether, and by what, the processes of an image that starts as root stop being root; undefined where nothing shows it. */
export function privilegeDropOf(image: Image): PrivilegeDrop | undefined {
  const { entrypoint } = startOf(image);
  const called = startPrograms(image).flatMap(({ program, wrappers }) => [program, ...wrappers]);
  const own = switchers.find((program) => called.includes(program));
  if (own !== undefined) return { by: "program", program: own };
  const privileges = (image.parent === undefined ? factsOf(image.base) : undefined)?.privileges;
  if (privileges === "dropped-by-master") return { by: "server" };
  if (entrypoint === undefined) return privileges === undefined ? undefined : { by: "base-entrypoint" };
  for (const instruction of image.instructions) {
    const program = installed.exec(textOf(instruction.span))?.[0];
    if (program !== undefined) return { by: "program", program };
  }
  return undefined;
}
