import type { Span } from "../../text/index.ts";
import type { ServiceCommand } from "../compose/command.ts";
import { baseImageFacts } from "../image-facts.ts";
import type { Image } from "../image/image.ts";
import { startPrograms } from "../image/start.ts";
import { resolve, type Lookup } from "../value.ts";
import type { Container } from "./container.ts";
import type { Proxy } from "./proxy.ts";

/** A port that the program of a container listens on, and what says so. */
export interface ListeningPort {
  readonly port: number;
  /**
   * From the strongest to the weakest: nginx's `listen`; an option of the command; a variable that programs take their port from; `EXPOSE`, which is only
   * documentation; what is known of the image.
   */
  readonly by: "listen" | "option" | "variable" | "expose" | "image";
  readonly at: Span;
}

/** All that says which port a container listens on, the strongest first; empty where nothing does. They may contradict each other. */
export function listeningPorts(container: Container, proxy: Proxy | undefined): readonly ListeningPort[] {
  const { service, image } = container;
  const listens = (proxy?.configs ?? []).flatMap(({ servers, otherServers }) =>
    [...servers, ...otherServers].flatMap((server) =>
      server.listens.flatMap(({ port, span }): readonly ListeningPort[] => (port === undefined ? [] : [{ port, by: "listen", at: span }])),
    ),
  );
  const store = service?.stateful;
  const ofStore =
    store !== undefined && service !== undefined ? store.ports.map((port) => imagePort(port, service.image?.span ?? service.nameSpan)) : [];
  const all = [
    ...listens,
    ...fromCommand(container),
    ...fromVariables(container),
    ...(image === undefined ? [] : exposedBy(image)),
    ...ofStore,
    ...known(container),
  ];
  const seen = new Set<string>();
  return all.filter(({ port, by }) => !seen.has(`${port} ${by}`) && seen.add(`${port} ${by}`));
}

function imagePort(port: number, at: Span): ListeningPort {
  return { port, by: "image", at };
}

interface CommandWord {
  readonly text: string;
  readonly at: Span;
}

/** The words that start the container: the service's, else its image's. Words that are not known are left out. */
export function startWords({ service, image }: Container): readonly CommandWord[] {
  const own = [...wordsOf(service?.entrypoint), ...wordsOf(service?.command)];
  if (service?.command !== undefined || service?.entrypoint !== undefined || image === undefined) return own;
  const lookup = environmentOf({ service, image });
  return startPrograms(image).flatMap(({ name, words }) =>
    [name, ...words].flatMap((word): readonly CommandWord[] => {
      const value = resolve(word.value, lookup);
      return value.kind === "known" ? [{ text: value.text, at: word.span }] : [];
    }),
  );
}

function wordsOf(command: ServiceCommand | undefined): readonly CommandWord[] {
  return (command?.words ?? []).flatMap(({ value, span }): readonly CommandWord[] => {
    if (value.kind !== "known") return [];
    // What is handed to `sh -c` is one word; its own words share its place.
    return value.text.includes(" ") ? value.text.split(/\s+/).map((text) => ({ text, at: span })) : [{ text: value.text, at: span }];
  });
}

/** What the container's variables stand for: those of the service, else those of the image. */
function environmentOf({ service, image }: Pick<Container, "service" | "image">): Lookup {
  return (name) => {
    const own = service?.setting(name)?.value;
    if (own !== undefined) return own;
    return image?.variables.final(name) ?? { kind: "unknown", why: `${name} is given by nothing that can be seen here` };
  };
}

const portOptions = /^(?:--(?:http-|server[.-]|web[.-]listen-)?(?:port|address|addr)|--bind|--listen|--http|-b|-Dserver\.port)(?:=(.*))?$/;
/** Programs whose `-p` or `-l` is a port. */
const shortPort =
  /^(?:flask|rails|puma|next|nuxt|daphne|http-server|hypercorn|thin|unicorn|serve|start|dev|preview|jekyll|hugo|php-fpm|mix)$/;

function fromCommand(container: Container): readonly ListeningPort[] {
  const words = startWords(container);
  const mayBeShort = words.some(({ text }) => shortPort.test(text.slice(text.lastIndexOf("/") + 1)));
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    const option = portOptions.exec(word.text);
    const isShort = mayBeShort && (word.text === "-p" || word.text === "-l");
    const value = option?.[1] === undefined ? (option !== null || isShort ? next : undefined) : { text: option[1], at: word.at };
    const isPositional = next !== undefined && /^(?:runserver|http\.server|-S)$/.test(word.text);
    const port = portIn(value?.text) ?? (isPositional ? portIn(next.text) : undefined);
    if (port !== undefined) return [{ port, by: "option", at: (value ?? next ?? word).at }];
  }
  return [];
}

/** As in "8000", ":8000", "0.0.0.0:8000", "tcp://0.0.0.0:8000". */
function portIn(text: string | undefined): number | undefined {
  const digits = /(?:^|:)(\d{2,5})$/.exec(text ?? "")?.[1];
  return digits === undefined || Number(digits) > 65_535 ? undefined : Number(digits);
}

const portVariables = [
  "PORT",
  "UVICORN_PORT",
  "FLASK_RUN_PORT",
  "NITRO_PORT",
  "NUXT_PORT",
  "SERVER_PORT",
  "HTTP_PORT",
  "ASPNETCORE_HTTP_PORTS",
];

function fromVariables({ service, image }: Container): readonly ListeningPort[] {
  for (const name of portVariables) {
    const own = service?.setting(name);
    if (own !== undefined) {
      const port = own.value.kind === "known" ? portIn(own.value.text) : undefined;
      return port === undefined ? [] : [{ port, by: "variable", at: own.span }];
    }
    const value = image?.variables.final(name);
    const port = value?.kind === "known" ? portIn(value.text) : undefined;
    const [origin] = value?.kind === "known" ? value.origins : [];
    if (port !== undefined && origin !== undefined) return [{ port, by: "variable", at: origin.span }];
  }
  return [];
}

function exposedBy(image: Image): readonly ListeningPort[] {
  return image.instructions.flatMap((instruction) => {
    if (instruction.keyword !== "EXPOSE") return [];
    return instruction.values.flatMap((scalar): readonly ListeningPort[] => {
      const value = resolve(scalar, image.variables.at(instruction));
      const digits = value.kind === "known" ? /^(\d{1,5})(?:\/tcp)?$/i.exec(value.text)?.[1] : undefined;
      return digits === undefined ? [] : [{ port: Number(digits), by: "expose", at: scalar.span }];
    });
  });
}

function known({ service, image }: Container): readonly ListeningPort[] {
  const reference = service?.origin ?? image?.base.reference;
  const at = service?.image?.span ?? image?.base.span ?? service?.nameSpan;
  const ports = reference === undefined ? undefined : baseImageFacts(reference)?.ports;
  return at === undefined ? [] : (ports ?? []).map((port) => imagePort(port, at));
}
