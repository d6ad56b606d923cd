import type { Located, Span } from "../../text/index.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../../syntax/yaml/ast.ts";
import { entryOf, isNull, valueOf } from "../../syntax/yaml/ask.ts";
import type { ComposeEntry } from "../../syntax/compose/ast.ts";
import { parseImageReference, type ImageReference } from "../image-reference.ts";
import { statefulImage, type StatefulImage } from "../image-facts.ts";
import type { Image } from "../image/image.ts";
import { projectPath } from "../project-path.ts";
import { readCommand, type ServiceCommand } from "./command.ts";
import { readDependencies, type Dependency } from "./dependency.ts";
import { readEnvFiles, readVariables, type EnvFileUse, type ServiceVariable } from "./environment.ts";
import { readHealthcheck, type Healthcheck } from "./health.ts";
import type { Interpolation, Value } from "./interpolation.ts";
import { readMounts, type Mount } from "./mount.ts";
import { readPorts, type PublishedPort } from "./port.ts";

/** One service of a stack, read whole. What is not a field can be asked for by key. */
export interface Service {
  readonly name: string;
  /** The key the service is written under. */
  readonly nameSpan: Span;
  readonly node: YamlMapping;
  /** Why a key that is missing here may be given elsewhere; undefined when the service is complete as it stands. */
  readonly open: string | undefined;
  readonly image: ServiceImage | undefined;
  readonly build: Build | undefined;
  readonly ports: readonly PublishedPort[];
  readonly mounts: readonly Mount[];
  readonly variables: readonly ServiceVariable[];
  readonly envFiles: readonly EnvFileUse[];
  readonly command: ServiceCommand | undefined;
  readonly entrypoint: ServiceCommand | undefined;
  readonly healthcheck: Healthcheck | undefined;
  readonly dependencies: readonly Dependency[];
  readonly profiles: readonly string[];
  /** The networks it joins, "default" when none is named; undefined when it uses another network mode. */
  readonly networks: readonly string[] | undefined;
  readonly networkMode: Value;
  /** The facts about its image when that is a data store. */
  readonly stateful: StatefulImage | undefined;
  /** What its own Dockerfile builds; "unknown" when it builds from one that could not be found or read. */
  readonly shipped: Image | "unknown" | undefined;
  /** Another service waits for it to finish, or it is written to run once (catalogue 2.0.10). */
  readonly isOneShot: boolean;
  /** The entry of a key, merge keys applied. */
  entry(key: string): YamlEntry | undefined;
  /** The value below a path of keys: `at("deploy", "resources", "limits")`. */
  at(...keys: readonly string[]): YamlNode | undefined;
  /** The value of a scalar below a path of keys, filled in; "absent" when it is not there. */
  value(...keys: readonly string[]): Value;
}

export interface ServiceImage {
  readonly value: Value;
  readonly span: Span;
  /** Undefined while the reference is filled in at run time, or when it is none. */
  readonly reference: ImageReference | undefined;
}

/** `build`, with paths relative to the project root; undefined paths lie outside of it, are remote or unclear. */
export interface Build {
  readonly span: Span;
  readonly context: Located<string | undefined>;
  readonly dockerfile: Located<string | undefined>;
  readonly isInline: boolean;
  readonly target: Located<Value> | undefined;
  readonly args: readonly ServiceVariable[];
}

export interface ServiceContext {
  readonly interpolation: Interpolation;
  /** The folder that relative paths start at. */
  readonly folder: string;
  readonly open: string | undefined;
  /** Whether another service waits for this one to complete. */
  isAwaited(service: string): boolean;
  shipped(build: Build): Image | "unknown";
}

/** Reads one service of a Compose file (Compose Specification, "Services"). What is malformed is read as absent. */
export function readService(entry: ComposeEntry, context: ServiceContext): Service {
  const { key, value: node } = entry;
  const { interpolation } = context;
  const at = (...keys: readonly string[]): YamlNode | undefined =>
    keys.reduce<YamlNode | undefined>((found, one) => valueOf(found, one), node);
  const image = readImage(at("image"), interpolation);
  const build = readBuild(at("build"), context);
  const command = readCommand(at("command"), interpolation);
  const profiles = textsOf(at("profiles"), interpolation);
  const value = (...keys: readonly string[]): Value => interpolation.value(at(...keys));
  return {
    name: key.text,
    nameSpan: key.inner,
    node,
    open: entryOf(node, "extends") === undefined ? context.open : "it extends a service whose keys are not known here",
    image,
    build,
    ports: readPorts(at("ports"), interpolation),
    mounts: readMounts(at("volumes"), at("tmpfs"), interpolation),
    variables: readVariables(at("environment"), interpolation),
    envFiles: readEnvFiles(at("env_file"), interpolation),
    command,
    entrypoint: readCommand(at("entrypoint"), interpolation),
    healthcheck: readHealthcheck(at("healthcheck"), interpolation),
    dependencies: readDependencies(at("depends_on"), interpolation),
    profiles,
    networks: readNetworks(at("networks"), at("network_mode"), interpolation),
    networkMode: interpolation.value(at("network_mode")),
    stateful: image?.reference === undefined ? undefined : statefulImage(image.reference),
    get shipped() {
      return build === undefined ? undefined : context.shipped(build);
    },
    isOneShot: isOneShot({ name: key.text, command, profiles, value }, context),
    entry: (one) => entryOf(node, one),
    at,
    value,
  };
}

