import type { Located, Span } from "../../text/index.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import { splitScalar, type Scalar } from "../../syntax/template/index.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { entryOf, isNull, valueOf } from "../../syntax/yaml/ask.ts";
import type { ComposeEntry } from "../../syntax/compose/ast.ts";
import { parseImageReference, type ImageReference } from "../image-reference.ts";
import type { StatefulImage } from "../image-facts.ts";
import type { Image } from "../image/image.ts";
import { resolve, type Resolved } from "../value.ts";
import { readBuild, type Build } from "./build.ts";
import { readCommand, type ServiceCommand } from "./command.ts";
import { readDependencies, type Dependency } from "./dependency.ts";
import { readEnvFiles, readVariables, type EnvFileUse, type ServiceVariable } from "./environment.ts";
import { readHealthcheck, type Healthcheck } from "./health.ts";
import type { Interpolation, Value } from "./interpolation.ts";
import { readMounts, type Mount } from "./mount.ts";
import { isOneShot } from "./one-shot.ts";
import { originsOf } from "./origin.ts";
import { readPorts, type PublishedPort } from "./port.ts";

export type { Build } from "./build.ts";

/** One service of a stack, read whole: with what it extends, where that stands in the same file. What is not a field can be asked for by key. */
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
  readonly devices: readonly Device[];
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
  /** How the image it runs is built: by `build` of its own, or by that of another service whose image has the same name. */
  readonly builtBy: Build | undefined;
  /** What the project's own Dockerfile makes of that; "unknown" when the Dockerfile could not be found or read. */
  readonly shipped: Image | "unknown" | undefined;
  /** The image whose facts hold for it: the one its Dockerfile starts from, where it builds one, otherwise the one it names. */
  readonly origin: ImageReference | undefined;
  /** The facts about its image when that is a data store, and it runs the store and not a client out of the same image. */
  readonly stateful: StatefulImage | undefined;
  /** Another service waits for it to finish, or it is written to run once. */
  readonly isOneShot: boolean;
  /** What its container gets as a variable: by its own entries, else by its env files, the last first; undefined where none of them that can be read gives it. */
  setting(name: string): Located<Resolved> | undefined;
  /** Why it may get variables that cannot be seen here; undefined when all are known. */
  readonly openSettings: string | undefined;
  /** The entry of a key, merge keys applied. */
  entry(key: string): YamlEntry | undefined;
  /** The entry below a path of keys. */
  entryAt(...keys: readonly string[]): YamlEntry | undefined;
  /** The values of a list of texts, or of one text, below a path of keys. */
  texts(...keys: readonly string[]): readonly Value[];
  /** The value below a path of keys: `at("deploy", "resources", "limits")`. */
  at(...keys: readonly string[]): YamlNode | undefined;
  /** The value of a scalar below a path of keys, filled in; "absent" when it is not there. */
  value(...keys: readonly string[]): Value;
}

/** One entry of `devices`: the path on the host, or the name of a CDI device. */
export interface Device {
  readonly source: Value;
  readonly span: Span;
}

export interface ServiceImage {
  readonly written: Scalar;
  readonly value: Value;
  readonly span: Span;
  /** Undefined while the reference is filled in at run time, or when it is none. */
  readonly reference: ImageReference | undefined;
}

export interface ServiceContext {
  readonly interpolation: Interpolation;
  /** The folder that a relative path written there starts at. */
  folderAt(at: Span): string;
  readonly open: string | undefined;
  /** Whether another service waits for this one to complete. */
  isAwaited(service: string): boolean;
  dotenv(path: string): DotenvDocument | undefined;
  /** The build of the service that makes this image, in any stack of the project. */
  builderOf(image: ServiceImage): Build | undefined;
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
  const traits = {
    name: key.text,
    command: readCommand(at("command"), interpolation),
    entrypoint: readCommand(at("entrypoint"), interpolation),
    ports: readPorts(at("ports"), interpolation),
    profiles: textsOf(at("profiles"), interpolation),
    value: (...keys: readonly string[]): Value => interpolation.value(at(...keys)),
  };
  const variables = readVariables(at("environment"), interpolation);
  const envFiles = readEnvFiles(at("env_file"), context);
  const origins = originsOf({ build, image, ...traits }, context);
  return {
    ...traits,
    nameSpan: key.inner,
    node,
    open: context.open,
    image,
    build,
    mounts: readMounts(at("volumes"), at("tmpfs"), interpolation),
    variables,
    envFiles,
    healthcheck: readHealthcheck(at("healthcheck"), interpolation),
    dependencies: readDependencies(at("depends_on"), interpolation),
    networks: readNetworks(at("networks"), at("network_mode"), interpolation),
    networkMode: traits.value("network_mode"),
    get builtBy() {
      return origins.builtBy();
    },
    get shipped() {
      return origins.shipped();
    },
    get origin() {
      return origins.origin();
    },
    get stateful() {
      return origins.stateful();
    },
    isOneShot: isOneShot(traits, context.isAwaited(key.text)),
    ...settingsOf(variables, envFiles, context),
    entry: (one) => entryOf(node, one),
    entryAt: (...keys) => entryOf(at(...keys.slice(0, -1)), keys.at(-1)!),
    texts: (...keys) => textNodes(at(...keys)).map((one) => interpolation.value(one)),
    devices: readDevices(at("devices"), interpolation),
    at,
  };
}

function settingsOf(
  variables: readonly ServiceVariable[],
  envFiles: readonly EnvFileUse[],
  context: ServiceContext,
): Pick<Service, "setting" | "openSettings"> {
  const documents = envFiles.map(({ file }) => (file === undefined ? undefined : context.dotenv(file)));
  return {
    openSettings: context.open ?? (documents.includes(undefined) ? "an env file of it is not at hand" : undefined),
    setting(name) {
      const own = variables.findLast((variable) => variable.name.value === name);
      if (own !== undefined) return { value: own.value, span: own.span };
      for (const document of documents.toReversed()) {
        const found = document?.assignments.findLast(({ key }) => key.value === name);
        if (found?.value !== undefined) return { value: resolve(found.value, context.interpolation.lookup), span: found.span };
      }
      return undefined;
    },
  };
}

function readImage(node: YamlNode | undefined, interpolation: Interpolation): ServiceImage | undefined {
  if (node?.kind !== "scalar" || isNull(node)) return undefined;
  const written = interpolation.scalar(node);
  const value = interpolation.resolve(written);
  const parsed = value.kind === "known" ? parseImageReference(value.text) : undefined;
  return { written, value, span: node.inner, reference: parsed?.kind === "reference" ? parsed : undefined };
}

function textNodes(node: YamlNode | undefined): YamlScalar[] {
  const items = node?.kind === "sequence" ? node.items : node === undefined || isNull(node) ? [] : [node];
  return items.filter((item) => item.kind === "scalar");
}

/** Reads `devices`: `host[:container[:permissions]]`, or a mapping with `source`. */
function readDevices(node: YamlNode | undefined, interpolation: Interpolation): Device[] {
  if (node?.kind !== "sequence") return [];
  return node.items.flatMap((item) => {
    if (item.kind === "scalar")
      return [{ source: interpolation.resolve(splitScalar(interpolation.scalar(item), ":", 2)[0]!), span: item.inner }];
    const source = valueOf(item, "source");
    return source?.kind === "scalar" ? [{ source: interpolation.value(source), span: source.inner }] : [];
  });
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
