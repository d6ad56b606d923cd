import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, posix } from "node:path";
import type { ServiceCommand } from "../../src/model/compose/command.ts";
import type { Value } from "../../src/model/compose/interpolation.ts";
import type { Mount } from "../../src/model/compose/mount.ts";
import type { PublishedPort } from "../../src/model/compose/port.ts";
import type { Service } from "../../src/model/compose/service.ts";
import { connectStacks, type Stack } from "../../src/model/compose/stack.ts";
import type { ComposeStart } from "../../src/model/invocation/compose-start.ts";
import { referencesOf } from "../../src/model/references.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDotenv, type DotenvDocument } from "../../src/syntax/dotenv/index.ts";
import { textOf, type SourceFile, type Span } from "../../src/text/index.ts";

/** Compose files that are started together, relative to the project's root with "/", in the order they lie over one another. */
export interface StackFiles {
  /** The root, from that of the file system on. */
  readonly project: string;
  readonly files: readonly [string, ...string[]];
}

/** A project as compose-go prints it; only what is compared. */
export interface DockerProject {
  readonly services?: Readonly<Record<string, DockerService>>;
}

interface DockerService {
  readonly image?: string;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly env_file?: readonly { readonly path: string; readonly required?: boolean }[];
  readonly ports?: readonly {
    readonly host_ip?: string;
    readonly published?: string;
    readonly target: number;
    readonly protocol?: string;
  }[];
  readonly volumes?: readonly { readonly type: string; readonly source?: string; readonly target: string; readonly read_only?: boolean }[];
  readonly tmpfs?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly user?: string;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly network_mode?: string;
  readonly ipc?: string;
  readonly pid?: string;
  readonly links?: readonly string[];
  readonly volumes_from?: readonly string[];
  readonly profiles?: readonly string[];
  readonly privileged?: boolean;
  readonly restart?: string;
}

/** One field of one service. "open": we say that its value is not known, or that the service is not complete here. */
export interface FieldComparison {
  readonly field: string;
  readonly service: string;
  readonly outcome: "same" | "open" | "different";
  readonly ours: unknown;
  readonly docker: unknown;
}

/** Our model of files that are started together; undefined when they are no stack of their own. */
export function stackOf({ project, files }: StackFiles): Stack | undefined {
  const [first] = files;
  const start = {
    files,
    envFiles: [],
    profiles: [],
    projectDirectory: undefined,
    folders: [""],
    span: { file: { path: first, text: "" }, start: 0, end: 0 },
  };
  return stacksIn(project, withReferences(project, files), [start]).find(({ documents }) => isSame(documents, files));
}

/** The stacks of several files that a project's files make of themselves. */
export function jointStacks(project: string, paths: readonly string[]): StackFiles[] {
  return stacksIn(project, paths, []).flatMap(({ documents }) => {
    const [first, ...others] = documents.map(({ file }) => file.path);
    return others.length === 0 ? [] : [{ project, files: [first!, ...others] }];
  });
}

function stacksIn(project: string, paths: readonly string[], starts: readonly ComposeStart[]): Stack[] {
  const dotenv = (path: string): DotenvDocument | undefined =>
    existsSync(join(project, path)) ? parseDotenv(read(project, path)) : undefined;
  const documents = paths.map((path) => parseCompose(read(project, path)));
  return connectStacks(documents, { classOf: () => "prod", dotenv, shipped: () => "unknown", starts });
}

/** The files and the Compose files that they include or extend, wherever these start. */
function withReferences(project: string, files: readonly string[]): readonly string[] {
  const found = new Set(files);
  for (const path of found) {
    const document = parseCompose(read(project, path));
    for (const reference of referencesOf(document, { has: () => false, isDirectory: () => false, list: () => [] })) {
      const full = join(project, reference.path);
      if (reference.kind === "compose" && existsSync(full) && statSync(full).isFile()) found.add(reference.path);
    }
  }
  return [...found];
}

