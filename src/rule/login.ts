import { commandText } from "../model/compose/command.ts";
import type { Service } from "../model/compose/service.ts";
import type { StatefulImage, VariableSetting, VariableValue } from "../model/image-facts.ts";
import { textOf, type Span } from "../text/index.ts";

/** Whether a store asks its clients who they are. */
export type Login =
  | { readonly kind: "given"; readonly at: Span }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string }
  | {
      readonly kind: "missing";
      readonly at: Span;
      /** Ends the sentence "lets everyone into …". */
      readonly how: string;
      /** The file says so in words, rather than by leaving something out. */
      readonly isStated: boolean;
      readonly secret?: Span;
    };

/** Stores whose shipped login works over the network until another one is set. */
const shippedLogins = new Set(["rabbitmq", "minio"]);
/** Said of many internal stores that have nothing else: no more than leaving it out. */
const usualSwitches = new Set(["ALLOW_PLAINTEXT_LISTENER", "ALLOW_ANONYMOUS_LOGIN", "ALLOW_NONE_AUTHENTICATION"]);

/** What a service tells of the authentication of its store; undefined where nothing is known of how the store decides. */
export function loginOf(service: Service, store: StatefulImage): Login | undefined {
  const { auth } = store;
  const password = givenPassword(service, store);
  const off = switchedOff(service, store, password !== undefined);
  if (off !== undefined) return off;
  if (password !== undefined) return sharedPassword(service, store) ?? { kind: "given", at: password };
  const on = auth.enabledBy?.settings?.map((setting) => matching(service, setting)).find((found) => found !== undefined);
  if (on !== undefined) return { kind: "given", at: on.at };
  const { command } = service;
  if (command !== undefined && hasArgument(service, auth.enabledBy?.arguments)) return { kind: "given", at: placeOf(service) };
  if (auth.default === "required") return { kind: "given", at: service.nameSpan };
  const isShipped = auth.default === "default-password" && shippedLogins.has(store.kind);
  if (auth.default !== "open" && !isShipped) return undefined;
  const at = placeOf(service);
  const why = elsewhere(service);
  if (why !== undefined) return { kind: "unknown", at, why };
  return { kind: "missing", at, how: isShipped ? "with the login its image is shipped with" : "without a password", isStated: false };
}

/** The command, where the switch is or belongs: as a whole when it is one line of text, otherwise by its key. */
function placeOf(service: Service): Span {
  const entry = service.entry("command");
  if (entry === undefined || service.command === undefined) return service.nameSpan;
  const { value } = entry;
  return value.kind === "scalar" && !textOf(value.span).includes("\n") ? value.inner : entry.key.inner;
}

function givenPassword(service: Service, { auth }: StatefulImage): Span | undefined {
  for (const name of auth.passwords.flatMap((one) => (auth.files ? [one, `${one}_FILE`] : [one]))) {
    const found = service.setting(name);
    if (found !== undefined && !(found.value.kind === "known" && found.value.text === "") && found.value.kind !== "unset")
      return found.span;
  }
  return undefined;
}

function sharedPassword(service: Service, { auth }: StatefulImage): Login | undefined {
  if (auth.defaultPassword === undefined) return undefined;
  for (const name of auth.passwords) {
    const found = service.setting(name);
    if (found?.value.kind === "known" && found.value.text === auth.defaultPassword) {
      const [origin] = found.value.origins;
      return {
        kind: "missing",
        at: found.span,
        how: "with the password its image is shipped with",
        isStated: true,
        ...(origin === undefined ? {} : { secret: origin.span }),
      };
    }
  }
  return undefined;
}

function switchedOff(service: Service, { auth }: StatefulImage, hasPassword: boolean): Login | undefined {
  for (const setting of auth.disabledBy?.settings ?? []) {
    if (hasPassword && setting.variable.includes("ALLOW_EMPTY")) continue;
    const found = matching(service, setting);
    if (found === undefined) continue;
    if (found.isKnown) return { kind: "missing", at: found.at, how: "without a password", isStated: !usualSwitches.has(setting.variable) };
    return { kind: "unknown", at: found.at, why: `${setting.variable} is filled in at run time` };
  }
  if (service.command === undefined || !hasArgument(service, auth.disabledBy?.arguments)) return undefined;
  return { kind: "missing", at: placeOf(service), how: "without a password", isStated: true };
}

/** Where a variable has the value that counts; not known where it may. */
function matching(service: Service, { variable, value }: VariableSetting): { readonly at: Span; readonly isKnown: boolean } | undefined {
  const found = service.setting(variable);
  if (found === undefined || found.value.kind === "unset") return undefined;
  if (found.value.kind !== "known") return { at: found.span, isKnown: value === "set" };
  return holds(found.value.text, value) ? { at: found.span, isKnown: true } : undefined;
}

function holds(text: string, value: VariableValue): boolean {
  if (value === "set") return text !== "";
  return value === "truthy" ? /^(?:1|true|yes|y|on)$/i.test(text.trim()) : value.includes(text.trim().toLowerCase());
}

function hasArgument(service: Service, known: readonly string[] = []): boolean {
  const text = `${commandText(service.entrypoint)} ${commandText(service.command)}`;
  const words = text.split(/[\s"']+/);
  return known.some((one) => (one.includes(" ") ? text.includes(one) : words.some((word) => word === one || word.startsWith(`${one}=`))));
}

/** Why authentication may be switched on where it cannot be seen; undefined when the service is all there is. */
function elsewhere(service: Service): string | undefined {
  if (service.openSettings !== undefined) return service.openSettings;
  if (service.builtBy !== undefined) return "its Dockerfile may bring a configuration along";
  const text = `${commandText(service.entrypoint)} ${commandText(service.command)}`;
  if (text.includes("…")) return "its command is filled in at run time";
  if (/\.(?:conf|cnf|acl|ya?ml|json|ini)(?=[\s"']|$)/.test(text) || service.entry("configs") !== undefined)
    return "its configuration file may say so";
  if (service.entrypoint !== undefined) return "it starts through a script of its own";
  const mounted = service.mounts.some(
    ({ target }) =>
      target?.value.kind !== "known" ||
      /\.(?:conf|cnf|acl|ya?ml|json|ini|properties)$|\/(?:etc|conf|config|conf\.d)(?:\/|$)/.test(target.value.text),
  );
  return mounted ? "a configuration mounted into it may say so" : undefined;
}
