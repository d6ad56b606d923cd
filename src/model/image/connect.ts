import type { DockerfileDocument } from "../../syntax/dockerfile/ast.ts";
import type { SourceFile } from "../../text/index.ts";
import type { Build, Service } from "../compose/service.ts";
import { buildTarget, type Stack } from "../compose/stack.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Resolved } from "../value.ts";
import { readImage, type Image } from "./image.ts";
import type { BuildArguments } from "./variables.ts";

/** The images that the project's Dockerfiles ship, and what each build of a service makes. */
export interface Images {
  /** In the order of their files. */
  readonly all: readonly Image[];
  madeBy(build: Build): Image | "unknown";
}

/**
 * Reads what every Dockerfile ships: one image for each stage that a service builds, or for its last stage where nothing in the
 * project builds it. Build arguments count where all who build the image give the same.
 */
export function connectImages(
  documents: readonly DockerfileDocument[],
  stacks: readonly Stack[],
  classOf: (file: SourceFile) => DeploymentClass,
): Images {
  const consumers = consumersByTarget(stacks);
  const images = new Map<string, Image>();
  for (const document of documents) {
    const own = [...(consumers.get(document.file.path)?.entries() ?? [])];
    for (const [target, services] of own.length === 0 ? [["", [] as Service[]] as const] : own) {
      const request = {
        document,
        fileClass: classOf(document.file),
        target: target === "" ? undefined : target,
        arguments: agreedArguments(services),
        consumers: services,
      };
      const image = readImage(request);
      if (image !== undefined) images.set(keyOf(document.file.path, target), image);
    }
  }
  return {
    all: [...images.values()],
    madeBy: (build) => {
      const target = buildTarget(build);
      return (target === undefined ? undefined : images.get(keyOf(target.dockerfile, target.stage ?? ""))) ?? "unknown";
    },
  };
}

function keyOf(dockerfile: string, target: string): string {
  return `${dockerfile}\n${target}`;
}

/** By Dockerfile, then by stage; "" is the last one. */
function consumersByTarget(stacks: readonly Stack[]): Map<string, Map<string, Service[]>> {
  const result = new Map<string, Map<string, Service[]>>();
  for (const service of stacks.flatMap((stack) => stack.services)) {
    const target = service.build === undefined ? undefined : buildTarget(service.build);
    if (target === undefined) continue;
    const byStage = result.get(target.dockerfile) ?? new Map<string, Service[]>();
    result.set(target.dockerfile, byStage);
    byStage.set(target.stage ?? "", [...(byStage.get(target.stage ?? "") ?? []), service]);
  }
  return result;
}

function agreedArguments(services: readonly Service[]): BuildArguments {
  const result = new Map<string, Resolved>();
  for (const name of new Set(services.flatMap(({ build }) => build?.args.map((arg) => arg.name.value) ?? []))) {
    const values = services.map(({ build }) => build?.args.findLast((arg) => arg.name.value === name)?.value);
    const [first] = values;
    const agree = first?.kind === "known" && values.every((value) => value?.kind === "known" && value.text === first.text);
    const given = values.find((value) => value !== undefined);
    if (agree) result.set(name, first);
    else if (given !== undefined)
      result.set(name, { kind: "unknown", why: `${name} is not the same for all who build this`, at: services[0]!.nameSpan });
  }
  return result;
}
