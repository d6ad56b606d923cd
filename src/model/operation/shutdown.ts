import type { Span } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import type { Service } from "../compose/service.ts";
import type { NginxLevel } from "../nginx/index.ts";
import { startTextOf } from "./processes.ts";

/** A time in which a request that has begun may still end. */
export interface RequestTime {
  readonly seconds: number;
  readonly at: Span;
  /** Completes "…, but", as in `nginx waits 60s for it`. */
  readonly what: string;
}

/** How long a container has to end when it is told to stop. */
export interface GracePeriod {
  readonly seconds: number;
  /** Undefined where nothing says it, and it is Docker's own. */
  readonly at: Span | undefined;
}

/** What Docker waits before it kills a container (Compose Specification, "stop_grace_period"): seconds. */
const DEFAULT_GRACE = 10;
/** Connections that may stay open for longer are streams and web sockets, which nobody waits for. */
const LONGEST_REQUEST = 600;
const LONGEST_BESIDE_SOCKETS = 120;
/** How long Gunicorn waits for its workers (Gunicorn settings, "graceful_timeout"): seconds. */
const GUNICORN_GRACE = 30;

/** The grace period of a service; undefined where it is filled in at run time. */
export function gracePeriodOf(service: Service): GracePeriod | undefined {
  const entry = service.entryAt("stop_grace_period");
  if (entry === undefined) return service.open === undefined ? { seconds: DEFAULT_GRACE, at: undefined } : undefined;
  const value = service.value("stop_grace_period");
  const seconds = value.kind === "known" ? secondsOf(value.text) : undefined;
  return seconds === undefined ? undefined : { seconds, at: entry.value.kind === "scalar" ? entry.value.inner : entry.value.span };
}

/** The longest time that a proxy in front of the service, or its own server, explicitly gives a request; undefined where none does. */
export function requestTimeOf(service: Service, deployment: Deployment): RequestTime | undefined {
  const times = [...proxyTimes(service, deployment), ...serverTimes(service, deployment)];
  return times.filter(({ seconds }) => seconds <= LONGEST_REQUEST).sort((a, b) => b.seconds - a.seconds)[0];
}

function proxyTimes(service: Service, deployment: Deployment): RequestTime[] {
  return deployment.traffic.handoversTo(service).flatMap(({ proxy, level, pass }): RequestTime[] => {
    if (pass.kind === "tunnel_pass" || pass.kind === "memcached_pass") return [];
    const name = `${pass.kind.replace(/_pass$/, "")}_read_timeout`;
    const found = level.effective(name);
    const directive = found.directives.at(-1);
    const seconds = found.open ? undefined : secondsOf(directive?.args[0]?.text ?? "");
    if (directive === undefined || seconds === undefined || isStream(level, seconds)) return [];
    return [{ seconds, at: directive.span, what: `${proxy.name} waits ${directive.args[0]!.text} for its answers` }];
  });
}

/** Whether a level hands on streams or nothing but web sockets, whose timeouts say nothing of requests. Many send the headers of web sockets everywhere. */
function isStream(level: NginxLevel, seconds: number): boolean {
  const isUpgraded = level.effective("proxy_set_header").directives.some(({ args }) => args[0]?.text.toLowerCase() === "upgrade");
  const path = level.directive?.args.at(-1)?.text ?? "";
  if (isUpgraded && (seconds > LONGEST_BESIDE_SOCKETS || /ws|socket|stream|hmr|live|events/i.test(path))) return true;
  return level.effective("proxy_buffering").directives.at(-1)?.args[0]?.text === "off";
}

const shutdownVariables = [
  "SHUTDOWN_TIMEOUT",
  "SHUTDOWN_TIMEOUT_SECONDS",
  "GRACEFUL_SHUTDOWN_TIMEOUT",
  "GRACEFUL_TIMEOUT",
  "GRACEFUL_SHUTDOWN_SECONDS",
  "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE",
];

function serverTimes(service: Service, deployment: Deployment): RequestTime[] {
  const found = shutdownVariables.flatMap((name): RequestTime[] => {
    const setting = service.setting(name);
    const seconds = setting?.value.kind === "known" ? secondsOf(setting.value.text) : undefined;
    return setting === undefined || seconds === undefined
      ? []
      : [{ seconds, at: setting.span, what: `${name} gives it ${seconds}s to end its requests` }];
  });
  const { text, at } = startTextOf(service, deployment);
  const server = /(?:^|[\s/"'])(gunicorn|uvicorn|hypercorn)(?=\s)/.exec(text);
  if (server === null || at === undefined) return found;
  const options = text.slice(server.index);
  const graceful = /\s--(?:graceful-timeout|timeout-graceful-shutdown)[\s=]+(\d{1,6})\b/.exec(options);
  const timeout = server[1] === "gunicorn" ? /\s(?:-t|--timeout)[\s=]+(\d{1,6})\b/.exec(options) : null;
  if (graceful !== null)
    return [...found, { seconds: Number(graceful[1]), at, what: `${server[1]!} gives its workers ${graceful[1]!}s to end their requests` }];
  // Without an option of its own, Gunicorn stops waiting for its workers after half a minute, whatever they may take.
  if (timeout !== null)
    return [
      ...found,
      {
        seconds: Math.min(Number(timeout[1]), GUNICORN_GRACE),
        at,
        what: `gunicorn gives its workers ${Math.min(Number(timeout[1]), GUNICORN_GRACE)}s to end their requests`,
      },
    ];
  return found;
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a time as Compose, nginx and most programs write it: `90s`, `1m30s`, `60`; undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed);
  if (!/^(?:\d{1,9}(?:ms|s|m|h|d)\s*)+$/.test(trimmed) || trimmed.length > 40) return undefined;
  let seconds = 0;
  for (const [, number, unit] of trimmed.matchAll(/(\d+)(ms|s|m|h|d)/g)) seconds += Number(number) * units[unit!]!;
  return seconds;
}
