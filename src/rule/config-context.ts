import type { ConfigLink } from "../model/route/proxy.ts";
import type { Directive } from "../syntax/nginx/ast.ts";
import type { Span } from "../text/index.ts";

/** What is wrong with a configuration at the place it comes to stand at. */
export type ContextFault =
  | { readonly kind: "unknown"; readonly why: string }
  | {
      readonly kind: "misplaced";
      /** As in `"web"`. */
      readonly who: string;
      /** What nginx takes the file for, as the end of a sentence. */
      readonly expected: string;
      readonly at: Span | undefined;
      /** Goes on from the sentence about the place. */
      readonly note: string;
    };

/** What only stands at the top of a whole configuration. */
const onlyAtTop = ["events", "http", "stream", "mail", "user", "worker_processes", "pid", "worker_rlimit_nofile", "load_module", "daemon"];

/**
 * What nginx cannot take at the place a file comes to stand at. "none" where all is well; undefined for a file that nginx does not read from there by
 * itself, for one without content, and for what another one includes.
 */
export function contextFaultOf(link: ConfigLink, beside: readonly ConfigLink[]): ContextFault | "none" | undefined {
  const { meaning, config, document, container } = link;
  const { directives } = document;
  const who = container.service === undefined ? "the image" : `"${container.service.name}"`;
  if (directives.length === 0 || config.document !== document) return undefined;
  if (meaning === "main") {
    const isOpen = config.root.unresolved.some(({ sets }) => sets === undefined);
    if (config.kind === "main" && config.root.levels.some(({ kind }) => kind === "events")) return "none";
    if (isOpen) return { kind: "unknown", why: "a file it includes is not part of the project" };
    const stray = directives.find(({ name }) => !onlyAtTop.includes(name.value) && name.value !== "include");
    const misfit = config.kind === "main" ? undefined : (stray ?? directives[0]);
    return {
      kind: "misplaced",
      who,
      expected: `a whole configuration${misfit === undefined ? ' with an "events" block, which this one lacks' : ""}`,
      ...noteOn(misfit, "but it begins with a part of one here"),
    };
  }
  if (meaning !== "part" && meaning !== "template") return undefined;
  const misfit = directives.find(({ name }) => onlyAtTop.includes(name.value) || name.value === "location");
  if (misfit === undefined) return "none";
  const replaced = beside.find((one) => one.meaning === "main" && one !== link);
  if (replaced !== undefined) return { kind: "unknown", why: `where "${replaced.document.file.path}" includes it is not known` };
  return {
    kind: "misplaced",
    who,
    expected: 'a part of "http"',
    ...noteOn(
      misfit,
      `but ${misfit.name.value === "location" ? "a location stands" : `"${misfit.name.value}" stands`} outside of ${misfit.name.value === "location" ? "any server" : "it"} here`,
    ),
  };
}

function noteOn(directive: Directive | undefined, note: string): { readonly at: Span | undefined; readonly note: string } {
  return { at: directive?.name.span, note };
}
