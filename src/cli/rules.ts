import { families, single } from "../../rules/index.ts";
import type { Kind } from "../model/deployment.ts";
import type { Rule } from "../rule/define-rule.ts";

const needed: Readonly<Record<Kind, readonly string[]>> = {
  dockerfile: ["dockerfile", "env", "deploy", "repo"],
  compose: ["compose", "env", "deploy", "repo"],
  nginx: ["nginx", "deploy"],
  dotenv: ["env", "deploy", "repo"],
  workflow: ["gha", "env", "deploy", "repo"],
  action: ["gha"],
  script: [],
  dockerignore: [],
  gitignore: [],
  dependabot: [],
  manifest: [],
  sensitive: ["repo"],
};

/** What is loaded of the rules across files where no containers are: those that speak of one file. */
const alone = ["deploy/placeholder-host", "deploy/public-prefix-secret"];

/** The rules that have something to say about these kinds, in order of id. */
export async function loadRules(kinds: Iterable<Kind>): Promise<readonly Rule[]> {
  const names = new Set([...kinds].flatMap((kind) => needed[kind]));
  const given = new Set(kinds);
  if (!given.has("compose") && !given.has("dockerfile") && !given.has("workflow") && names.delete("deploy"))
    for (const id of alone) names.add(id);
  return load(names);
}

/** The whole catalogue, in order of id. */
export async function loadAllRules(): Promise<readonly Rule[]> {
  return load(Object.keys(families));
}

async function load(names: Iterable<string>): Promise<readonly Rule[]> {
  const loaded = await Promise.all([...names].flatMap((name) => (families[name] ?? single[name])?.() ?? []));
  return loaded.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}
