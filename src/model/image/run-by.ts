import { commandText } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import type { Deployment } from "../deployment.ts";
import type { ImageReference } from "../image-reference.ts";
import type { Image } from "./image.ts";
import { programIn, programInPublished, type ProgramPresence } from "./programs.ts";

const published = new WeakMap<Deployment, ReadonlyMap<Service, Image>>();

/** What a Dockerfile of the project makes for a service: by the service's own build, or by a workflow that pushes the image it runs. Undefined where none does, or where that cannot be told. */
export function imageRunBy(service: Service, deployment: Deployment): Image | undefined {
  return typeof service.shipped === "object" ? service.shipped : publishedIn(deployment).get(service);
}

function publishedIn(deployment: Deployment): ReadonlyMap<Service, Image> {
  const known =
    published.get(deployment) ?? new Map(deployment.images.flatMap((image) => image.consumers.map((service) => [service, image] as const)));
  published.set(deployment, known);
  return known;
}

/** The image a service runs as somebody else published it; undefined where the project builds it, and while its name is filled in at run time. */
export function publishedImageOf(service: Service): ImageReference | undefined {
  return service.builtBy === undefined ? service.image?.reference : undefined;
}

/** Whether the container of a service holds a program: what its image holds, as far as no mount hides or adds to it. */
export function programInService(service: Service, program: string, deployment: Deployment): ProgramPresence {
  const image = imageRunBy(service, deployment);
  const reference = publishedImageOf(service);
  const presence =
    image !== undefined ? programIn(image, program) : reference === undefined ? "unknown" : programInPublished(reference, program);
  const isOpen = service.open !== undefined || mayMountPrograms(service) || mayInstall(service, program);
  return presence === "no" && isOpen ? "unknown" : presence;
}

/** A command that speaks of installing, or is a script that is mounted, may put programs there before anything asks for them. */
function mayInstall({ command, entrypoint, mounts }: Service, program: string): boolean {
  const text = `${commandText(entrypoint)} ${commandText(command)}`;
  if (/\b(?:apt-get|apt|apk|yum|dnf|microdnf|pip3?|install)\b/.test(text) && (text.includes(program) || text.includes("…"))) return true;
  const scripts = text.split(/\s+/).filter((word) => word.startsWith("/"));
  return mounts.some(({ target }) => {
    const path = target?.value.kind === "known" ? target.value.text.replace(/\/+$/, "") : undefined;
    return path !== undefined && path !== "" && scripts.some((script) => script === path || script.startsWith(`${path}/`));
  });
}

function mayMountPrograms({ mounts }: Service): boolean {
  return mounts.some(
    ({ type, target }) =>
      type !== "tmpfs" &&
      (target?.value.kind !== "known" || /^\/(?:(?:usr\/)?(?:local\/)?(?:s?bin(?:\/.*)?|opt|lib)?|nix.*)\/?$/.test(target.value.text)),
  );
}
