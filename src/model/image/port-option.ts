import { portOptions, starters, type PortOptions } from "../../facts/port-options.ts";
import { operands, optionValues, programOf, type EffectiveCommand, type Word } from "../../syntax/shell/index.ts";
import type { Span } from "../../text/index.ts";

/** What a server is told on its command line to listen on. */
export interface PortOption {
  /** As in "gunicorn". */
  readonly program: string;
  /** Undefined while it is filled in at run time. */
  readonly port: number | undefined;
  /** The address, as in "0.0.0.0"; undefined where none is given, or it is filled in. */
  readonly host: string | undefined;
  /** The value that says so. */
  readonly at: Span;
}

/** What the calls of known servers name as their port, in order; `python -m uvicorn` and `poetry run gunicorn` are looked through. */
export function portOptionsOf(calls: readonly EffectiveCommand[]): readonly PortOption[] {
  return calls.flatMap((outer) => {
    const call = throughStarters(outer);
    const options = Object.hasOwn(portOptions, call.program) ? portOptions[call.program]! : undefined;
    return options === undefined ? [] : readOptions(call, options);
  });
}

const maximumStarters = 4;

function throughStarters(call: EffectiveCommand, depth = 0): EffectiveCommand {
  const words = Object.hasOwn(starters, call.program) ? starters[call.program]! : undefined;
  const [first] = call.words;
  const isScript = /^python3?$/.test(call.program) && first !== undefined && /(?:^|\/)manage\.py$/.test(first.text);
  const at = isScript || words?.length === 0 ? 0 : first !== undefined && words?.includes(first.text) === true ? 1 : -1;
  const name = at === -1 ? undefined : call.words[at];
  if (depth >= maximumStarters || name === undefined || name.text.startsWith("-")) return call;
  return throughStarters({ ...call, program: programOf(name), name, words: call.words.slice(at + 1) }, depth + 1);
}

function readOptions(call: EffectiveCommand, { port, host = [], behind, only }: PortOptions): readonly PortOption[] {
  const { program } = call;
  const others = operands(call, [...port, ...host]);
  if (only !== undefined && !others.some(({ text }) => only.includes(text))) return [];
  const address = optionValues(call, host).at(-1);
  const given = optionValues(call, port);
  const positional = program === "http.server" ? others.slice(0, 1) : behind === undefined ? [] : others.slice(1, 2);
  return [...given, ...positional].flatMap((word) => readPort(word, program, address));
}

/** "8000", ":8000", "0.0.0.0:8000", "[::]:8000", "tcp://0.0.0.0:8000". A socket's path is no port. */
function readPort(word: Word, program: string, address: Word | undefined): readonly PortOption[] {
  const { text, literal, span } = word;
  if (/^unix:|^\//.test(text)) return [];
  const match = /^(?:[a-z]+:\/\/)?(?:(\[[^\]]*\]|[^:[\]]*):)?(\d{1,5})\/?$/.exec(text);
  if (!literal || match === null) return [{ program, port: undefined, host: undefined, at: span }];
  const own = match[1]?.replace(/^\[|\]$/g, "");
  const host = own !== undefined && own !== "" ? own : address?.literal === true ? address.text : undefined;
  return [{ program, port: Number(match[2]), host, at: span }];
}