function readImage(node: YamlNode | undefined, interpolation: Interpolation): ServiceImage | undefined {
  if (node?.kind !== "scalar" || isNull(node)) return undefined;
  const value = interpolation.value(node);
  const parsed = value.kind === "known" ? parseImageReference(value.text) : undefined;
  return { value, span: node.inner, reference: parsed?.kind === "reference" ? parsed : undefined };
}

function readBuild(node: YamlNode | undefined, context: ServiceContext): Build | undefined {
  if (node === undefined || isNull(node) || node.kind === "sequence") return undefined;
  const { interpolation, folder } = context;
  const contextNode = node.kind === "scalar" ? node : valueOf(node, "context");
  const contextValue = contextNode === undefined ? ({ kind: "known", text: "." } as const) : interpolation.value(contextNode);
  const contextPath = contextValue.kind === "known" && !isRemote(contextValue.text) ? projectPath(folder, contextValue.text) : undefined;
  const dockerfileNode = node.kind === "mapping" ? valueOf(node, "dockerfile") : undefined;
  const dockerfile =
    dockerfileNode === undefined || isNull(dockerfileNode)
      ? ({ kind: "known", text: "Dockerfile" } as const)
      : interpolation.value(dockerfileNode);
  const targetNode = node.kind === "mapping" ? valueOf(node, "target") : undefined;
  return {
    span: node.span,
    context: { value: contextPath, span: spanOf(contextNode ?? node) },
    dockerfile: {
      value: contextPath !== undefined && dockerfile.kind === "known" ? projectPath(contextPath, dockerfile.text) : undefined,
      span: spanOf(dockerfileNode ?? contextNode ?? node),
    },
    isInline: node.kind === "mapping" && entryOf(node, "dockerfile_inline") !== undefined,
    target:
      targetNode === undefined || isNull(targetNode) ? undefined : { value: interpolation.value(targetNode), span: spanOf(targetNode) },
    args: node.kind === "mapping" ? readVariables(valueOf(node, "args"), interpolation) : [],
  };
}

/** A Git repository or an archive, rather than a folder of the project. */
function isRemote(context: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\//i.test(context);
}

function spanOf(node: YamlNode): Span {
  return node.kind === "scalar" ? node.inner : node.span;
}

function readNetworks(node: YamlNode | undefined, mode: YamlNode | undefined, interpolation: Interpolation): readonly string[] | undefined {
  if (mode !== undefined && !isNull(mode)) {
    const value = interpolation.value(mode);
    if (value.kind !== "known" || (value.text !== "bridge" && value.text !== "default")) return undefined;
  }
  if (node?.kind === "mapping" && node.entries.length > 0) return node.entries.map(({ key }) => key.text);
  const names = textsOf(node, interpolation);
  return names.length === 0 ? ["default"] : names;
}

function textsOf(node: YamlNode | undefined, interpolation: Interpolation): string[] {
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item) => {
    const value = interpolation.value(item);
    return value.kind === "known" ? [value.text] : [];
  });
}

const runsOnce = /(?:^|[^a-z])(?:migrat\w*|seed\w*|init\w*|setup|bootstrap|backup|certbot|createbuckets?)(?:$|[^a-z])/i;
const onDemand = new Set(["tools", "tool", "ops", "test", "tests", "debug"]);

function isOneShot(service: Pick<Service, "name" | "command" | "profiles" | "value">, context: ServiceContext): boolean {
  if (context.isAwaited(service.name)) return true;
  if (service.profiles.length > 0 && service.profiles.every((profile) => onDemand.has(profile))) return true;
  const restart = service.value("restart");
  if (restart.kind !== "known" || !(restart.text === "no" || restart.text === "false" || restart.text.startsWith("on-failure")))
    return false;
  const words = service.command?.words.map(({ value }) => (value.kind === "known" ? value.text : "")).join(" ") ?? "";
  return runsOnce.test(service.name) || runsOnce.test(words);
}
