import { portOptionsOf, type PortOption } from "../model/image/port-option.ts";
import { startedPrograms } from "../model/image/started.ts";
import { resolve } from "../model/value.ts";
import type { Span } from "../text/index.ts";
import type { Deployment } from "../model/deployment.ts";
import type { NginxListen } from "../model/nginx/index.ts";
import type { HealthTest } from "./health-tests.ts";

/** A port that a container is told to listen on. */
export interface ToldPort {
  readonly port: number;
  readonly at: Span;
  /** "option": on the command line of a known server. "variable": by PORT, which the image is seen to heed. */
  readonly by: "option" | "variable";
}

/** The addresses that known servers are told on their command lines; "open" where one of them is filled in at run time. */
export function addressesOf({ started }: Pick<HealthTest, "started">): readonly PortOption[] | "open" {
  const options = portOptionsOf(startedPrograms(started).map(({ call }) => call));
  return options.some(({ port }) => port === undefined) ? "open" : options;
}

/** The ports a container is told to listen on, as far as its files say so for sure; "open" where something may still change them. */
export function toldPorts(test: Pick<HealthTest, "service" | "image" | "started">): readonly ToldPort[] | "open" {
  const options = runsOthers(test) ? "open" : addressesOf(test);
  if (options === "open") return "open";
  if (options.length > 0) return options.map(({ port, at }) => ({ port: port!, at, by: "option" }));
  return portVariable(test);
}

const otherServers =
  /(?:^|[\s/"'])(?:nginx|apache2|httpd|caddy|haproxy|supervisor(?:d)?|s6-overlay|monit|pm2|varnish|traefik|envoy)(?=$|[\s"',:-])/;

/** Whether other servers may listen beside the one that is told its port: started in the background, installed in the image, or in a container that shares its network. */
function runsOthers({ service, image, started }: Pick<HealthTest, "service" | "image" | "started">): boolean {
  if (service !== undefined && service.networks === undefined) return true;
  const calls = startedPrograms(started);
  if (calls.some(({ command }) => command.connector === "&") || calls.some(({ call }) => otherServers.test(call.program))) return true;
  if (image === undefined) return false;
  const base = image.base.value.kind === "known" ? image.base.value.text : "";
  return (
    image.parent !== undefined ||
    otherServers.test(base) ||
    image.instructions.some((one) => one.keyword === "RUN" && otherServers.test(one.arguments.text))
  );
}

/** PORT counts where the image itself gives it a value, or its command names it. */
function portVariable({ service, image, started }: Pick<HealthTest, "service" | "image" | "started">): readonly ToldPort[] | "open" {
  const own = image?.variables.final("PORT");
  const given = service?.setting("PORT");
  const isNamed = startedPrograms(started).some(({ call }) => call.words.some(({ text }) => /\$\{?PORT\b/.test(text)));
  if (own?.kind !== "known" && !isNamed) return [];
  if (given === undefined && service !== undefined && service.openSettings !== undefined) return "open";
  const value = given?.value ?? own;
  if (value?.kind !== "known" || !/^\d{1,5}$/.test(value.text)) return value === undefined ? [] : "open";
  const at = given?.span ?? value.origins[0]?.span;
  return at === undefined ? [] : [{ port: Number(value.text), at, by: "variable" }];
}

/** Where the nginx of a container listens: "open" where that is not known for sure, undefined where it runs none whose configuration is part of the project. */
export function nginxListens({ service, image }: HealthTest, { traffic }: Deployment): readonly NginxListen[] | "open" | undefined {
  const proxy =
    service === undefined
      ? traffic.proxies.find(({ container }) => container !== undefined && container.image === image)
      : traffic.proxyOf(service);
  if (proxy?.kind !== "nginx" || proxy.configs.length === 0) return undefined;
  // Beside other files, the image's own pages on port 80 stay.
  if (!proxy.links.some(({ path }) => /\/(?:nginx\.conf|default\.conf)(?:\.template)?$/.test(path))) return "open";
  const listens = proxy.configs.flatMap(({ servers, otherServers }) => [...servers, ...otherServers].flatMap((server) => server.listens));
  const isClear =
    proxy.open === undefined &&
    listens.length > 0 &&
    listens.every(({ port, reach, isUnknown }) => reach === "unix" || (port !== undefined && !isUnknown));
  return isClear ? listens : "open";
}

/** The ports an image says it listens on: documentation, which may be out of date. */
export function exposedPorts({ image, service }: HealthTest): ReadonlySet<number> {
  const found = new Set<number>();
  for (const instruction of image?.instructions ?? []) {
    if (instruction.keyword !== "EXPOSE") continue;
    for (const scalar of instruction.values) {
      const value = resolve(scalar, image!.variables.at(instruction));
      const digits = value.kind === "known" ? /^(\d{1,5})/.exec(value.text)?.[1] : undefined;
      if (digits !== undefined) found.add(Number(digits));
    }
  }
  for (const { target } of service?.ports ?? []) if (target !== undefined && target.first === target.last) found.add(target.first);
  return found;
}
