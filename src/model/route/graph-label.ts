import { textOf } from "../../text/index.ts";
import type { PortRange } from "../compose/port.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Listener } from "./listener.ts";

/** What a listener is called in a picture: "443 TLS", "80 → https", "127.0.0.1:5432". */
export function labelOf(listener: Listener): string {
  const { address, exposure, published } = listener;
  const isOwn = exposure === "lan" || exposure === "loopback";
  const host = isOwn && address !== undefined ? `${address.includes(":") ? `[${address}]` : address}:` : "";
  const transport = published === undefined || published.protocol === "tcp" ? "" : `/${published.protocol}`;
  return `${host}${portText(listener)}${transport}${mannerText(listener)}`;
}

function portText({ port, published, kind }: Listener): string {
  if (port !== undefined) return rangeText(port);
  if (published?.isRandom === true) return "a random port";
  return kind === "host-network" ? "the host's network" : "a port that is filled in later";
}

function mannerText({ protocol, tls, isRedirectOnly, exposure }: Listener): string {
  const unsure = exposure === "unknown" ? " ?" : "";
  if (protocol !== "http") return unsure;
  const manner = isRedirectOnly ? " → https" : tls === "yes" ? " TLS" : tls === "no" ? " plain" : "";
  return `${manner}${unsure}`;
}

function rangeText({ first, last }: PortRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

/** What a service runs: its image, or the Dockerfile it is built from, relative to the stack's folder. */
export function runsText({ image, build, builtBy }: Service, { folder }: Stack): string | undefined {
  const dockerfile = builtBy?.dockerfile.value;
  const isBelow = folder !== "" && dockerfile?.startsWith(`${folder}/`) === true;
  if (dockerfile !== undefined) return `built from ${isBelow ? dockerfile.slice(folder.length + 1) : dockerfile}`;
  if (image !== undefined) return image.value.kind === "known" ? image.value.text : textOf(image.span);
  return build === undefined ? undefined : "built from elsewhere";
}
