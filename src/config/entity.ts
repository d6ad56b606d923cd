import { nearest } from "./nearest.ts";

/** The words an allowance may name a structure by, with how the structural paths of documents begin or hold it. */
const yamlSections: Readonly<Record<string, string>> = {
  service: "services",
  network: "networks",
  volume: "volumes",
  secret: "secrets",
  config: "configs",
  job: "jobs",
};
const bracketed = ["server", "location", "upstream", "map", "stage"];
export const entityKinds: readonly string[] = [...Object.keys(yamlSections), ...bracketed, "variable"];

/** What is wrong with an entity such as "service:db"; undefined when it is well formed. */
export function entityTrouble(entity: string): string | undefined {
  const at = entity.indexOf(":");
  if (at <= 0 || at === entity.length - 1) return `"${entity}" is no entity: write its kind and its name, as in "service:db"`;
  const kind = entity.slice(0, at);
  if (entityKinds.includes(kind)) return undefined;
  const near = nearest(kind, entityKinds);
  return `"${kind}" is no kind of entity${near === undefined ? `; there are ${entityKinds.join(", ")}` : `; did you mean "${near}"?`}`;
}

/** Whether a structural path, as in `services.db.ports[0]` or `http.server[example.com].listen`, lies within the entity. */
export function isWithinEntity(entity: string, path: string): boolean {
  const at = entity.indexOf(":");
  const [kind, name] = [entity.slice(0, at), entity.slice(at + 1)];
  const section = yamlSections[kind];
  if (section !== undefined) return begins(path, `${section}.${/^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name)}`);
  if (kind === "variable") return begins(path, name);
  const mark = `${kind}[${name}]`;
  const found = path.indexOf(mark);
  return found !== -1 && (found === 0 || path[found - 1] === ".");
}

function begins(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && /^(?:[.[#]|$)/.test(path.slice(prefix.length));
}
