import type { Span } from "../../text/index.ts";
import type { Service } from "../compose/service.ts";
import type { Deployment } from "../deployment.ts";
import { folderOf, nameOf } from "../project-path.ts";
import { isSeen, isSourced, isWhole } from "./context-files.ts";
import { nearestPath } from "./nearest.ts";
import { workflowBuildsOf } from "./workflow-builds.ts";

/** A build, and whether the Dockerfile it names stands there. */
export interface DockerfilePlace {
  readonly at: Span;
  readonly service: Service | undefined;
  /** Relative to the project root, as is the context. */
  readonly path: string;
  readonly context: string;
  readonly state: "there" | "missing" | "unknown";
  /** Of a missing one: the Dockerfile of the project that is probably meant. */
  readonly meant: string | undefined;
}

/** Where each build of a service, and of a workflow's build-push-action, looks for its Dockerfile. Builds whose paths are filled in later, or lie elsewhere, are left out. */
export function dockerfilePlaces(deployment: Deployment): readonly DockerfilePlace[] {
  const ofServices = deployment.stacks.flatMap(({ services }) => services.flatMap((service) => placeOfService(service, deployment) ?? []));
  const ofWorkflows = workflowBuildsOf(deployment.documents.workflow).flatMap(({ at, isPrepared, context, dockerfile }) =>
    at === undefined || context === undefined || isPrepared
      ? []
      : [placeOf({ at, service: undefined, path: dockerfile, context }, deployment)],
  );
  return [...ofServices, ...ofWorkflows];
}

/** Where the own build of a service looks for its Dockerfile; undefined as for `dockerfilePlaces`. */
export function placeOfService(service: Service, deployment: Deployment): DockerfilePlace | undefined {
  const { build } = service;
  const path = build?.dockerfile.value;
  const context = build?.context.value;
  if (build === undefined || path === undefined || context === undefined || build.isInline || !build.isLocal) return undefined;
  return placeOf({ at: build.dockerfile.span, service, path, context }, deployment);
}

function placeOf(place: Pick<DockerfilePlace, "at" | "service" | "path" | "context">, deployment: Deployment): DockerfilePlace {
  const { path, context } = place;
  const { tree } = deployment;
  if (tree.has(path)) return { ...place, state: "there", meant: undefined };
  // Docker takes "dockerfile" where "Dockerfile" is missing, Podman "Containerfile".
  const isOther =
    nameOf(path) === "Dockerfile" && ["dockerfile", "Containerfile"].some((name) => tree.has(path.replace(/Dockerfile$/, name)));
  if (isOther || !isSeen(path, tree) || deployment.isIgnored(path) || deployment.isIgnored(`${context}/`))
    return { ...place, state: "unknown", meant: undefined };
  const meant = meantBy(path, context, deployment);
  const isSure =
    meant !== undefined || (tree.isDirectory(context) ? isOwnFolder(context, tree) : isWhole(deployment) && isSourced("", tree));
  return { ...place, state: isSure ? "missing" : "unknown", meant };
}

/** Whether what a folder holds is all of it: it has sources, or, in a project of sources, files of its own. One of Compose files is a place to deploy from, and the rest may come from elsewhere. */
function isOwnFolder(context: string, tree: Deployment["tree"]): boolean {
  const names = tree.list(context).filter((name) => !name.startsWith("."));
  return isSourced(context, tree) || (names.length > 0 && !names.some((name) => /\.ya?ml$/.test(name)) && isSourced("", tree));
}

/** The Dockerfile of that name that is nearest, in the context or on the way up from it; "Dockerfile" is everybody's name, so that only one in a folder called like the context can be meant. */
function meantBy(path: string, context: string, { documents }: Deployment): string | undefined {
  const all = documents.dockerfile.map(({ file }) => file.path);
  const inside = all.filter((one) => context === "" || one.startsWith(`${context}/`));
  const above = all.filter((one) => folderOf(one) === "" || context.startsWith(`${folderOf(one)}/`));
  if (nameOf(path) !== "Dockerfile") return nearestPath(path, [...inside, ...above]);
  const [only, another] = inside.filter((one) => folderOf(one) === context);
  if (only !== undefined && another === undefined) return only;
  const word = nameOf(context);
  return word === ""
    ? undefined
    : nearestPath(
        path,
        all.filter((one) => nameOf(folderOf(one)) === word),
      );
}
