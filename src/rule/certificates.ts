import { posix } from "node:path";
import { commandText } from "../model/compose/command.ts";
import { secretFileOf } from "../model/image/secret-file.ts";
import { mirroredName } from "../model/image-facts.ts";
import type { ContainerFile, ContainerFiles } from "../model/route/container-file.ts";
import type { Container } from "../model/route/container.ts";
import type { Proxy } from "../model/route/proxy.ts";
import type { Traffic } from "../model/route/traffic.ts";
import { textOf, type Span } from "../text/index.ts";
import { isFilledIn } from "./nginx.ts";

/** A certificate or key that a configuration names, and what puts it there. */
export interface Certificate {
  readonly at: Span;
  /** Absolute. */
  readonly path: string;
  /** As in `"web"`. */
  readonly who: string;
  readonly isKey: boolean;
  readonly provided:
    | { readonly kind: "unknown"; readonly why: string }
    /** Nothing does, for certain. `at` is what brings the configuration. */
    | { readonly kind: "none"; readonly at: Span }
    /** `isToldOf`: the name alone gives the copied file away, so that other rules speak of it. */
    | { readonly kind: "file"; readonly file: ContainerFile; readonly isToldOf: boolean };
}

const names: readonly string[] = ["ssl_certificate", "ssl_certificate_key"];

/** What the configurations that a container runs name as certificates and keys, each path once, and of the paths in a folder that nothing fills the first. */
export function certificatesOf(proxy: Proxy, traffic: Traffic): readonly Certificate[] {
  const { container, configs, links } = proxy;
  if (container === undefined || proxy.kind !== "nginx") return [];
  const files = traffic.filesOf(container);
  const maker = makerIn(container, files);
  const who = container.service === undefined ? "the image" : `"${container.service.name}"`;
  const seen = new Set<string>();
  return configs.flatMap((config) => {
    const link = links.find((one) => one.config === config);
    const directives = config.levels.flatMap((level) => names.flatMap((name) => level.own(name)));
    return directives.flatMap(({ name, args: [argument] }): readonly Certificate[] => {
      if (argument === undefined || link === undefined || isFilledIn(argument) || /^(?:data|engine|store):/.test(argument.text)) return [];
      const path = posix.resolve("/etc/nginx", argument.text);
      if (seen.has(path)) return [];
      seen.add(path);
      const isKey = name.value === "ssl_certificate_key";
      const file = files.at(path);
      const base = { at: argument.span, path, who, isKey };
      if (file !== undefined) return [{ ...base, provided: { kind: "file", file, isToldOf: isToldOf(file) } }];
      const folder = `${posix.dirname(path)} none`;
      if (maker === undefined && seen.has(folder)) return [];
      seen.add(folder);
      return [{ ...base, provided: maker === undefined ? { kind: "none", at: link.at } : { kind: "unknown", why: maker } }];
    });
  });
}

function isToldOf({ source, at }: ContainerFile): boolean {
  return secretFileOf(source ?? textOf(at)) !== undefined;
}

/** What may make certificates in a container, as the end of a sentence; undefined where it runs the stock image's program and nothing else. */
function makerIn({ service, image, isPresumed }: Container, files: ContainerFiles): string | undefined {
  if (service?.shipped === "unknown" || isPresumed || service?.open !== undefined) return "not all that makes the container is known";
  const base = service?.origin ?? (image?.parent === undefined ? image?.base.reference : undefined);
  if (base === undefined || !/^(?:nginx|nginxinc\/nginx-unprivileged)$/.test(mirroredName(base))) return "the image may hold it";
  if (
    service !== undefined &&
    (commandText(service.entrypoint) !== "" || !/^(?:nginx\b[^;&|]*(?:daemon off;["' ]*)?)?$/.test(commandText(service.command).trim()))
  )
    return "the command that starts it may make it";
  const scripts = files.all.find(({ path }) => /^\/docker-entrypoint\.d(?:\/|$)|\.sh$/.test(path));
  if (scripts !== undefined) return "a script that runs in it may make it";
  const maker = image?.instructions.find(
    ({ keyword, span }) =>
      keyword === "ENTRYPOINT" ||
      (keyword === "RUN" && /openssl|certbot|mkcert|certs?\b|ssl|\.pem|\.key|\.crt|cp |mv |ln |curl|wget/.test(textOf(span))),
  );
  return maker === undefined ? undefined : "a command of the Dockerfile may make it";
}