function read(project: string, path: string): SourceFile {
  return { path, text: readFileSync(join(project, path), "utf8") };
}

function isSame(documents: Stack["documents"], files: readonly string[]): boolean {
  return documents.length === files.length && documents.every(({ file }, at) => file.path === files[at]);
}

/**
 * A value for each variable that the stack needs and nothing in it gives, so that Compose can load it; to us they stay unknown. Variables with a default
 * or a replacement are not among them, since ours would then be another reading.
 */
export function neededBy({ project, files }: StackFiles): Readonly<Record<string, string>> {
  const text = files.map((path) => readFileSync(join(project, path), "utf8")).join("\n");
  const path = join(project, posix.dirname(files[0]), ".env");
  const given = existsSync(path) ? parseDotenv({ path, text: readFileSync(path, "utf8") }) : undefined;
  const others = new Set(given?.assignments.map(({ key }) => key.value));
  for (const [, name] of text.matchAll(/\$\{(\w+):?[-+]/g)) others.add(name!);
  const names = [...text.matchAll(/(?<!\$)\$(?:\{(\w+)(?:\}|:?\?)|([A-Za-z_]\w*))/g)].map((match) => match[1] ?? match[2]!);
  return Object.fromEntries(names.filter((name) => !others.has(name)).map((name) => [name, stand]));
}

/** Fits where a port, a tag or a truth value is wanted. */
const stand = "1";

/** Every field of every service, in our model and in Compose's, which was given values for the variables in `env`. */
export function compareStack(stack: Stack, docker: DockerProject, env: Readonly<Record<string, string>>): FieldComparison[] {
  const theirs = docker.services ?? {};
  const names = [...new Set([...stack.services.map(({ name }) => name), ...Object.keys(theirs)])].sort();
  return names.flatMap((name) => {
    const ours = stack.service(name);
    const other = theirs[name];
    if (ours === undefined || other === undefined) {
      const outcome = ours === undefined && stack.open !== undefined ? "open" : "different";
      return [{ field: "service", service: name, outcome, ours: ours?.name, docker: other && name } as const];
    }
    return compareService(ours, other, env, stack);
  });
}

/** What every container gets as variables, its env files included; of `docker` those are read as well. */
export function compareSettings(stack: Stack, docker: DockerProject, env: Readonly<Record<string, string>>): FieldComparison[] {
  return stack.services.flatMap((ours) => {
    const other = docker.services?.[ours.name];
    if (other === undefined || ours.envFiles.length === 0) return [];
    return Object.entries(environmentOfDocker(other, env)).map(([name, theirs]) => {
      const setting = ours.setting(name)?.value;
      const mine = setting === undefined ? undefined : plain(setting);
      const outcome = mine === theirs ? "same" : mine === open || ours.openSettings !== undefined ? "open" : "different";
      return { field: `settings`, service: `${ours.name} ${name}`, outcome, ours: mine, docker: theirs };
    });
  });
}

/** What stands for a value that we leave open: it agrees with everything. */
const open = Symbol("open");

function compareService(ours: Service, docker: DockerService, env: Readonly<Record<string, string>>, stack: Stack): FieldComparison[] {
  const implied = impliedIn(docker);
  const pairs: Record<string, readonly [unknown, unknown]> = {
    image: [ours.image === undefined ? undefined : plain(ours.image.value), docker.image],
    command: [wordsOf(ours.command), emptyAsNone(docker.command)],
    entrypoint: [wordsOf(ours.entrypoint), emptyAsNone(docker.entrypoint)],
    environment: [environmentOf(ours), environmentOfDocker(docker, env)],
    "env files": [
      ours.envFiles.map(({ path }) => {
        const value = plain(path.value);
        return typeof value === "string" ? fromFolder(stack.folder, stack.folderAt(path.span), value) : value;
      }),
      docker.env_file?.map(({ path }) => posix.normalize(path)) ?? [],
    ],
    ports: [portsOf(ours.ports), [...new Set(docker.ports?.map(portOf))].sort()],
    volumes: [mountsOf(ours.mounts, stack), [...(docker.volumes ?? []).map(mountOf), ...(docker.tmpfs ?? []).map(tmpfsOf)].sort()],
    dependencies: [dependenciesOf(ours, implied), dependenciesOfDocker(docker, implied)],
    healthcheck: [healthOf(ours), healthOfDocker(docker.healthcheck)],
    user: [plain(ours.value("user")), docker.user],
    networks: [ours.networks?.toSorted() ?? [], Object.keys(docker.networks ?? {}).sort()],
    "network mode": [plain(ours.networkMode), docker.network_mode],
    profiles: [ours.profiles, docker.profiles ?? []],
    privileged: [plain(ours.value("privileged")) ?? "false", String(docker.privileged ?? false)],
    restart: [plain(ours.value("restart")), docker.restart],
  };
  return Object.entries(pairs).map(([field, [mine, theirs]]) => {
    const isOpen = holds(mine, open);
    const outcome = agree(mine, theirs) ? (isOpen ? "open" : "same") : ours.open === undefined ? "different" : "open";
    return { field, service: ours.name, outcome, ours: mine, docker: theirs };
  });
}

function plain(value: Value): string | undefined | typeof open {
  if (value.kind === "known") return value.text;
  return value.kind === "absent" ? undefined : value.kind === "unset" ? "" : open;
}

function wordsOf(command: ServiceCommand | undefined): unknown {
  return command === undefined || command.words.length === 0 ? undefined : command.words.map(({ value }) => plain(value));
}

function emptyAsNone(words: readonly string[] | null | undefined): readonly string[] | undefined {
  return words === null || words?.length === 0 ? undefined : words;
}

function environmentOf({ variables }: Service): Record<string, unknown> {
  return Object.fromEntries(
    variables.map(({ name, written, value }) => [name.value, written === undefined && value.kind !== "known" ? null : plain(value)]),
  );
}

/** A variable that is only named has no value but ours. */
function environmentOfDocker({ environment = {} }: DockerService, env: Readonly<Record<string, string>>): Record<string, string | null> {
  const isStand = (name: string, value: string | null): boolean => value === stand && Object.hasOwn(env, name);
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, isStand(name, value) ? null : value]));
}

