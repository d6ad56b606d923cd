import type { SourceFile, Span } from "../../text/index.ts";
import { classifyValue, secretRoleOf, type SecretRole, type ValueClass } from "../secret/index.ts";
import { folderOf } from "../project-path.ts";
import { accountOf, joinAccounts } from "./account.ts";
import type { EnvBinding } from "./binding.ts";
import { secretsIn, type WrittenSecret } from "./written-secret.ts";

/**
 * One secret value, with every place it is written at. The same name with the same value is one credential wherever a deployment repeats it, and so are a store's
 * password and its copies under other names or inside of addresses: all of them have to change together. Other names with the same value are other
 * credentials. Places in examples and in tests are credentials of their own: changing one of them changes no other.
 */
export interface Credential {
  /** The places, the one to change first: production's, the store's own before a copy, an env file before a Compose file before an image. */
  readonly places: readonly [CredentialPlace, ...CredentialPlace[]];
  /** The value itself, which must never be shown. */
  readonly text: string;
  readonly role: SecretRole;
  readonly valueClass: ValueClass;
}

export interface CredentialPlace {
  readonly binding: EnvBinding;
  /** The value itself: for a password inside of an address only the password. */
  readonly at: Span;
  /** "address": the password of a connection URL or of a connection string; "value": all that the variable holds. */
  readonly form: "value" | "address";
}

/** Finds every secret that the bindings hold, and puts together what is one. A value that is only referred to stands where it is written. */
export function connectCredentials(bindings: readonly EnvBinding[]): Credential[] {
  const owners = new Owners(bindings);
  const sites = new Sites(bindings);
  const seen = new Map<SourceFile, Set<string>>();
  const groups = new Map<string, Found[]>();
  for (const binding of bindings) {
    for (const secret of secretsIn(binding)) {
      const owner = owners.ownerOf(binding, secret.at);
      const places = seen.get(secret.at.file) ?? new Set();
      seen.set(secret.at.file, places);
      const position = `${secret.at.start}-${secret.at.end}`;
      if (owner === undefined || places.has(position)) continue;
      places.add(position);
      const group = `${audienceOf(owner)}\n${sites.of(owner)}\n${secret.text}`;
      const found = groups.get(group);
      if (found === undefined) groups.set(group, [{ ...secret, binding: owner }]);
      else found.push({ ...secret, binding: owner });
    }
  }
  return [...groups.values()].flatMap(byAccount).map(credentialOf);
}

interface Found extends WrittenSecret {
  readonly binding: EnvBinding;
}

function audienceOf({ fileClass }: EnvBinding): string {
  return fileClass === "example" ? "example" : fileClass === "test" || fileClass === "ci" ? "test" : "deployment";
}

/** Splits what has the same value within one deployment into what opens the same account. */
function byAccount(found: readonly Found[]): Found[][] {
  const accounts = joinAccounts(found.map((one) => accountOf(one)));
  const groups = new Map<string, Found[]>();
  found.forEach((one, i) => {
    const group = groups.get(accounts[i]!);
    if (group === undefined) groups.set(accounts[i]!, [one]);
    else group.push(one);
  });
  return [...groups.values()];
}

function credentialOf(found: readonly Found[]): Credential {
  const ordered = [...found].sort(byPriority);
  const first = ordered[0]!;
  const places = ordered.map(({ binding, at, form }): CredentialPlace => ({ binding, at, form }));
  const name = first.form === "value" && secretRoleOf(first.binding.name.value) === first.role ? first.binding.name.value : undefined;
  const names = ordered.slice(0, MAX_PLACES_ASKED).flatMap(namesAround);
  return {
    places: [places[0]!, ...places.slice(1)],
    text: first.text,
    role: first.role,
    valueClass: first.isProviders
      ? "plausible"
      : classifyValue(first.text, { role: first.role, names, ...(name === undefined ? {} : { name }) }),
  };
}

/** Names that are near a credential are asked for at this many of its places. */
const MAX_PLACES_ASKED = 20;
const NAME_ENDINGS: readonly string[] = ["USER", "USERNAME", "USER_NAME", "LOGIN", "DB", "DATABASE", "NAME", "DBNAME"];

