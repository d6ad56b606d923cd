import type { Stage } from "../../syntax/dockerfile/ast.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import type { Span } from "../../text/index.ts";
import { asMapping, asSequence, textOfScalar } from "../../syntax/yaml/ask.ts";
import { parseImageReference, type ImageReference } from "../image-reference.ts";
import { literalText, resolve, type Resolved } from "../value.ts";
import { findStage, stageOf, type Image } from "./image.ts";

/** An image from outside that a Dockerfile takes something from. */
export interface SourceImage {
  /** "from": a stage starts at it; "copy": files are copied, or mounted, out of it. */
  readonly use: "from" | "copy";
  /** The stage that starts at it, or copies from it. */
  readonly stage: Stage;
  readonly span: Span;
  readonly value: Resolved;
  /** Undefined while it is filled in later, or when it is no reference. */
  readonly reference: ImageReference | undefined;
}

/** The images from outside in the stages that an image answers for, in order: stages, `scratch` and build contexts that its builders name are left out. */
export function sourceImages(image: Image): readonly SourceImage[] {
  const contexts = namedContexts(image);
  return image.ownStages.flatMap((stage) => [...baseOf(stage, image, contexts), ...copiedFrom(stage, image, contexts)]);
}

function baseOf(stage: Stage, { document, variables }: Image, contexts: ReadonlySet<string>): readonly SourceImage[] {
  const { image } = stage.from;
  if (image === undefined) return [];
  const value = resolve(image, variables.global);
  const text = value.kind === "known" ? value.text : undefined;
  if (text === "scratch" || (text !== undefined && (contexts.has(text) || findStage(document, text, stage.index) !== undefined))) return [];
  return [{ use: "from", stage, span: image.span, value, reference: referenceOf(text) }];
}

function copiedFrom(stage: Stage, { document }: Image, contexts: ReadonlySet<string>): readonly SourceImage[] {
  return stage.instructions.flatMap((instruction): readonly SourceImage[] => {
    const named: readonly (Scalar | undefined)[] =
      instruction.keyword === "COPY" || instruction.keyword === "ADD"
        ? [instruction.from]
        : instruction.keyword === "RUN"
          ? instruction.mounts.flatMap(({ fields }) => fields.filter(({ name }) => name.value === "from").map(({ value }) => value))
          : [];
    return named.flatMap((scalar) => {
      const text = literalText(scalar);
      if (scalar === undefined || text === undefined || text === "scratch" || contexts.has(text) || stageOf(document, text) !== undefined)
        return [];
      const value = resolve(scalar, () => ({ kind: "unknown", why: "--from takes no variables" }));
      return [{ use: "copy", stage, span: scalar.span, value, reference: referenceOf(text) }];
    });
  });
}

function referenceOf(text: string | undefined): ImageReference | undefined {
  const parsed = text === undefined ? undefined : parseImageReference(text);
  return parsed?.kind === "reference" ? parsed : undefined;
}

/** The names that Compose's `additional_contexts` gives to folders and images. */
function namedContexts({ consumers }: Image): ReadonlySet<string> {
  const names = new Set<string>();
  for (const service of consumers) {
    const node = service.at("build", "additional_contexts");
    for (const { key } of asMapping(node)?.entries ?? []) names.add(key.text);
    for (const item of asSequence(node)?.items ?? []) names.add((textOfScalar(item) ?? "").split("=")[0]!);
  }
  return names;
}
