import type { Span } from "../../text/index.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import type { YamlMapping, YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { valueOf } from "../../syntax/yaml/ask.ts";
import type { Origin } from "../value.ts";
import type { Interpolation } from "./interpolation.ts";

/** Who can connect: this machine, those on one of its networks, everybody; or it is filled in at run time. */
export type Exposure = "loopback" | "lan" | "all" | "unknown";

/** One entry of `ports`. */
export interface PublishedPort {
  /** The whole entry: for the short syntax its text without quotes. */
  readonly span: Span;
  /** The place to write a host address before, in the short syntax; undefined for the long one. */
  readonly insertAt: Span | undefined;
  readonly exposure: Exposure;
  /** The host address as written, resolved; undefined when none is given. */
  readonly hostAddress: string | undefined;
  /** First and last port on the host; undefined when Docker chooses one, or it is filled in at run time. */
  readonly published: PortRange | undefined;
  /** Docker chooses the port on the host. */
  readonly isRandom: boolean;
  /** First and last port in the container; undefined when it is filled in at run time. */
  readonly target: PortRange | undefined;
  readonly protocol: string;
  /** The value comes from a default that the environment can override. */
  readonly fromDefault: boolean;
  /** Where the pieces of it that are known were written. */
  readonly origins: readonly Origin[];
}

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Stands for a piece of text that is filled in at run time; it cannot occur in a port. */
const hole = "\u0000";

/** Reads `ports` (Compose Specification, "ports", short and long syntax). What is no port is passed over. */
export function readPorts(node: YamlNode | undefined, interpolation: Interpolation): PublishedPort[] {
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item) => {
    const port =
      item.kind === "scalar" ? readShortPort(item, interpolation) : item.kind === "mapping" ? readLongPort(item, interpolation) : undefined;
    return port === undefined ? [] : [port];
  });
}

/** `[host_ip:][host[-range]:]container[-range][/protocol]`. */
function readShortPort(node: YamlScalar, interpolation: Interpolation): PublishedPort | undefined {
  const { text, fromDefault, mayHoldAddress, origins } = fill(interpolation.scalar(node), interpolation);
  const [address, protocol = "tcp"] = splitOnce(text, "/");
  const pieces = splitAddress(address);
  if (pieces === undefined) return undefined;
  const { host, published, target } = pieces;
  // A whole entry that is filled in at run time may hold an address, whatever its variable is called.
  const isOpaque = address.replaceAll(hole, "") === "";
  return {
    span: node.inner,
    insertAt: { ...node.inner, end: node.inner.start },
    exposure: exposureOf(host, mayHoldAddress || isOpaque),
    hostAddress: host,
    published: readRange(published),
    isRandom: !isOpaque && (published === undefined || published === ""),
    target: readRange(target),
    protocol,
    fromDefault,
    origins,
  };
}

/** `target`, `published`, `host_ip`, `protocol`, `mode`; an address before `published`'s port is taken for the host's, as some files write it. */
function readLongPort(node: YamlMapping, interpolation: Interpolation): PublishedPort | undefined {
  const origins: Origin[] = [];
  const fillKey = (key: string): string | undefined => {
    const value = valueOf(node, key);
    if (value?.kind !== "scalar") return undefined;
    const filled = fill(interpolation.scalar(value), interpolation);
    origins.push(...filled.origins);
    return filled.text;
  };
  const published = fillKey("published");
  const target = fillKey("target");
  if (target === undefined && published === undefined) return undefined;
  const pieces = published === undefined ? undefined : splitAddress(published);
  const host = fillKey("host_ip") ?? pieces?.published;
  const publishedNode = valueOf(node, "published");
  return {
    span: publishedNode?.kind === "scalar" ? publishedNode.inner : (valueOf(node, "target") ?? node).span,
    insertAt: undefined,
    exposure: exposureOf(host, false),
    hostAddress: host,
    published: readRange(pieces?.target),
    isRandom: published === undefined || published === "",
    target: readRange(target),
    protocol: fillKey("protocol") ?? "tcp",
    fromDefault: false,
    origins,
  };
}

/** Splits at the colons that stand outside of `[…]`, from the right: container, host port, host address. */
function splitAddress(text: string): { host: string | undefined; published: string | undefined; target: string } | undefined {
  const bracket = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracket !== null) {
    const [published, target] = splitOnce(bracket[2] ?? "", ":");
    return target === undefined ? undefined : { host: bracket[1]!, published, target };
  }
  const parts = text.split(":");
  const target = parts.pop()!;
  const published = parts.pop();
  return { host: parts.length === 0 ? undefined : parts.join(":"), published, target };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

interface Filled {
  readonly text: string;
  readonly fromDefault: boolean;
  /** A hole may bring an address of its own along ("127.0.0.1:5432"): its variable is not named like a port. */
  readonly mayHoldAddress: boolean;
  readonly origins: readonly Origin[];
}

/** Fills in what the files give; every variable they do not give becomes a hole. */
function fill(scalar: Scalar, interpolation: Interpolation): Filled {
  if (scalar.kind === "literal") return { text: scalar.text, fromDefault: false, mayHoldAddress: false, origins: [] };
  const whole = interpolation.resolve(scalar);
  if (whole.kind === "known") return { ...whole, mayHoldAddress: false };
  const origins: Origin[] = [];
  let text = "";
  let mayHoldAddress = false;
  for (const part of scalar.parts) {
    if (part.kind === "text") text += part.text;
    else {
      const value = interpolation.resolve({ kind: "template", source: part.text, parts: [part], span: part.span });
      text += value.kind === "known" ? value.text : hole;
      if (value.kind === "known") origins.push(...value.origins);
      mayHoldAddress ||= value.kind !== "known" && !(part.kind === "variable" && /PORT/i.test(part.name));
    }
  }
  return { text, fromDefault: false, mayHoldAddress, origins };
}

function exposureOf(host: string | undefined, mayHoldAddress: boolean): Exposure {
  if (host === undefined && mayHoldAddress) return "unknown";
  if (host === undefined || host === "" || host === "*") return "all";
  if (host.includes(hole)) return "unknown";
  const address = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (address === "0.0.0.0" || address === "::" || address === "0:0:0:0:0:0:0:0" || address === "0") return "all";
  if (address === "localhost" || address.startsWith("127.") || address === "::1" || address === "0:0:0:0:0:0:0:1") return "loopback";
  return "lan";
}

function readRange(text: string | undefined): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text?.trim() ?? "");
  if (match === null) return undefined;
  const first = Number(match[1]);
  return { first, last: match[2] === undefined ? first : Number(match[2]) };
}
