import {
  defineRule,
  dotenv,
  faultsOf,
  isReadByCompose,
  satisfied,
  violated,
  type DotenvFault,
  type Fix,
  type Severity,
} from "../../src/rule/index.ts";

/** What a fault is called, how much it matters, and what it does. A fault that is not here divides no programs that matter. */
interface Case {
  readonly aspect: string;
  readonly severity: Severity;
  /** What to do, where it is not the general advice. */
  readonly advice?: string;
  message(fault: DotenvFault, count: number): string;
  /** One finding for all of a file: a habit, not a mistake. */
  readonly once?: boolean;
}

const refuses = "Compose refuses the whole file, and other programs pass over the line";
const cases: Partial<Record<DotenvFault["kind"], Case>> = {
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

export default defineRule({
  id: "env/syntax",
  scope: "dotenv",
  title: "Line of an env file is malformed or read differently by different programs",
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "There is no standard for env files: Compose, `docker run --env-file`, systemd, Kubernetes, shells and the dotenv packages each read them their own way. A line that two of them read differently works until the file is used in another place, and then gives a password with a comment in it, or a variable with its old value.",
  remediation:
    "Write `NAME=value`, one a line, without blanks around `=`; put quotes around a value that holds blanks or `#`, comments on lines of their own, and every name once.",
  references: [
    "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax",
    "https://docs.docker.com/reference/cli/docker/container/run/#env",
    "https://cwe.mitre.org/data/definitions/1116.html",
  ],
  cwe: [1116],
  examples: [
    {
      title: "a name that is given twice",
      bad: dotenv`
        API_TOKEN=\${OLD_TOKEN}
        API_URL=https://api.acme.eu
        API_TOKEN=\${NEW_TOKEN}
      `,
      flags: ["API_TOKEN"],
      good: dotenv`
        API_URL=https://api.acme.eu
        API_TOKEN=\${NEW_TOKEN}
      `,
    },
    {
      title: "comments behind values, and a name in two words",
      bad: dotenv`
        POOL_SIZE=20    # connections
        POOL_TIMEOUT=30 # seconds
        POOL MAX=40
      `,
      flags: ["# connections", " "],
      good: dotenv`
        # connections
        POOL_SIZE=20
        # seconds
        POOL_TIMEOUT=30
        POOL_MAX=40
      `,
    },
    {
      title: "blanks around the equals sign",
      bad: dotenv`
        WORKERS = 4
      `,
      flags: [" = "],
      good: dotenv`
        WORKERS=4
      `,
    },
  ],
  *check(document, deployment) {
    const faults = faultsOf(document);
    const isLoaded = isReadByCompose(document.file, deployment);
    const told = new Set<string>();
    for (const fault of faults) {
      const found = cases[fault.kind];
      if (found === undefined || told.has(fault.kind)) continue;
      const alike = found.once === true ? faults.filter(({ kind }) => kind === fault.kind) : [fault];
      if (found.once === true) told.add(fault.kind);
      const fix = fixOf(fault);
      yield violated({
        at: fault.at,
        aspect: found.aspect,
        severity: severityOf(fault, found.severity, isLoaded),
        message: found.message(fault, alike.length),
        ...(found.advice !== undefined && { advice: found.advice }),
        related: [
          ...alike.slice(1).map(({ at }) => ({ at, note: "and here" })),
          ...(fault.other === undefined
            ? []
            : [
                {
                  at: fault.other.key.span,
                  note: fault.kind === "duplicate" ? "the value given here is never used" : "its value is only given here",
                },
              ]),
        ],
        ...(fix === undefined ? {} : { fix }),
      });
    }
    if (document.assignments.length > 0 && faults.every(({ kind }) => cases[kind] === undefined))
      yield satisfied(document.assignments[0]!.span);
  },
});

function duplicateMessage({ key, isSame, isSecret }: DotenvFault): string {
  if (isSame === true) return `"${key}" is given a second time with the same value: a change to the first one changes nothing.`;
  return `"${key}" is given a second time, and the last value wins${isSecret ? ": whoever replaces the other one has replaced nothing" : ""}.`;
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

function severityOf({ kind, isSecret, isSame }: DotenvFault, usual: Severity, isLoaded: boolean): Severity {
  if (kind === "duplicate") return isSame === true ? "note" : isSecret ? "error" : usual;
  return isLoaded && stopsCompose.has(kind) ? "error" : usual;
}

/** Compose reads the same from the fixed line. */
function fixOf({ kind, at }: DotenvFault): Fix | undefined {
  if (kind === "byte-order-mark") return { title: "Take the byte order mark away", safety: "safe", edits: [{ span: at, replacement: "" }] };
  return kind === "space"
    ? { title: 'Take the blanks around "=" away', safety: "safe", edits: [{ span: at, replacement: "=" }] }
    : undefined;
}
