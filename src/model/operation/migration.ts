import type { Span } from "../../text/index.ts";
import { MIGRATION_COMMANDS, type MigrationCommand } from "../../facts/migrations.ts";
import type { Deployment } from "../deployment.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { nameOf } from "../project-path.ts";
import { composeCallsOf } from "./compose-call.ts";
import { operationsOf } from "./operation.ts";
import { startTextOf } from "./processes.ts";

/** A service that changes the schema and ends, and one that runs the same code on it. */
export interface MigrationOrder {
  readonly migration: Service;
  readonly app: Service;
  /** "ordered": the app starts once the schema is ready. "unordered": it may start before. "unknown": something else may order them. */
  readonly kind: "ordered" | "unordered" | "unknown";
  readonly why: string;
  /** Where the app speaks of the migration, or of what else it waits for; its name where it waits for nothing. */
  readonly at: Span;
}

/** A command that starts a service and changes the schema first. */
export interface MigrationAtStart {
  readonly command: MigrationCommand;
  readonly at: Span;
}

/** How many migration services of one stack are looked at. */
const MAX_MIGRATIONS = 16;

const migrationName = /(?:^|[^a-z])(?:migrat(?:e|es|ion|ions|or)|flyway|liquibase|alembic)(?:$|[^a-z])/i;

/** The migration services of a stack with the services that share their image. */
export function migrationOrders(stack: Stack, deployment: Deployment): readonly MigrationOrder[] {
  const migrations = stack.services.filter((service) => isMigration(service, deployment)).slice(0, MAX_MIGRATIONS);
  return migrations.flatMap((migration) =>
    stack.services
      .filter((app) => app !== migration && !app.isOneShot && app.stateful === undefined && isSameProgram(app, migration))
      .map((app) => orderOf(app, migration, stack, deployment)),
  );
}

/** One that is started with the others and only migrates. */
function isMigration(service: Service, deployment: Deployment): boolean {
  if (service.profiles.length > 0 || service.stateful !== undefined || !(service.isOneShot || migrationName.test(service.name)))
    return false;
  const { text } = startTextOf(service, deployment);
  const isCommand = MIGRATION_COMMANDS.some(({ pattern }) => pattern.test(text));
  return isCommand ? !/&&|;|\bexec\b/.test(text) || service.isOneShot : migrationName.test(service.name) && service.isOneShot;
}

/** Whether both run the same image, so that the one is built for the schema the other makes. */
function isSameProgram(one: Service, other: Service): boolean {
  const [image, otherImage] = [one.image?.value, other.image?.value];
  if (image?.kind === "known" && otherImage?.kind === "known") return image.text === otherImage.text;
  if (one.image !== undefined && other.image !== undefined)
    return (
      one.image.span.file.text.slice(one.image.span.start, one.image.span.end) ===
      other.image.span.file.text.slice(other.image.span.start, other.image.span.end)
    );
  const [build, otherBuild] = [one.builtBy, other.builtBy];
  if (build === undefined || otherBuild === undefined || build.context.value === undefined) return false;
  return build.context.value === otherBuild.context.value && build.dockerfile.value === otherBuild.dockerfile.value;
}

function orderOf(app: Service, migration: Service, stack: Stack, deployment: Deployment): MigrationOrder {
  const own = app.dependencies.find(({ service }) => service.value === migration.name);
  const at = own === undefined ? (app.entry("depends_on")?.key.inner ?? app.nameSpan) : (own.conditionSpan ?? own.service.span);
  const order = (kind: MigrationOrder["kind"], why = ""): MigrationOrder => ({ migration, app, kind, why, at });
  if (waitsFor(app, migration, stack)) return order("ordered");
  if (app.open !== undefined || migration.open !== undefined) return order("unknown", app.open ?? migration.open);
  if (app.dependencies.some(({ condition }) => condition === "unknown"))
    return order("unknown", "what it waits for is filled in at run time");
  const { text } = startTextOf(app, deployment);
  if (/\bwait|until|alembic\s+(?:current|check)|migrate:status|--check\b|entrypoint/i.test(text))
    return order("unknown", "its start script may wait for the schema");
  if (MIGRATION_COMMANDS.some(({ pattern }) => pattern.test(text))) return order("unknown", "it migrates at its own start too");
  return isStartedAlone(migration, deployment) ? order("unknown", "a script runs the migration by itself") : order("unordered");
}

/** Whether a service only starts once the migration has ended, by its own dependencies or by those of what it waits for. */
function waitsFor(app: Service, migration: Service, stack: Stack): boolean {
  const seen = new Set([app]);
  for (const service of seen) {
    for (const { service: name, condition } of service.dependencies) {
      if (name.value === migration.name && condition === "service_completed_successfully") return true;
      const next = name.value === migration.name ? undefined : stack.service(name.value);
      if (next !== undefined) seen.add(next);
    }
  }
  return false;
}

/** Whether an operation runs the migration before or apart from the rest: `docker compose run --rm migrate`. */
function isStartedAlone({ name }: Service, deployment: Deployment): boolean {
  let names = startedAlone.get(deployment);
  if (names === undefined) {
    const calls = operationsOf(deployment).flatMap((operation) => composeCallsOf(operation, deployment));
    names = new Set(
      calls.flatMap(({ invocation: { verb, operands } }) => (["run", "up", "exec", "start"].includes(verb ?? "") ? operands : [])),
    );
    startedAlone.set(deployment, names);
  }
  return names.has(name);
}

const startedAlone = new WeakMap<Deployment, ReadonlySet<string>>();

/** The migration that a service runs every time one of its containers starts: in its command, or in the script of the project that its image starts with. */
export function migrationAtStart(service: Service, deployment: Deployment): MigrationAtStart | undefined {
  if (service.isOneShot) return undefined;
  const { text, at } = startTextOf(service, deployment);
  const command = MIGRATION_COMMANDS.find(({ pattern }) => pattern.test(text));
  // Without a server behind it, it is not the app that migrates.
  if (command !== undefined) return at === undefined || !/&&|;|\n/.test(text) ? undefined : { command, at };
  const script = /(?:^|\/|\s)([\w.-]+\.sh)\b/.exec(text)?.[1];
  const documents = deployment.documents.script.filter(({ file }) => nameOf(file.path) === script);
  const [document] = documents;
  if (document === undefined || documents.length !== 1 || at === undefined) return undefined;
  const found = MIGRATION_COMMANDS.find(({ pattern }) => pattern.test(withoutComments(document.file.text)));
  return found === undefined ? undefined : { command: found, at };
}

function withoutComments(text: string): string {
  return text.replace(/^\s*#.*$/gm, "");
}