/** Each port once, as Compose has it. One whose entry holds a variable may come apart in more ways than one, so it is open. */
function portsOf(ports: readonly PublishedPort[]): unknown {
  if (ports.some(({ span, published, target }) => textOf(span).includes("$") && (published === undefined || target === undefined)))
    return open;
  const single = ports.flatMap(({ hostAddress = "", published, target, protocol }) => {
    if (target === undefined) return ["?"];
    const count = target.last - target.first + 1;
    const isSpread = published !== undefined && published.last - published.first + 1 === count;
    return Array.from({ length: count }, (_, i) => {
      const onHost = published === undefined ? "" : isSpread ? `${published.first + i}` : `${published.first}-${published.last}`;
      return portOf({ host_ip: hostAddress, published: onHost, target: target.first + i, protocol });
    });
  });
  return [...new Set(single)].sort();
}

function portOf({ host_ip: host = "", published = "", target, protocol = "tcp" }: NonNullable<DockerService["ports"]>[number]): string {
  return `${host === "0.0.0.0" ? "" : host}:${published}:${target}/${protocol}`;
}

function mountsOf(mounts: readonly Mount[], stack: Stack): unknown {
  const values = mounts
    .flatMap(({ source, target }) => [source, target])
    .map((path) => (path === undefined ? undefined : plain(path.value)));
  if (values.includes(open) || mounts.some(({ type, readOnly }) => type === "unknown" || readOnly === "unknown")) return open;
  return mounts
    .map(
      ({ type, source, target, readOnly }) =>
        `${type} ${source === undefined ? "" : placeOf(type, plain(source.value), source.span, stack)}:${target === undefined ? "" : String(plain(target.value))}${readOnly === true ? ":ro" : ""}`,
    )
    .sort();
}

