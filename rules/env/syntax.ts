import {
  caseOf,
  defineRule,
  dotenv,
  faultsOf,
  isReadByCompose,
  satisfied,
  severityOfFault,
  violated,
  type DotenvFault,
  type Fix,
  type Related,
} from "../../src/rule/index.ts";

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
      const found = caseOf(fault);
      if (found === undefined || told.has(fault.kind)) continue;
      const alike = found.once === true ? faults.filter(({ kind }) => kind === fault.kind) : [fault];
      if (found.once === true) told.add(fault.kind);
      const fix = fixOf(fault);
      yield violated({
        at: fault.at,
        aspect: found.aspect,
        severity: severityOfFault(fault, isLoaded),
        message: found.message(fault, alike.length),
        ...(found.advice !== undefined && { advice: found.advice }),
        related: relatedOf(fault, alike),
        ...(fix === undefined ? {} : { fix }),
      });
    }
    if (document.assignments.length > 0 && faults.every((fault) => caseOf(fault) === undefined))
      yield satisfied(document.assignments[0]!.span);
  },
});

function relatedOf({ kind, other }: DotenvFault, alike: readonly DotenvFault[]): readonly Related[] {
  const more = alike.slice(1).map(({ at }) => ({ at, note: "and here" }));
  if (other === undefined) return more;
  return [
    ...more,
    { at: other.key.span, note: kind === "duplicate" ? "the value given here is never used" : "its value is only given here" },
  ];
}

/** Compose reads the same from the fixed line. */
function fixOf({ kind, at }: DotenvFault): Fix | undefined {
  if (kind === "byte-order-mark") return { title: "Take the byte order mark away", safety: "safe", edits: [{ span: at, replacement: "" }] };
  return kind === "space"
    ? { title: 'Take the blanks around "=" away', safety: "safe", edits: [{ span: at, replacement: "=" }] }
    : undefined;
}
