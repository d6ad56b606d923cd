import type { Directive } from "../../syntax/nginx/ast.ts";
import type { Located } from "../../text/index.ts";
import { answerOf, takesEverything, type Answer } from "./answer.ts";
import { partOf } from "./endpoint.ts";
import { NginxLevel } from "./level.ts";
import { isPassName, readPasses, type Constants, type NginxPass } from "./pass.ts";

/** How a location's argument is compared with the path: nothing, `=`, `^~`, `~`, `~*`, `@`. */
export type LocationMatch = "prefix" | "exact" | "preferred-prefix" | "regex" | "regex-any-case" | "named";

const modifiers: Readonly<Record<string, LocationMatch>> = { "=": "exact", "^~": "preferred-prefix", "~": "regex", "~*": "regex-any-case" };

export class NginxLocation extends NginxLevel {
  override readonly kind = "location";
  declare readonly directive: Directive;

  /** The modifier may also be written together with the path, as in `location ~\.php$`. */
  get match(): LocationMatch {
    return this.argument.match;
  }

  /** What the path is compared with: a path, a regular expression, or a name with its `@`. */
  get path(): Located<string> {
    return this.argument.path;
  }

  get isRegex(): boolean {
    return this.match === "regex" || this.match === "regex-any-case";
  }

  /** Only reached from inside: by name, or marked `internal`. */
  get isInternal(): boolean {
    return this.match === "named" || this.own("internal").length > 0;
  }

  /** Where Let's Encrypt and others look for a challenge's answer, which must be served without TLS. */
  get isAcmeChallenge(): boolean {
    return /^[\^/(]*\\?\/?\\?\.well-known(?:$|[\\/)])/.test(this.path.value);
  }

  /** An endpoint for probes, as `= /healthz`, or one that nginx's own probes go through; nothing there is worth protecting, logging or forwarding headers to. */
  get isHealthCheck(): boolean {
    if (this.isInternal && this.own("health_check").length > 0) return true;
    const plain = this.isRegex ? this.path.value.replace(/^\^|\$$|\\|\/\?$/g, "").replace(/\/\?$/, "") : this.path.value;
    const last = plain
      .replace(/\/$/, "")
      .split("/")
      .at(-1)!
      .replace(/^\((?:\?:)?|\)$/g, "");
    return last !== "" && last.split("|").every((word) => healthNames.test(word));
  }

  /** Whether only what pages are made of lies there, going by the path: `~* \.(?:css|js|png)$`, `/static/`. */
  get isAssets(): boolean {
    const path = this.path.value;
    if (!this.isRegex) return assetFolder.test(path);
    if (assetFolder.test(path.replace(/^\^/, ""))) return true;
    const dot = path.indexOf("\\.");
    const endings = dot === -1 ? "" : path.slice(dot + 2).replace(/\\(?=\.)|[()?:$]/g, "");
    return endings !== "" && endings.split(/[|.]/).every((ending) => assetEnding.test(ending));
  }

  /** Whether every path not taken by another location ends up here. */
  get isCatchAll(): boolean {
    return this.isRegex ? takesEverything(this.path.value) : this.path.value === "/" && this.match !== "exact";
  }

  /** What hands the request on, at this location itself; undefined when it answers by itself. `if` blocks inside may do otherwise: see `passes`. */
  get proxyPass(): Directive | undefined {
    return this.directives.find((directive) => isPassName(directive.name.value));
  }

  get answer(): Answer {
    return answerOf(this);
  }

  /** Serves files: `root`, `alias` or `try_files` of its own, or those of the levels around it, and nothing that answers before. */
  get isStatic(): boolean {
    if (this.proxyPass || this.answer !== "content") return false;
    return ["try_files", "root", "alias"].some((name) => this.effective(name).directives.length > 0);
  }

  private get argument(): { readonly match: LocationMatch; readonly path: Located<string> } {
    const [first, second] = this.directive.args;
    if (first === undefined) return { match: "prefix", path: { value: "", span: this.directive.name.span } };
    if (second !== undefined) return { match: modifiers[first.text] ?? "prefix", path: { value: second.text, span: second.span } };
    const written = /^(?:=|\^~|~\*|~)/.exec(first.text)?.[0] ?? "";
    const match = first.text.startsWith("@") ? "named" : (modifiers[written] ?? "prefix");
    const value = first.text.slice(written.length);
    return { match, path: { value, span: written === "" ? first.span : partOf(first, written.length, first.text.length) } };
  }
}

const assetFolder =
  /^\/(?:[\w.-]+\/){0,2}(?:_?static|assets?|_next\/static|fonts?|images?|img|css|js|icons?|dist|build|media|favicon\.ico|robots\.txt)(?:\/|$)/;
const assetEnding =
  /^(?:css|m?jsx?|map|jpe?g|jpg|png|gif|ico|cur|gz|svgz?|webp|avif|avifs|bmp|tiff?|woff2?|woff|ttf|ttc|otf|eot|mp[34]|m4[av]|aac|ogg|og[av]|webm|mov|htc|json|webmanifest|wasm|txt|xml|pdf)$/;

const healthNames =
  /^[_-]?(?:nginx|lb|app|api)?[_-]?(?:health|healthz|health[_-]?checks?|healthy|ready|readyz|readiness|live|livez|liveness|alive|ping|heartbeat)$/i;

/** The passes of a level and of the conditions inside it, but not of locations inside. */
export function passesOf(level: NginxLevel, constants: Constants): readonly NginxPass[] {
  const inner = level.levels.filter(({ kind }) => kind === "if" || kind === "limit_except");
  return [...readPasses(level, constants), ...inner.flatMap((condition) => passesOf(condition, constants))];
}
