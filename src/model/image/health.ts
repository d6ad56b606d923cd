import type { Span } from "../../text/index.ts";
import type { HealthcheckInstruction } from "../../syntax/dockerfile/ast.ts";
import { factsOf } from "./user.ts";
import type { Image } from "./image.ts";

/** The health check in effect; "base": the base image brings one; "absent" also where nothing is known of that. */
export type ImageHealthcheck =
  | { readonly kind: "instruction"; readonly instruction: HealthcheckInstruction }
  | { readonly kind: "none"; readonly at: Span }
  | { readonly kind: "base" }
  | { readonly kind: "absent"; readonly isKnown: boolean };

/** The last HEALTHCHECK of the chain, else that of the base image (Dockerfile reference, "HEALTHCHECK"). */
export function healthcheckOf(image: Image): ImageHealthcheck {
  const last = image.last("HEALTHCHECK");
  if (last !== undefined) return last.none ? { kind: "none", at: last.span } : { kind: "instruction", instruction: last };
  if (image.parent !== undefined) {
    const { kind, ...rest } = healthcheckOf(image.parent);
    return kind === "instruction"
      ? { kind: "base" }
      : kind === "none"
        ? { kind: "absent", isKnown: true }
        : ({ kind, ...rest } as ImageHealthcheck);
  }
  const facts = factsOf(image.base);
  if (facts?.healthcheck === true) return { kind: "base" };
  return { kind: "absent", isKnown: facts?.healthcheck === false || image.base.isScratch };
}