/** A path as it is from the stack's folder on: an included or extended file writes it from another one. */
function placeOf(type: string, path: unknown, at: Span, stack: Stack): string {
  return type === "bind" ? cleanPath(fromFolder(stack.folder, stack.folderAt(at), String(path))) : String(path);
}

function fromFolder(folder: string, written: string, path: string): string {
  return folder === written || /^(?:[/~]|[A-Za-z]:)/.test(path) ? posix.normalize(path) : posix.join(posix.relative(folder, written), path);
}

/** Paths that mean the same are the same text; Compose fills in the home folder of some. */
function cleanPath(path: string): string {
  const clean = posix.normalize(path).replace(/(?<=.)\/$/, "");
  return clean.startsWith(`${homedir()}/`) ? `~${clean.slice(homedir().length)}` : clean;
}

function mountOf({ type, source = "", target, read_only: readOnly }: NonNullable<DockerService["volumes"]>[number]): string {
  const path = type === "bind" ? cleanPath(source) : source;
  return `${["bind", "volume", "tmpfs"].includes(type) ? type : "other"} ${path}:${target}${readOnly === true ? ":ro" : ""}`;
}

function tmpfsOf(entry: string): string {
  return `tmpfs :${entry.replace(/:.*$/s, "")}`;
}

function dependenciesOf({ dependencies }: Service, implied: ReadonlySet<string | undefined>): Record<string, string> {
  const written = dependencies.filter(({ service }) => !implied.has(service.value));
  return Object.fromEntries(written.map(({ service, condition }) => [service.value, condition]));
}

/** Whom Compose waits for of its own accord, since the service links another or lives in its network: no entries of `depends_on`. */
function impliedIn(docker: DockerService): ReadonlySet<string | undefined> {
  const shared = [docker.network_mode, docker.ipc, docker.pid].map((mode) => /^service:(.+)/.exec(mode ?? "")?.[1]);
  const others = [...(docker.links ?? []), ...(docker.volumes_from ?? [])].map((link) => link.replace(/:.*/s, ""));
  return new Set([...shared, ...others]);
}

function dependenciesOfDocker({ depends_on: all = {} }: DockerService, implied: ReadonlySet<string | undefined>): Record<string, string> {
  const conditions = Object.entries(all).map(([name, { condition }]) => [name, condition] as const);
  return Object.fromEntries(conditions.filter(([name]) => !implied.has(name)));
}

/** The words of a test that a shell gets as one text are not compared one by one. */
function healthOf({ healthcheck }: Service): unknown {
  if (healthcheck === undefined) return undefined;
  if (healthcheck.kind === "unknown") return open;
  if (healthcheck.kind !== "test") return healthcheck.kind;
  return healthcheck.shell ? "shell" : wordsOf(healthcheck.test);
}

function healthOfDocker(healthcheck: DockerService["healthcheck"]): unknown {
  const [first, ...rest] = healthcheck?.test ?? [];
  if (healthcheck === undefined) return undefined;
  if (healthcheck.disable === true || first === "NONE") return "disabled";
  if (first === undefined) return "inherited";
  if (first === "CMD-SHELL") return "shell";
  return first === "CMD" ? rest : healthcheck.test;
}

function holds(value: unknown, wanted: symbol): boolean {
  return value === wanted || (typeof value === "object" && value !== null && Object.values(value).some((one) => holds(one, wanted)));
}

function agree(ours: unknown, docker: unknown): boolean {
  if (ours === open || ours === docker) return true;
  if (typeof ours !== "object" || typeof docker !== "object" || ours === null || docker === null) return false;
  const keys = Object.keys(ours);
  return (
    keys.length === Object.keys(docker).length &&
    keys.every((key) => Object.hasOwn(docker, key) && agree(Reflect.get(ours, key), Reflect.get(docker, key)))
  );
}
