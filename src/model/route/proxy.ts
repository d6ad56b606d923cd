import type { NginxDocument } from "../../syntax/nginx/ast.ts";
import type { Span } from "../../text/index.ts";
import type { NginxConfig } from "../nginx/index.ts";
import type { Container } from "./container.ts";
import type { ContainerFile } from "./container-file.ts";
import type { PathMeaning } from "./nginx-path.ts";

/** A file of an nginx configuration that stands at a path of a container which nginx reads. */
export interface ConfigLink {
  readonly config: NginxConfig;
  readonly document: NginxDocument;
  readonly container: Container;
  /** As in "/etc/nginx/conf.d/default.conf". */
  readonly path: string;
  readonly meaning: PathMeaning;
  readonly by: ContainerFile["by"];
  /** The source as it is written, in the Compose file or in the Dockerfile; of a folder, the folder. */
  readonly at: Span;
  /** The path in the container as it is written; of a folder, the folder. */
  readonly pathAt: Span;
}

/** A program that takes requests and hands them on, or answers them with files. */
export interface Proxy {
  /** "nginx": its configuration is read. "opaque": it is not (Traefik, Caddy, a tunnel, …), so that all that is behind it may be reached through it. */
  readonly kind: "nginx" | "opaque";
  /** As in `"web"`, with its quotes, or `nginx on the host`. */
  readonly name: string;
  /** Undefined for a proxy of the machine itself. */
  readonly container: Container | undefined;
  /** The configurations it runs; several where the parts of one stand alone. */
  readonly configs: readonly NginxConfig[];
  readonly links: readonly ConfigLink[];
  /** Why there may be more servers than are known, as the end of a sentence; undefined when all are known. Always given for an opaque one. */
  readonly open: string | undefined;
  /** The place that stands for it: the service's name, the stage's image, the file. */
  readonly at: Span;
}

/** Something that could not be linked, so that what depends on it is unknown. */
export interface Unresolved {
  readonly at: Span;
  /** What was looked for, as in `the configuration of "web"`. */
  readonly what: string;
  /** As the end of a sentence. */
  readonly why: string;
}
