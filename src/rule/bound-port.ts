import type { PublishedPort } from "../model/compose/port.ts";
import { textOf, type Fix } from "../text/index.ts";

/** The fix that binds a published port to this machine alone; undefined where the place for the address cannot be told: the long syntax, an address out of a variable. */
export function bindToLoopback({ span, insertAt, hostAddress, isRandom }: PublishedPort): Fix | undefined {
  if (insertAt === undefined) return undefined;
  const text = textOf(span);
  const title = "Bind the port to this machine";
  if (hostAddress === undefined) {
    return { title, safety: "unsafe", edits: [{ span: insertAt, replacement: isRandom ? "127.0.0.1::" : "127.0.0.1:" }] };
  }
  const written = [`[${hostAddress}]`, hostAddress].find((address) => address !== "" && text.startsWith(`${address}:`));
  if (written === undefined) return undefined;
  return { title, safety: "unsafe", edits: [{ span: { ...span, end: span.start + written.length }, replacement: "127.0.0.1" }] };
}
