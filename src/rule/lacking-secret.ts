import type { Deployment } from "../model/deployment.ts";
import type { Service } from "../model/compose/service.ts";
import type { Image } from "../model/image/image.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import { folderOf } from "../model/project-path.ts";
import { isSecretName, isSigningKeyName } from "../model/secret/index.ts";
import type { SourceFile } from "../text/index.ts";
import { serviceEnvironmentsOf } from "./store-connection.ts";

/** A key that an application is told to have, and that one of its deployments does not give it. */
export interface LackingSecret {
  readonly service: Service;
  readonly name: string;
  /** Where the key is declared: in the application's example, or in another deployment of it. */
  readonly declared: EnvBinding;
  /** Whether the application's example declares it, rather than another deployment. */
  readonly isDocumented: boolean;
}

/**
 * The signing keys that a stack for production leaves out, although the application's own example names them, or another stack of the project gives them to the same service.
 * Only keys: without one a framework falls back to a default that everybody knows, while another service's token may be missing because nobody uses that service.
 * Nothing is said of a service whose variables cannot all be seen. Deployments other than Compose's are not compared yet.
 */
export function lackingSecrets(stack: Stack, deployment: Deployment): readonly LackingSecret[] {
  if (!["prod", "staging", "neutral"].includes(stack.fileClass) || stack.open !== undefined) return [];
  const built = stack.services.filter((service) => service.builtBy !== undefined && service.stateful === undefined && !service.isOneShot);
  return built.flatMap((service) => {
    const gets = variablesOf(service, stack, deployment);
    if (gets === undefined) return [];
    const candidates = [...fromExample(service, built, stack, deployment), ...fromOtherStacks(service, stack, deployment)];
    const names = new Set<string>();
    return candidates.filter(({ name }) => {
      const isLacking = !gets.has(name) && !gets.has(`${name}_FILE`) && !names.has(name) && !mountsSecret(service, name);
      names.add(name);
      return isLacking;
    });
  });
}

/** The names that reach the service; undefined where more may come from places that cannot be seen. */
function variablesOf(service: Service, stack: Stack, deployment: Deployment): ReadonlySet<string> | undefined {
  const { shipped } = service;
  if (service.openSettings !== undefined || service.open !== undefined || shipped === undefined || shipped === "unknown") return undefined;
  if (mayBringEnvFile(service) || copiesEnvFile(shipped, service, deployment)) return undefined;
  const environment = serviceEnvironmentsOf(stack, deployment).find((one) => one.service === service);
  // Without a single variable it reads its settings from somewhere else.
  if (environment === undefined || !service.variables.some(({ written }) => written !== undefined)) return undefined;
  return new Set(environment.all.map(({ name }) => name.value));
}

/** A file or folder mounted into it, or copied when it is built, may hold an env file or a configuration. */
function mayBringEnvFile({ mounts, shipped, command, entrypoint }: Service): boolean {
  const mounted = mounts.some(({ type, source, target }) => {
    if (type === "tmpfs" || type === "volume" || source === undefined) return false;
    const text = `${source.value.kind === "known" ? source.value.text : "?"} ${target?.value.kind === "known" ? target.value.text : "?"}`;
    return /\?|env|conf|settings|secret|\.(?:ya?ml|toml|json|ini)\b|^\.{1,2}\/? /.test(text);
  });
  const words = [...(command?.words ?? []), ...(entrypoint?.words ?? [])].map(({ value }) => (value.kind === "known" ? value.text : "?"));
  const copied =
    typeof shipped === "object" &&
    shipped.instructions.some(
      (one) => one.keyword === "COPY" && one.sources.some((source) => source.kind === "literal" && /\.env/.test(source.text)),
    );
  return mounted || copied || words.some((word) => /env-?file|dotenv|config/i.test(word));
}

/** Whether all of the build context is copied, and an env file in it with the rest. */
function copiesEnvFile({ chain, document }: Image, { builtBy }: Service, { documents }: Deployment): boolean {
  const context = builtBy?.context.value ?? folderOf(document.file.path);
  const sources = chain
    .flatMap(({ instructions }) => instructions)
    .flatMap((one) => (one.keyword === "COPY" && one.from === undefined ? one.sources : []));
  if (!sources.some((source) => source.kind !== "literal" || /^(?:\.\/?|\/|\*)$/.test(source.text))) return false;
  const own = [`${document.file.path}.dockerignore`, context === "" ? ".dockerignore" : `${context}/.dockerignore`];
  return !documents.dockerignore.some((ignore) => own.includes(ignore.file.path) && ignore.ignores(".env"));
}

