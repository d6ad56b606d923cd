import type { SourceFile, Span } from "../../text/index.ts";
import type { EnvBinding } from "./binding.ts";

/** What a binding itself gives, for rules that judge ordinary values. */
export type Setting =
  | {
      readonly kind: "known";
      readonly text: string;
      readonly at: Span;
      /** Somebody may give another value when the deployment starts. */ readonly isDefault: boolean;
    }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string };

/**
 * The value that the binding writes and that takes effect. Undefined where there is nothing to change at this place: the value is empty or written elsewhere
 * (the binding there has it), or everybody the variable reaches gets another one later.
 */
export function settingOf(binding: EnvBinding): Setting | undefined {
  const { value, span, written } = binding;
  if (isOverridden(binding)) return undefined;
  if (value.kind === "required" || value.kind === "unset")
    return { kind: "unknown", at: value.at, why: `${value.name} is given where the deployment starts` };
  if (value.kind === "unknown") return { kind: "unknown", at: span, why: value.why };
  const { origins, text, fromDefault } = value;
  if (text === "" || written === undefined) return undefined;
  const isOwn = origins.every(({ span: at }) => at.file === span.file && span.start <= at.start && at.end <= span.end);
  if (!isOwn) return undefined;
  return { kind: "known", text, at: origins.length === 1 ? origins[0]!.span : written.span, isDefault: fromDefault };
}

/** Whether a later binding of the same name wins wherever this one goes. */
export function isOverridden(binding: EnvBinding): boolean {
  const { sink, name } = binding;
  if (sink.kind === "image") {
    const { consumers } = sink.image;
    return consumers.length > 0 && consumers.every(({ variables }) => variables.some((variable) => variable.name.value === name.value));
  }
  if (sink.siblings.find(name.value) !== binding) return sink.kind !== "workflow";
  if (sink.kind !== "env-file" || sink.environments.length === 0) return false;
  if (sink.stacks.some(({ file }) => variablesNamedIn(file).has(name.value))) return false;
  // A store that loads the same file has no use for what is the application's.
  const applications = sink.environments.filter(({ service }) => service.stateful === undefined);
  const readers = applications.length === 0 ? sink.environments : applications;
  return readers.every((environment) => environment.find(name.value) !== binding);
}

/** Whether what the binding gives may reach production: it is not an example's, a test's or a check's. Development is left to the severity of a finding. */
export function mayReachProduction({ fileClass, sink }: EnvBinding): boolean {
  if (sink.kind === "workflow") return sink.purpose === "deploy";
  return fileClass !== "example" && fileClass !== "test" && fileClass !== "ci";
}

/** The names of the variables that a Compose file fills in, as far as its text shows: one too many does no harm here. */
function variablesNamedIn(file: SourceFile): ReadonlySet<string> {
  let names = namesByFile.get(file);
  if (names === undefined) {
    names = new Set([...file.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1]!));
    namesByFile.set(file, names);
  }
  return names;
}

const namesByFile = new WeakMap<SourceFile, ReadonlySet<string>>();
