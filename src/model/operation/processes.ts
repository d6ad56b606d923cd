import type { Span } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import { commandText } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import { startOf } from "../image/start.ts";

/** The command that starts a service, as text to look for options in. */
export interface StartText {
  readonly text: string;
  /** The instruction or key it stands in; undefined where nothing of the project gives it. */
  readonly at: Span | undefined;
}

/** What a service is started with: its own entrypoint and command, else those of the Dockerfile that makes its image. */
export function startTextOf(service: Service, deployment: Deployment): StartText {
  const image = deployment.traffic.containerOf(service)?.image;
  const made = image === undefined ? undefined : startOf(image);
  const written = (instruction: typeof made extends infer S ? (S extends { command: infer C } ? C : never) : never): string =>
    instruction === undefined
      ? ""
      : instruction.command.form === "exec"
        ? instruction.command.args.map(({ text }) => text).join(" ")
        : instruction.arguments.text;
  const entrypoint = service.entrypoint === undefined ? written(made?.entrypoint) : commandText(service.entrypoint);
  // A service that sets its own entrypoint drops the image's command.
  const command =
    service.command !== undefined ? commandText(service.command) : service.entrypoint === undefined ? written(made?.command) : "";
  const at = service.command?.span ?? service.entrypoint?.span ?? made?.command?.span ?? made?.entrypoint?.span;
  return { text: `${entrypoint} ${command}`.trim().slice(0, 8192), at };
}

/** How many processes a server program starts, each with connections of its own. */
export interface Workers {
  /** 1 where nothing says more: surely no fewer. */
  readonly count: number;
  readonly at: Span | undefined;
}

const serverPrograms = /(?:^|[\s/"';&])(?:gunicorn|uvicorn|hypercorn|granian|fastapi\s+run|uwsgi|puma)(?=\s|$)/;
const workerOption = /\s(?:-w|--workers|--processes|-p)[\s=]+(\d{1,4})(?=\s|$)/;

/** Reads how many worker processes a service has: from the options of its server program, or from `WEB_CONCURRENCY`, which they read. */
export function workersOf(service: Service, deployment: Deployment): Workers {
  const { text, at } = startTextOf(service, deployment);
  const server = serverPrograms.exec(text);
  if (server === null) return { count: 1, at: undefined };
  const option = workerOption.exec(text.slice(server.index));
  if (option !== null) return { count: Math.max(Number(option[1]), 1), at };
  const setting = service.setting("WEB_CONCURRENCY");
  const given = setting?.value.kind === "known" && /^\d{1,4}$/.test(setting.value.text) ? Number(setting.value.text) : 1;
  return given > 1 ? { count: given, at: setting!.span } : { count: 1, at: undefined };
}
