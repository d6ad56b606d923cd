import type { DotenvFault } from "./dotenv-faults.ts";
import type { Severity } from "./meta.ts";

/** What a fault of an env file is called, how much it matters, and what it does. */
export interface DotenvCase {
  readonly aspect: string;
  readonly severity: Severity;
  /** What to do, where it is not the general advice. */
  readonly advice?: string;
  message(fault: DotenvFault, count: number): string;
  /** One finding for all of a file: a habit, not a mistake. */
  readonly once?: boolean;
}

/** The case of a fault; undefined for one that divides no programs that matter. */
export function caseOf({ kind }: DotenvFault): DotenvCase | undefined {
  return cases[kind];
}

/** How grave a fault is in a file; `isLoaded`: Compose reads the file, and starts nothing when it cannot. */
export function severityOfFault({ kind, isSecret, isSame }: DotenvFault, isLoaded: boolean): Severity {
  const usual = cases[kind]?.severity ?? "note";
  if (kind === "duplicate") return isSame === true ? "note" : isSecret ? "error" : usual;
  return isLoaded && stopsCompose.has(kind) ? "error" : usual;
}

const stopsCompose: ReadonlySet<string> = new Set([
  "leading-character",
  "key",
  "space-in-key",
  "no-key",
  "no-delimiter",
  "unclosed-quote",
  "text-after-quote",
  "substitution-refused",
]);

const refuses = "Compose refuses the whole file, and other programs pass over the line";
const cases: Partial<Record<DotenvFault["kind"], DotenvCase>> = {
  duplicate: {
    aspect: "duplicate",
    severity: "warning",
    advice: "Keep the one that is meant, and delete the other.",
    message: duplicateMessage,
  },
  "leading-character": { aspect: "leading-char", severity: "warning", message: () => `No name can begin with this character: ${refuses}.` },
  "leading-digit": {
    aspect: "leading-char",
    severity: "note",
    message: ({ key }) => `"${key}" begins like no variable of a shell does, which then runs the line as a command.`,
  },
  key: { aspect: "delimiter", severity: "warning", message: () => `No name can hold this character: ${refuses}.` },
  "space-in-key": { aspect: "delimiter", severity: "warning", message: () => `A blank splits this name: ${refuses}.` },
  "no-key": {
    aspect: "delimiter",
    severity: "warning",
    message: () => "No name stands before the delimiter, so the line gives nothing, and some programs refuse the whole file for it.",
  },
  "no-delimiter": { aspect: "delimiter", severity: "warning", message: () => `No "=" stands on this line: ${refuses}.` },
  colon: {
    aspect: "delimiter",
    severity: "note",
    once: true,
    message: (_, count) =>
      `A colon instead of "=" is read by Compose only; docker, systemd and shells do not take ${count === 1 ? "the line" : `these ${count} lines`}.`,
  },
  inherited: {
    aspect: "no-value",
    severity: "note",
    once: true,
    message: ({ key }) => `"${key}" has no "=": Docker takes its value from whoever starts the container, and other programs pass over it.`,
  },
  space: {
    aspect: "space-around-equals",
    severity: "note",
    advice: "Take the blanks around the equals sign away.",
    message: ({ key }) =>
      `With blanks around "=", docker refuses "${key}" or keeps them in its value, and a shell runs the name as a command.`,
  },
  "unclosed-quote": {
    aspect: "unclosed-quote",
    severity: "warning",
    message: () => "This quote is never closed: Compose refuses the whole file, and other programs swallow the lines below it.",
  },
  "text-after-quote": {
    aspect: "unclosed-quote",
    severity: "warning",
    message: () => "Text stands behind the closing quote, and every program makes something else of it: some refuse the whole file.",
  },
  "assignment-in-value": {
    aspect: "unclosed-quote",
    severity: "warning",
    message: ({ key }) =>
      `The quote of "${key}" closes lines below, behind what looks like other variables: they become a part of its value.`,
  },
  "same-line": {
    aspect: "unclosed-quote",
    severity: "warning",
    message: ({ key }) => `"${key}" stands on the line on which the value before it ended, where only Compose finds it.`,
  },
  "substitution-refused": {
    aspect: "undefined-substitution",
    severity: "warning",
    message: () => "Compose cannot read this substitution and refuses the whole file; other programs keep it as text.",
  },
  "stray-brace": {
    aspect: "undefined-substitution",
    severity: "warning",
    message: ({ key }) => `This brace was never opened, and becomes a part of the value of "${key}".`,
  },
  "set-later": {
    aspect: "undefined-substitution",
    severity: "warning",
    message: ({ key, other }) => `"${key}" is filled in before "${other!.key.value}" has its value, and so without it.`,
  },
  "inline-comment": {
    aspect: "inline-comment",
    severity: "note",
    advice: "Put the comment on a line of its own, above the value.",
    once: true,
    message: (_, count) =>
      `${count === 1 ? "This comment becomes" : `These ${count} comments become`} a part of the value for \`docker run --env-file\`, systemd and \`kubectl create --from-env-file\`; Compose cuts them off.`,
  },
  hash: {
    aspect: "inline-comment",
    severity: "note",
    message: ({ key }) => `Some programs cut the value of "${key}" off at this "#", and others keep it: quotes make it clear.`,
  },
  "byte-order-mark": {
    aspect: "crlf/bom",
    severity: "note",
    message: () => "The file begins with a byte order mark, which many programs take for a part of the first name.",
  },
  "carriage-return": {
    aspect: "crlf/bom",
    severity: "note",
    message: () => "The lines end as on Windows: `docker run --env-file` and shells keep the carriage return at the end of every value.",
  },
};

function duplicateMessage({ key, isSame, isSecret }: DotenvFault): string {
  if (isSame === true) return `"${key}" is given a second time with the same value: a change to the first one changes nothing.`;
  return `"${key}" is given a second time, and the last value wins${isSecret ? ": whoever replaces the other one has replaced nothing" : ""}.`;
}
