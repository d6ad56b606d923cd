import type { NginxDocument } from "../../syntax/nginx/ast.ts";
import { span } from "../../text/index.ts";
import { commandText } from "../compose/command.ts";
import type { Deployment } from "../deployment.ts";
import { isEdgeProxy, rolesOf } from "../image-facts.ts";
import type { ImageReference } from "../image-reference.ts";
import type { NginxConfig } from "../nginx/index.ts";
import type { Container } from "./container.ts";
import { ContainerFileReader, sourceAt, type ContainerFile, type ContainerFiles } from "./container-file.ts";
import { decidesServers, mayHoldConfig, meaningOfPath, type PathMeaning } from "./nginx-path.ts";
import type { ConfigLink, Proxy, Unresolved } from "./proxy.ts";

/** The proxies that run in containers, and which configurations they run. */
export interface Placement {
  readonly proxies: readonly Proxy[];
  readonly links: readonly ConfigLink[];
  readonly unresolved: readonly Unresolved[];
}

/** How many links are made; a folder may be mounted into any number of services. */
const MOST_LINKS = 20_000;

/** Finds out where each nginx configuration runs: by mounts and `configs` of services, and by COPY of the images they run. */
export function placeConfigs(deployment: Deployment, containers: readonly Container[], reader: ContainerFileReader): Placement {
  const placer = new Placer(deployment, reader);
  const proxies = containers.flatMap((container) => placer.proxyIn(container) ?? []);
  return { proxies, links: proxies.flatMap(({ links }) => links), unresolved: placer.unresolved };
}

class Placer {
  readonly unresolved: Unresolved[] = [];
  readonly #configs = new Map<NginxDocument, NginxConfig>();
  readonly #documents: ReadonlyMap<string, NginxDocument>;
  readonly #paths: readonly string[];
  #left = MOST_LINKS;

