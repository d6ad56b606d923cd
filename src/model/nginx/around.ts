import type { NginxLevel } from "./level.ts";
import { NginxLocation } from "./location.ts";
import { NginxServer } from "./server.ts";

/** The server a level stands in, itself included; undefined outside of one and in a part of a configuration that holds none. */
export function serverOf(level: NginxLevel): NginxServer | undefined {
  const server = level.nearest("server");
  return server instanceof NginxServer ? server : undefined;
}

/** The innermost location a level stands in, itself included. */
export function locationOf(level: NginxLevel): NginxLocation | undefined {
  const location = level.nearest("location");
  return location instanceof NginxLocation ? location : undefined;
}
