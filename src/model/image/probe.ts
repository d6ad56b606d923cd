import { operands, regionSpan, type ShellScript, type Word } from "../../syntax/shell/index.ts";
import { wordRegion } from "../../syntax/shell/word.ts";
import type { Span } from "../../text/index.ts";
import { calledPrograms } from "./service-script.ts";

/** An address that a health check asks. */
export interface Probe {
  /** The program that asks: "curl". */
  readonly program: string;
  readonly host: string;
  readonly hostSpan: Span;
  readonly port: number;
  /** The port's digits; the host where the port is that of the protocol. */
  readonly portSpan: Span;
  readonly protocol: string;
}

const url = /\b(https?):\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]+)(?::(\d{1,5}))?(?=[/"'\s?;)]|$)/;
const bare = /^()(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d{1,5}))?(?=[/?]|$)/;

/** The addresses that the programs of a health check are given, in order. What is filled in at run time is left out. */
export function probesIn(script: ShellScript): readonly Probe[] {
  return calledPrograms(script).flatMap(({ call }) => {
    const { program, words } = call;
    if (program === "nc" || program === "ncat") return socketProbe(program, operands(call, ["-w", "-i", "-s", "-p"]));
    const fetches = program === "curl" || program === "wget";
    return words.flatMap((word) => {
      const match = url.exec(word.text) ?? (fetches ? bare.exec(word.text) : null);
      return match === null ? [] : [probeAt(program, word, match)];
    });
  });
}

function probeAt(program: string, word: Word, match: RegExpExecArray): Probe {
  const [all, protocol = "", host = "", port] = match;
  const region = wordRegion(word);
  const hostAt = match.index + all.indexOf(host, protocol === "" ? 0 : protocol.length + 3);
  const hostSpan = regionSpan(region, hostAt, hostAt + host.length);
  const portAt = hostAt + host.length + 1;
  return {
    program,
    host,
    hostSpan,
    port: port === undefined ? (protocol === "https" ? 443 : 80) : Number(port),
    portSpan: port === undefined ? hostSpan : regionSpan(region, portAt, portAt + port.length),
    protocol: protocol === "" ? "http" : protocol,
  };
}

function socketProbe(program: string, [host, port]: readonly Word[]): readonly Probe[] {
  if (host?.literal !== true || port === undefined || !/^\d{1,5}$/.test(port.text)) return [];
  return [{ program, host: host.text, hostSpan: host.span, port: Number(port.text), portSpan: port.span, protocol: "tcp" }];
}