  constructor(
    { nginx }: Deployment,
    private readonly reader: ContainerFileReader,
  ) {
    for (const config of nginx)
      for (const document of config.documents) if (!this.#configs.has(document)) this.#configs.set(document, config);
    this.#documents = new Map([...this.#configs.keys()].map((document) => [document.file.path, document]));
    this.#paths = [...this.#documents.keys()].sort();
  }

  /** The proxy that a container runs; undefined when it runs none. */
  proxyIn(container: Container): Proxy | undefined {
    const kind = kindOf(container);
    if (kind === "other") return undefined;
    const at = container.service?.nameSpan ?? container.image?.base.span;
    if (at === undefined) return undefined;
    const name = container.service === undefined ? `the image of ${container.image!.document.file.path}` : `"${container.service.name}"`;
    if (kind === "opaque") {
      return { kind, name, container, configs: [], links: [], open: "how it is configured is not read", at };
    }
    const files = this.reader.read(container);
    const links = this.linksOf(container, files);
    const configs = [...new Set(links.filter(({ meaning }) => isRead(meaning)).map(({ config }) => config))];
    if (kind === "unknown" && configs.length === 0 && !files.all.some(({ path }) => decidesServers(path))) return undefined;
    const open = this.openness(container, files, links, configs);
    if (open !== undefined) this.unresolved.push({ at: open.at, what: `the configuration of ${name}`, why: open.why });
    return { kind: "nginx", name, container, configs, links, open: open?.why, at };
  }

  private linksOf(container: Container, files: ContainerFiles): readonly ConfigLink[] {
    const links = new Map<string, ConfigLink>();
    const custom = customMain(container);
    const moved = movesIn(container);
    for (const file of files.all) {
      if (file.source === undefined || !(mayHoldConfig(file.path) || this.#documents.has(file.source))) continue;
      for (const source of this.pathsIn(file.source)) {
        const path = source === file.source ? file.path : below(file, source);
        const isAlone = source === file.source;
        const meaning: PathMeaning | undefined =
          path === custom ? "main" : (meaningOfPath(moved.get(path) ?? path) ?? (isAlone ? "elsewhere" : undefined));
        if (meaning === undefined || files.at(path) !== file) continue;
        if (this.#left-- <= 0) {
          if (this.#left === -1)
            this.unresolved.push({ at: file.at, what: "where every nginx configuration runs", why: "there are too many places" });
          return [...links.values()];
        }
        const document = this.#documents.get(source)!;
        const config = this.#configs.get(document)!;
        links.set(path, { config, document, container, path, meaning, by: file.by, at: file.at, pathAt: file.pathAt });
      }
    }
    return [...links.values()];
  }

  /** The nginx files at a path of the project: it, or those below it. */
  private pathsIn(path: string): readonly string[] {
    if (this.#documents.has(path)) return [path];
    const prefix = path === "" ? "" : `${path}/`;
    let low = 0;
    for (let high = this.#paths.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.#paths[middle]! < prefix) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < this.#paths.length && this.#paths[end]!.startsWith(prefix)) end++;
    return this.#paths.slice(low, end);
  }

  private openness(
    { image, service }: Container,
    files: ContainerFiles,
    links: readonly ConfigLink[],
    configs: readonly NginxConfig[],
  ): Pick<Unresolved, "at" | "why"> | undefined {
    const linked = new Set(links.map(({ at }) => at));
    for (const file of files.all) {
      if (!decidesServers(file.path) || linked.has(file.at) || files.at(file.path) !== file) continue;
      return { at: file.at, why: file.why ?? "what it brings is not read as an nginx configuration" };
    }
    for (const config of configs) {
      const missing = config.levels
        .filter(({ kind }) => kind === "main" || kind === "http")
        .flatMap(({ unresolved }) => unresolved)
        .find(({ directive, sets }) => sets === undefined && !isCovered(directive.args[0]?.text ?? "", files, links));
      if (missing !== undefined) return { at: missing.directive.span, why: missing.why };
    }
    const loose = links.find(
      ({ meaning, config, document }) =>
        (meaning === "included" || meaning === "elsewhere") && config.document === document && config.servers.length > 0,
    );
    if (loose !== undefined && !configs.includes(loose.config)) return { at: loose.at, why: "what puts it in place is not known" };
    const isExplained = links.some(({ path, meaning }) => isRead(meaning) && meaningOfPath(path) === undefined);
    const run = image?.instructions.find((one) => one.keyword === "RUN" && writesConfig(one.arguments.text));
    if (run !== undefined && !isExplained) return { at: run.keywordSpan, why: "a command of the Dockerfile writes it" };
    const start = [service?.entrypoint, service?.command].find((command) => writesConfig(commandText(command)));
    if (start !== undefined && !isExplained) return { at: start.span, why: "the command that starts it writes it" };
    if (configs.length === 0 && service?.shipped === "unknown" && image === undefined) {
      return { at: service.nameSpan, why: "its image is built from a Dockerfile that is not at hand" };
    }
    return undefined;
  }
}

function below(file: ContainerFile, source: string): string {
  const inside = file.source === "" ? source : source.slice(file.source!.length + 1);
  return file.path === "/" ? `/${inside}` : `${file.path}/${inside}`;
}

/** Whether an include names a folder that the container's own files fill, or that only holds what the stock image comes with. */
function isCovered(pattern: string, files: ContainerFiles, links: readonly ConfigLink[]): boolean {
  if (!/[*?[]/.test(pattern.slice(pattern.lastIndexOf("/") + 1))) return false;
  const folder = pattern.slice(0, pattern.lastIndexOf("/"));
  const absolute = folder.startsWith("/") ? folder : `/etc/nginx/${folder}`;
  if (links.some(({ path, meaning }) => (meaning === "part" || meaning === "template") && path.startsWith(`${absolute}/`))) return true;
  const file = files.at(absolute);
  return file === undefined || sourceAt(file, absolute) !== undefined;
}

/** Whether a RUN instruction makes or changes what nginx reads; one that only takes it away, or sets owners, does not. */
function writesConfig(text: string): boolean {
  return (
    /\/etc\/nginx\/(?:nginx\.conf|conf\.d|sites-enabled|http\.d)/.test(text) &&
    /(?:>|\btee\b|\bsed\s+-i|\bcp\s|\bmv\s|\bln\s|\benvsubst\b)/.test(text)
  );
}

/** The main configuration that the command names: `nginx -c /app/nginx.conf`. */
function customMain({ service, image }: Container): string | undefined {
  const command = `${commandText(service?.entrypoint)} ${commandText(service?.command)}`;
  const text =
    command.trim() === "" ? `${image?.last("ENTRYPOINT")?.arguments.text ?? ""} ${image?.last("CMD")?.arguments.text ?? ""}` : command;
  return /\b(?:nginx|openresty)\b[^&|\n]{0,200}?\s-c["',\s]+(\/[^\s"',;]+)/.exec(text)?.[1];
}

function isRead(meaning: PathMeaning): boolean {
  return meaning === "main" || meaning === "part" || meaning === "template";
}

/** How many commands are looked at for what they put in place, and how much of each. */
const MOST_COMMANDS = 64;
const MOST_TEXT = 4096;

/** Where commands put files, by where they were: `envsubst < /tmp/site.conf > /etc/nginx/conf.d/site.conf`, `mv /tmp/nginx.conf /etc/nginx/nginx.conf`. */
function movesIn({ service, image }: Container): ReadonlyMap<string, string> {
  const runs = (image?.instructions ?? []).filter(({ keyword }) => keyword === "RUN" || keyword === "CMD" || keyword === "ENTRYPOINT");
  const texts = [
    ...runs.slice(-MOST_COMMANDS).map((one) => one.arguments.text),
    commandText(service?.entrypoint),
    commandText(service?.command),
  ];
  const moves = new Map<string, string>();
  for (const text of texts) {
    for (const [, , from, to] of text
      .slice(0, MOST_TEXT)
      .matchAll(/(<|\b(?:cp|mv|ln|cat)\b(?:\s+-\w+)*)\s*(\/[\w./-]+)[^;&<>]{0,200}?(?:>|\s)\s*(\/[\w./-]+)/g)) {
      if (meaningOfPath(to!) !== undefined) moves.set(from!, to!);
      else if (mayHoldConfig(to!.replace(/\/$/, "")) && to !== "/")
        moves.set(from!, `${to!.replace(/\/$/, "")}/${from!.slice(from!.lastIndexOf("/") + 1)}`);
    }
  }
  return moves;
}

const nginxNames = /(?:^|[^a-z])(?:nginx|openresty|angie|tengine)(?:$|[^a-z])/;
/** They are nginx too, but make their configuration themselves. */
const generated =
  /(?:^|[-/])(?:nginx-proxy|nginx-proxy-manager|nginx-certbot-manager|swag|https-portal|bunkerweb|nginx-ui|nginx-ingress|ingress-nginx)(?:$|[-/])/;
const neverServes = /certbot|acme|lego|exporter|amplify|prometheus|logrotate/;

/** "unknown": it is a proxy if a configuration turns up in it. */
function kindOf({ service, image }: Container): "nginx" | "opaque" | "unknown" | "other" {
  if (service?.isOneShot === true || service?.stateful !== undefined) return "other";
  const own = service?.image?.reference;
  const origin = service?.origin ?? (image === undefined ? undefined : baseOf(image));
  for (const reference of [origin, own])
    if (reference !== undefined && (isEdgeProxy(reference) || rolesOf(reference).includes("tunnel"))) return kindOfImage(reference);
  if (origin !== undefined && image === undefined && neverServes.test(origin.repository)) return "other";
  if (origin !== undefined && image === undefined && generated.test(origin.repository)) return "opaque";
  return "unknown";
}

function kindOfImage({ repository }: ImageReference): "nginx" | "opaque" {
  return nginxNames.test(repository) && !generated.test(repository) ? "nginx" : "opaque";
}

function baseOf(image: Container["image"] & object): ImageReference | undefined {
  return image.parent === undefined ? image.base.reference : baseOf(image.parent);
}

/** A configuration that no container of the project runs, taken for one of the machine's own nginx. */
export function hostProxy(config: NginxConfig): Proxy {
  return {
    kind: "nginx",
    name: "nginx on the host",
    container: undefined,
    configs: [config],
    links: [],
    open: config.mayHaveMoreServers ? "it includes files that are not part of the project" : undefined,
    at: span(config.file, 0, 0),
  };
}