function mountsSecret(service: Service, name: string): boolean {
  const given = [...service.texts("secrets")].flatMap((value) => (value.kind === "known" ? [value.text.toUpperCase()] : []));
  const entries = service.at("secrets");
  const count = entries?.kind === "sequence" ? entries.items.length : 0;
  // A secret in the long form may have any name.
  return given.includes(name) || given.length < count || given.some((one) => one.includes(name) || name.includes(one));
}

/** The keys in the example of the folder that the service is built from, or in the project's own where there is only one application. */
function fromExample(service: Service, built: readonly Service[], stack: Stack, deployment: Deployment): LackingSecret[] {
  const context = service.builtBy?.context.value;
  // A server of pages has no use for a key.
  const isOnly = built.every((one) => one === service || isPageServer(one));
  const folders = new Set([
    ...(context === undefined || context === "" || context === stack.folder ? [] : [context]),
    ...(isOnly ? [stack.folder, ""] : []),
  ]);
  return exampleKeys(deployment).flatMap((declared): LackingSecret[] => {
    const { span, name } = declared;
    if (!folders.has(folderOf(span.file.path))) return [];
    // An empty line among filled ones is a choice: the application does without.
    if (isEmpty(declared) && !leavesSecretsEmpty(declared, deployment)) return [];
    return [{ service, name: name.value, declared, isDocumented: true }];
  });
}

function isPageServer({ origin, variables }: Service): boolean {
  return origin !== undefined && /^(?:nginx|nginx-unprivileged|httpd|caddy)$/.test(origin.name) && variables.length === 0;
}

function isEmpty({ value }: EnvBinding): boolean {
  return value.kind === "known" && value.text.trim() === "";
}

/** Whether an example leaves all its secrets empty, for people to fill in. */
function leavesSecretsEmpty({ span }: EnvBinding, deployment: Deployment): boolean {
  const known = unfilled.get(deployment) ?? readUnfilled(deployment);
  unfilled.set(deployment, known);
  return known.has(span.file);
}

const unfilled = new WeakMap<Deployment, ReadonlySet<SourceFile>>();

function readUnfilled({ bindings }: Deployment): ReadonlySet<SourceFile> {
  const secrets = bindings.filter(
    ({ sink, fileClass, name }) => sink.kind === "env-file" && fileClass === "example" && isSecretName(name.value),
  );
  const counts = new Map<SourceFile, number>();
  for (const { span } of secrets) counts.set(span.file, (counts.get(span.file) ?? 0) + 1);
  const filled = new Set(secrets.filter((one) => !isEmpty(one)).map(({ span }) => span.file));
  return new Set([...counts].filter(([file, count]) => count > 1 && !filled.has(file)).map(([file]) => file));
}

/** The signing keys that examples name. */
function exampleKeys(deployment: Deployment): readonly EnvBinding[] {
  const known = keys.get(deployment);
  if (known !== undefined) return known;
  const found = deployment.bindings.filter(
    ({ sink, fileClass, name }) => sink.kind === "env-file" && fileClass === "example" && isSigningKeyName(name.value),
  );
  keys.set(deployment, found);
  return found;
}

const keys = new WeakMap<Deployment, readonly EnvBinding[]>();

/** Stacks that are compared with each other; a project with more has no service that all of them share. */
const MAX_STACKS = 50;

/** The keys that another stack gives to the service that is built from the same Dockerfile's folder, or runs the same image, under the same name. */
function fromOtherStacks(service: Service, stack: Stack, deployment: Deployment): LackingSecret[] {
  return deployment.stacks.slice(0, MAX_STACKS).flatMap((other) => {
    if (other === stack || ["test", "ci", "example"].includes(other.fileClass)) return [];
    const twin = other.service(service.name);
    if (twin === undefined || !isSameApplication(service, twin)) return [];
    const environment = serviceEnvironmentsOf(other, deployment).find((one) => one.service === twin);
    return (environment?.all ?? []).flatMap((declared): LackingSecret[] =>
      isSigningKeyName(declared.name.value) && declared.sink.kind !== "image"
        ? [{ service, name: declared.name.value, declared, isDocumented: false }]
        : [],
    );
  });
}

function isSameApplication(one: Service, other: Service): boolean {
  const [a, b] = [one.builtBy?.context.value, other.builtBy?.context.value];
  return a !== undefined && a === b;
}
