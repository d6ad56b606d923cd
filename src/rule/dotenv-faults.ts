import type { Assignment, DivergenceKind, DotenvDocument, MalformedReason } from "../syntax/dotenv/index.ts";
import { sourceOf, variablesOf, type Scalar } from "../syntax/template/index.ts";
import { isSecretName } from "../model/secret/index.ts";
import { span, type Span } from "../text/index.ts";

/** Something in an env file that programs do not read, or read differently. */
export interface DotenvFault {
  readonly kind:
    | MalformedReason
    | DivergenceKind
    | "duplicate"
    | "leading-digit"
    | "substitution-refused"
    | "stray-brace"
    | "set-later"
    | "byte-order-mark"
    | "carriage-return";
  readonly at: Span;
  /** The key it concerns; "" where there is none. */
  readonly key: string;
  /** Whether the key is one of a secret. */
  readonly isSecret: boolean;
  /** For "duplicate" the assignment that loses, for "set-later" the one that comes too late. */
  readonly other?: Assignment;
  /** For "duplicate": whether both give the same value. */
  readonly isSame?: boolean;
}

/** Every fault of an env file, in no order. A file that a template language still has to fill in has none. */
export function faultsOf(document: DotenvDocument): DotenvFault[] {
  const { malformed, byteOrderMark, carriageReturn, assignments } = document;
  if (malformed.some(({ reason }) => reason === "template")) return [];
  const plain = { key: "", isSecret: false };
  const refused = new Set(malformed.map(({ at }) => at.start));
  return [
    ...malformed.map(({ reason, at }) => ({ kind: reason, at, ...plain })),
    ...document.problems
      .filter(({ at }) => !refused.has(at.start))
      .map(({ at }) => ({ kind: "substitution-refused" as const, at, ...plain })),
    ...(byteOrderMark === undefined ? [] : [{ kind: "byte-order-mark" as const, at: byteOrderMark, ...plain }]),
    ...(carriageReturn === undefined ? [] : [{ kind: "carriage-return" as const, at: carriageReturn, ...plain }]),
    ...duplicatesIn(assignments),
    ...assignments.flatMap((assignment) => faultsOfAssignment(assignment)),
    ...readBeforeSet(assignments),
  ];
}

function faultsOfAssignment(assignment: Assignment): DotenvFault[] {
  const { key, value, divergences } = assignment;
  const about = aboutKey(key.value);
  const faults: DotenvFault[] = divergences.map(({ kind, span: at }) => ({ kind, at, ...about }));
  if (/^[^\p{L}_]/u.test(key.value)) faults.push({ kind: "leading-digit", at: key.span, ...about });
  const brace = value === undefined ? undefined : strayBraceIn(value);
  if (brace !== undefined) faults.push({ kind: "stray-brace", at: brace, ...about });
  return faults;
}

/** `$NAME}`: a brace closes that never opened. */
function strayBraceIn(value: Scalar): Span | undefined {
  const parts = value.kind === "template" ? value.parts : [];
  const found = parts.find(
    (part, i) =>
      part.kind === "text" && part.text.startsWith("}") && parts[i - 1]?.kind === "variable" && !parts[i - 1]!.text.endsWith("}"),
  );
  return found === undefined ? undefined : span(found.span.file, found.span.start, found.span.start + 1);
}

/** The last assignment of a key wins; each of the later ones is reported with the one it overrides. */
function duplicatesIn(assignments: readonly Assignment[]): DotenvFault[] {
  const last = new Map<string, Assignment>();
  return assignments.flatMap((assignment) => {
    const { key, value } = assignment;
    const other = last.get(key.value);
    last.set(key.value, assignment);
    if (other === undefined) return [];
    const isSame = value !== undefined && other.value !== undefined && sourceOf(value) === sourceOf(other.value);
    return [{ kind: "duplicate" as const, at: key.span, ...aboutKey(key.value), other, isSame }];
  });
}

/** A variable without a default that the file sets only below the line that uses it. */
function readBeforeSet(assignments: readonly Assignment[]): DotenvFault[] {
  const first = new Map<string, Assignment>();
  for (const assignment of assignments) if (!first.has(assignment.key.value)) first.set(assignment.key.value, assignment);
  return assignments.flatMap(({ key, value, span: own }) =>
    [...(value === undefined ? [] : variablesOf(value))].flatMap(({ name, operator, span: at }) => {
      const other = first.get(name);
      const isLater = other !== undefined && other.span.start > own.start && operator === undefined;
      return isLater ? [{ kind: "set-later" as const, at, ...aboutKey(key.value), other }] : [];
    }),
  );
}

function aboutKey(key: string): { key: string; isSecret: boolean } {
  return { key, isSecret: isSecretName(key) };
}
