import { baseImageFacts, hasProgram } from "../model/image-facts.ts";
import type { ImageReference } from "../model/image-reference.ts";
import { healthcheckOf } from "../model/image/health.ts";
import type { Image } from "../model/image/image.ts";
import { placeOfService } from "../model/image/absent-dockerfile.ts";
import { imageRunBy } from "../model/image/run-by.ts";
import type { Service } from "../model/compose/service.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { Deployment } from "../model/deployment.ts";
import type { Span } from "../text/index.ts";

/** Where a service's health check is, or why there is none. */
export type ServiceHealth =
  /** Here, in its Dockerfile, or in the image it runs. */
  | { readonly kind: "given"; readonly at: Span }
  | { readonly kind: "switched-off"; readonly at: Span; readonly where: "here" | "dockerfile" }
  | { readonly kind: "absent" }
  /** None is written here, and what its image brings along is not known. */
  | { readonly kind: "unlisted" }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string };

/** The health check in effect for a service: its own `healthcheck`, else that of its image, whether it builds that itself or a workflow of the project does. */
export function healthOf(service: Service, deployment: Deployment): ServiceHealth {
  const { healthcheck, nameSpan } = service;
  if (healthcheck?.kind === "test") return { kind: "given", at: healthcheck.span };
  if (healthcheck?.kind === "unknown") return { kind: "unknown", at: healthcheck.span, why: "the test is filled in at run time" };
  if (healthcheck?.kind === "disabled") return { kind: "switched-off", at: healthcheck.span, where: "here" };
  if (service.open !== undefined) return { kind: "unknown", at: nameSpan, why: service.open };
  const image = imageRunBy(service, deployment);
  if (image !== undefined) return healthOfImage(image, nameSpan);
  return service.builtBy === undefined ? healthOfName(service) : healthOfUnseen(service, service.builtBy, deployment);
}

function healthOfImage(image: Image, at: Span): ServiceHealth {
  const found = healthcheckOf(image);
  if (found.kind === "none") return { kind: "switched-off", at: found.at, where: "dockerfile" };
  if (found.kind !== "absent") return { kind: "given", at };
  if (found.isKnown || image.base.value.kind === "known") return { kind: "absent" };
  return { kind: "unknown", at, why: "its Dockerfile starts from an image that is filled in at run time" };
}

/** A Dockerfile that should be in the project and is not, is nowhere; a remote one only cannot be seen from here, and one at the wrong place is a flaw of its own. */
function healthOfUnseen(service: Service, build: NonNullable<Service["builtBy"]>, deployment: Deployment): ServiceHealth {
  const { nameSpan: at } = service;
  const isNowhere = build.isLocal && build.dockerfile.value !== undefined && !build.isInline;
  if (placeOfService(service, deployment)?.state === "missing")
    return { kind: "unknown", at, why: "its Dockerfile is not where the build looks for it" };
  return isNowhere ? { kind: "absent" } : { kind: "unknown", at, why: "its Dockerfile is not at hand" };
}

function healthOfName({ origin, stateful, nameSpan: at }: Service): ServiceHealth {
  if (origin === undefined) return { kind: "unknown", at, why: "its image is filled in at run time" };
  const brings = baseImageFacts(origin)?.healthcheck;
  if (brings !== undefined) return brings ? { kind: "given", at } : { kind: "absent" };
  return { kind: stateful?.isStock === true ? "absent" : "unlisted" };
}

/** The same where it must be certain: "absent" only where nothing that is not read could bring a health check along. */
export function surenessOfHealth(service: Service, deployment: Deployment): "given" | "absent" | "switched-off" | "unknown" {
  const health = healthOf(service, deployment);
  if (health.kind !== "absent") return health.kind === "unlisted" ? "unknown" : health.kind;
  const image = imageRunBy(service, deployment);
  if (image !== undefined) {
    const found = healthcheckOf(image);
    return found.kind === "absent" && found.isKnown ? "absent" : "unknown";
  }
  if (service.builtBy !== undefined || service.image?.reference === undefined) return "unknown";
  // The Docker official images bring none, as a policy.
  const facts = baseImageFacts(service.image.reference);
  return facts?.healthcheck === false || isOfficial(service.image.reference) ? "absent" : "unknown";
}

function isOfficial({ registry, repository }: ImageReference): boolean {
  return registry === "docker.io" && repository.startsWith("library/");
}

/** Whether another service of the stack waits for this one to become healthy, which it surely never does: that the waiting service never starts is what there is to say then. */
export function isAwaitedInVain(service: Service, stack: Stack, deployment: Deployment): boolean {
  const waits = ({ condition, service: name }: Service["dependencies"][number]): boolean =>
    condition === "service_healthy" && name.value === service.name;
  if (!stack.services.some(({ dependencies }) => dependencies.some(waits))) return false;
  const health = surenessOfHealth(service, deployment);
  return health === "absent" || health === "switched-off";
}

/** A test that would do for the store a service runs, in the form of `healthcheck.test`; undefined for others, and where its image lacks the program. */
export function probeFor({ stateful, origin }: Service): readonly string[] | undefined {
  if (stateful?.probe === undefined || origin === undefined) return undefined;
  const facts = baseImageFacts(origin);
  if (facts !== undefined && stateful.probeProgram !== undefined && hasProgram(facts, stateful.probeProgram) === "no") return undefined;
  // The shell "mongosh" came with the images of MongoDB 6.
  return stateful.kind === "mongo" && Number.parseInt(stateful.version ?? "6", 10) < 6 ? undefined : stateful.probe;
}
