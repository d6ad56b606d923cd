import { adminInterface, rolesOf } from "../model/image-facts.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import type { Setting } from "../model/environment/setting.ts";
import type { Fix } from "../text/index.ts";
import { upperNameOf } from "./environment.ts";

/** What the debug mode of a framework shows to visitors, by the variable that switches it on. */
const frameworks: Readonly<Record<string, string>> = {
  DEBUG: "most frameworks then answer errors with source code, variables and settings",
  APP_DEBUG: "error pages show source code and the environment, passwords included",
  FLASK_DEBUG: "an error page lets whoever causes an error run code on the server",
  DJANGO_DEBUG: "error pages show source code, variables and settings",
  WP_DEBUG: "pages show warnings with paths and queries",
  WORDPRESS_DEBUG: "pages show warnings with paths and queries",
  RAILS_DEBUG: "error pages show source code and variables",
  DEBUG_MODE: "errors show more than visitors should see",
};

/** Switches of tools that run where no visitor is: test runners, shells, CI. */
const tools =
  /^(?:RUNNER|ACTIONS|ACTIONS_STEP|STEP|BASH|CI|NPM|PIP|YARN|VITEST|JEST|PYTEST|CYPRESS|PLAYWRIGHT|COMPOSE|BUILDKIT|BUILD|NODE|NEXT)_DEBUG$/;
const truthy = /^(?:1|true|yes|on|y|t|enabled?)$/i;
const falsy = /^(?:0|false|no|off|n|f|disabled?|none|null|production)$/i;

/** Whether a variable switches the debug mode of what answers visitors, by its name. */
export function isDebugSwitch(binding: EnvBinding): boolean {
  const name = upperNameOf(binding);
  return frameworks[name] !== undefined || (name.endsWith("_DEBUG") && !tools.test(name));
}

/** What a value does to such a switch; "namespaces": it chooses what the npm package "debug" writes; undefined for a value that is not known. */
export function debugModeOf(binding: EnvBinding, value: string): "on" | "off" | "namespaces" | undefined {
  if (falsy.test(value)) return "off";
  if (upperNameOf(binding) === "DEBUG" && isNamespaces(value)) return "namespaces";
  return truthy.test(value) ? "on" : undefined;
}

/** `DEBUG=*` and `DEBUG=app:*,express:router`. */
function isNamespaces(value: string): boolean {
  return value === "*" || /^-?[\w@/.-]+:[\w*:-]*(?:[\s,]|$)/.test(value) || /^[\w:-]+\*$/.test(value);
}

/**
 * What visitors get to see, as a sentence; undefined where nothing is known of it, and for a database, a proxy or another finished product, whose debug mode
 * fills logs and shows no source code.
 */
export function debugShows(binding: EnvBinding): string | undefined {
  return isForProduct(binding) ? undefined : frameworks[upperNameOf(binding)];
}

function isForProduct({ sink }: EnvBinding): boolean {
  if (sink.kind !== "service" || sink.service.build !== undefined) return false;
  const { image, stateful } = sink.service;
  const reference = image?.reference;
  return (
    reference !== undefined &&
    (stateful !== undefined ||
      rolesOf(reference).length > 0 ||
      adminInterface(reference) !== undefined ||
      (reference.registry === "docker.io" && reference.repository.startsWith("library/")))
  );
}

const opposites: Readonly<Record<string, string>> = {
  "1": "0",
  true: "false",
  True: "False",
  TRUE: "FALSE",
  yes: "no",
  on: "off",
  On: "Off",
  t: "f",
  y: "n",
};

/** Switches off. Only in an env file: what a Compose file may write there depends on how YAML reads it. */
export function switchDebugOff({ sink }: EnvBinding, { at, text: value }: Setting & { kind: "known" }): Fix | undefined {
  const opposite = opposites[value];
  if (sink.kind !== "env-file" || opposite === undefined || at.end - at.start !== value.length) return undefined;
  return { title: `Set it to ${opposite}`, safety: "unsafe", edits: [{ span: at, replacement: opposite }] };
}