/** The names a password should not repeat: of the user and the database it is for, of its service, and of the project. */
function namesAround({ binding, names }: Found): (string | undefined)[] {
  const { sink } = binding;
  const stem = binding.name.value.replace(/_?(?:PASSWORD|PASSWD|PASS|PWD|SECRET)$/i, "");
  const near = stem === "" ? [] : NAME_ENDINGS.map((ending) => sink.siblings.find(`${stem}_${ending}`)?.value);
  const project = sink.kind === "service" ? sink.stack.root.entries.find(({ key }) => key.text === "name")?.value : undefined;
  return [
    ...names,
    ...near.map((value) => (value?.kind === "known" ? value.text : undefined)),
    sink.kind === "service" ? sink.service.name : undefined,
    project?.kind === "scalar" ? project.text : undefined,
  ];
}

const CLASS_ORDER: readonly EnvBinding["fileClass"][] = ["prod", "staging", "neutral", "base", "dev", "ci", "test", "example"];
const SINK_ORDER: readonly EnvBinding["sink"]["kind"][] = ["env-file", "service", "workflow", "image"];

function byPriority(a: Found, b: Found): number {
  return (
    CLASS_ORDER.indexOf(a.binding.fileClass) - CLASS_ORDER.indexOf(b.binding.fileClass) ||
    Number(a.form === "address") - Number(b.form === "address") ||
    SINK_ORDER.indexOf(a.binding.sink.kind) - SINK_ORDER.indexOf(b.binding.sink.kind) ||
    Number(isStores(b.binding)) - Number(isStores(a.binding)) ||
    // The file with the plainer name is the one that others are variants of.
    a.at.file.path.length - b.at.file.path.length ||
    (a.at.file.path < b.at.file.path ? -1 : a.at.file.path > b.at.file.path ? 1 : a.at.start - b.at.start)
  );
}

/** Whether the binding belongs to the store that the password opens, and not to one of its users. */
function isStores({ sink }: EnvBinding): boolean {
  const services = sink.kind === "service" ? [sink.service] : sink.kind === "env-file" ? sink.services : [];
  return services.length > 0 && services.every(({ stateful }) => stateful !== undefined);
}

/** Finds the binding that wrote a value which another one refers to. */
class Owners {
  private readonly byFile = new Map<SourceFile, EnvBinding[]>();

  constructor(bindings: readonly EnvBinding[]) {
    for (const binding of bindings) {
      if (binding.sink.kind !== "env-file") continue;
      const own = this.byFile.get(binding.span.file);
      if (own === undefined) this.byFile.set(binding.span.file, [binding]);
      else own.push(binding);
    }
  }

  /** The binding itself where it wrote the value; undefined where no binding did, as for the default of a build argument. */
  ownerOf(binding: EnvBinding, at: Span): EnvBinding | undefined {
    if (at.file === binding.span.file && binding.span.start <= at.start && at.end <= binding.span.end) return binding;
    const candidates = this.byFile.get(at.file) ?? [];
    let low = 0;
    let high = candidates.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const { start, end } = candidates[middle]!.span;
      if (at.start < start) high = middle - 1;
      else if (at.end > end) low = middle + 1;
      else return candidates[middle];
    }
    return undefined;
  }
}

/** Tells which folders deploy together: a stack's, those of the env files it loads, and those of the images it builds. */
class Sites {
  private readonly parents = new Map<string, string>();

  constructor(bindings: readonly EnvBinding[]) {
    const seen = new Set<SourceFile>();
    for (const { sink, span } of bindings) {
      if (seen.has(span.file)) continue;
      seen.add(span.file);
      const folder = folderOf(span.file.path);
      if (sink.kind === "env-file") {
        for (const { stack } of sink.environments) this.unite(folder, stack.folder);
        for (const stack of sink.stacks) this.unite(folder, stack.folder);
      }
    }
  }

  of({ span }: EnvBinding): string {
    return this.rootOf(folderOf(span.file.path));
  }

  private unite(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.parents.set(a, b);
  }

  private rootOf(folder: string): string {
    let root = folder;
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root)) root = parent;
    if (root !== folder) this.parents.set(folder, root);
    return root;
  }
}
