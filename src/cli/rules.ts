import { families } from "../../rules/index.ts";
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
  sensitive: ["repo"],
};

/** The rules that have something to say about these kinds, in order of id. */
export async function loadRules(kinds: Iterable<Kind>): Promise<readonly Rule[]> {
  return load(new Set([...kinds].flatMap((kind) => needed[kind])));
}

/** The whole catalogue, in order of id. */
export async function loadAllRules(): Promise<readonly Rule[]> {
  return load(Object.keys(families));
}

async function load(names: Iterable<string>): Promise<readonly Rule[]> {
  const loaded = await Promise.all([...names].flatMap((name) => families[name]?.() ?? []));
  return loaded.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}
