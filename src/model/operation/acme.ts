import type { Span } from "../../text/index.ts";
import { acmeStorage } from "../../facts/images/acme-storage.ts";
import { commandText } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import type { ImageReference } from "../image-reference.ts";

/** Certificates that a service fetches for itself, and where they go. */
export interface AcmeStorage {
  /** The program, as in "Traefik". */
  readonly label: string;
  /** The file or folder in the container. */
  readonly path: string;
  /** What says so: an option of the command, or the service's name. */
  readonly at: Span;
  /** "lost": with the container. */
  readonly kind: "kept" | "lost" | "unknown";
  readonly why: string;
}

/** Where a service keeps the certificates that it fetches; empty for services that fetch none, and for those of which only a configuration file could tell. */
export function acmeStorageOf(service: Service): readonly AcmeStorage[] {
  const reference = service.image?.reference ?? service.origin;
  if (reference === undefined) return [];
  if (reference.name === "traefik") return traefikStorage(service);
  const row = acmeStorage.find(({ names }) => names.some((name) => isNamed(reference, name)));
  if (row === undefined) return [];
  const command = `${commandText(service.entrypoint)} ${commandText(service.command)}`;
  if (row.when !== "always" && !("command" in row.when ? row.when.command.test(command) : isAsked(service, row.when.label))) return [];
  // Such calls fetch nothing that would have to stay.
  if (row.label === "Certbot" && /--config-dir|--dry-run|\bsh\b|\b--version\b/.test(command)) return [];
  return row.folders.map((path) => ({ label: row.label, path, at: service.nameSpan, ...placeOf(service, path) }));
}

/** Whether labels ask the proxy for certificates. A controller asks other containers for its work, and one that signs by itself fetches none. */
function isAsked({ node, value }: Service, label: RegExp): boolean {
  const { text } = node.span.file;
  const mode = value("environment", "CADDY_DOCKER_MODE");
  const isController =
    (mode.kind === "known" && mode.text === "controller") ||
    /CADDY_DOCKER_MODE=controller|--mode[\s=]controller/.test(text.slice(node.span.start, node.span.end));
  return !isController && label.test(text) && !/caddy(?:_\d+)?\.tls\s*[:=]\s*["']?internal|auto_https/.test(text);
}

function isNamed({ repository }: ImageReference, name: string): boolean {
  return repository === name || repository === `library/${name}` || repository.endsWith(`/${name}`);
}

const resolver = /^--certificates?resolvers\.([\w-]+)\.acme\.(\w+)(?:\.|=|$)/i;

/** Traefik's static configuration as arguments (Traefik reference, "certificatesResolvers"): `acme.json` in the working folder where `storage` is left out. */
function traefikStorage(service: Service): AcmeStorage[] {
  const resolvers = new Map<string, { first: Span; storage: { readonly path: string | undefined; readonly at: Span } | undefined }>();
  for (const { value, span } of service.command?.words ?? []) {
    const text = value.kind === "known" ? value.text : service.command!.span.file.text.slice(span.start, span.end);
    const found = resolver.exec(text.replace(/^["']/, ""));
    if (found === null) continue;
    const name = found[1]!.toLowerCase();
    const one = resolvers.get(name) ?? { first: span, storage: undefined };
    if (found[2]!.toLowerCase() === "storage") {
      one.storage = { path: value.kind === "known" ? text.slice(text.indexOf("=") + 1) : undefined, at: span };
    }
    resolvers.set(name, one);
  }
  return [...resolvers.values()].map(({ first, storage }): AcmeStorage => {
    const at = storage?.at ?? first;
    const common = { label: "Traefik", at };
    if (storage !== undefined && storage.path === undefined)
      return { ...common, path: "", kind: "unknown", why: "the path is filled in at run time" };
    const written = storage?.path ?? "acme.json";
    const path = written.startsWith("/") ? written : `/${written.replace(/^\.\//, "")}`;
    return { ...common, path, ...placeOf(service, path) };
  });
}

/** Whether what stands at a path of the container outlives it. */
function placeOf(service: Service, path: string): Pick<AcmeStorage, "kind" | "why"> {
  const mounts = service.mounts.filter(({ target }) => target?.value.kind === "known" && isAtOrAbove(target.value.text, path));
  const nearest = mounts.sort((a, b) => targetOf(b).length - targetOf(a).length)[0];
  if (nearest !== undefined) {
    if (nearest.type === "unknown") return { kind: "unknown", why: "what is mounted there is filled in at run time" };
    // A volume without a name is a new one after "docker compose down".
    return { kind: nearest.type === "tmpfs" || nearest.source === undefined ? "lost" : "kept", why: "" };
  }
  if (service.mounts.some(({ target }) => target?.value.kind !== "known"))
    return { kind: "unknown", why: "a folder of a mount is filled in at run time" };
  if (service.open !== undefined || service.entry("volumes_from") !== undefined)
    return { kind: "unknown", why: service.open ?? "it takes over the volumes of another container" };
  // A file inside of the folder may be all that is kept, and be enough.
  const below = service.mounts.some(({ target }) => target?.value.kind === "known" && target.value.text.startsWith(`${path}/`));
  return below ? { kind: "unknown", why: "only parts of the folder are mounted" } : { kind: "lost", why: "" };
}

function targetOf({ target }: Service["mounts"][number]): string {
  return target?.value.kind === "known" ? target.value.text : "";
}

function isAtOrAbove(target: string, path: string): boolean {
  const folder = target.replace(/\/+$/, "");
  return path === folder || path === target || path.startsWith(`${folder}/`);
}
