import type { Span } from "../../text/index.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Deployment } from "../deployment.ts";
import { locationOf } from "../nginx/index.ts";
import { runsText, labelOf } from "./graph-label.ts";
import type { Certainty, Listener } from "./listener.ts";
import { behindOpaque } from "./opaque.ts";
import type { Proxy, Unresolved } from "./proxy.ts";
import type { Handover, Target } from "./target.ts";

/** A picture of how requests reach what a project deploys. */
export interface Graph {
  readonly groups: readonly GraphGroup[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly unresolved: readonly Unresolved[];
}

/** The services of one Compose file. */
export interface GraphGroup {
  readonly id: string;
  /** The file's path, relative to the project root. */
  readonly path: string;
}

export interface GraphNode {
  readonly id: string;
  /** "outside": who comes from the network; "machine": who is on it already; "elsewhere": what is no part of the project; "missing": a name that nothing has. */
  readonly kind: "outside" | "machine" | "proxy" | "service" | "store" | "job" | "elsewhere" | "missing";
  readonly label: string;
  /** What it runs, as in "nginx:1.30" or "built from api/Dockerfile". */
  readonly detail: string | undefined;
  readonly group: string | undefined;
  readonly at: Span | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** "entrance": a port that is open; "handover": a proxy hands requests on; "use": a service uses a store. */
  readonly kind: "entrance" | "handover" | "use";
  /** As in "443 TLS", "/api/ :3000"; "" for a use. */
  readonly label: string;
  /** Whether what goes this way is encrypted; undefined for a use. */
  readonly tls: Certainty | undefined;
  /** Whether others than the machine can take this way without TLS and get more than a redirect. */
  readonly isExposed: boolean;
  readonly isCertain: boolean;
  readonly at: Span | undefined;
}

/** How many nodes and edges a picture has at most. */
const MOST = 2000;

/** The picture of all that was asked for; files that only serve tests and examples are left out where there are others. */
export function graphOf(deployment: Deployment): Graph {
  return new GraphBuilder(deployment).build();
}

class GraphBuilder {
  readonly #groups: GraphGroup[] = [];
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #ids = new Map<Service | Proxy, string>();

  constructor(private readonly deployment: Deployment) {}

  build(): Graph {
    const stacks = shownStacks(this.deployment);
    for (const stack of stacks) this.addStack(stack);
    const { traffic } = this.deployment;
    for (const proxy of traffic.proxies)
      if (proxy.container === undefined && this.deployment.isAsked(proxy.at.file)) this.addHostProxy(proxy);
    for (const listener of traffic.listeners) this.addListener(listener);
    for (const handover of traffic.handovers) this.addHandover(handover);
    for (const proxy of traffic.proxies) if (proxy.kind === "opaque") this.addOpaque(proxy);
    for (const { service, usedBy } of traffic.stores) for (const user of usedBy) this.addUse(user, service);
    const unresolved = traffic.unresolved.filter(({ at }) => this.deployment.isAsked(at.file)).slice(0, MOST);
    return { groups: this.#groups, nodes: [...this.#nodes.values()], edges: [...this.#edges.values()], unresolved };
  }

  private addStack(stack: Stack): void {
    const group: GraphGroup = { id: `stack${this.#groups.length}`, path: stack.file.path };
    this.#groups.push(group);
    for (const service of stack.services) {
      const id = this.addNode({ ...this.describe(service, stack), group: group.id, at: service.nameSpan });
      if (id !== undefined) this.#ids.set(service, id);
    }
  }

  private describe(service: Service, stack: Stack): Pick<GraphNode, "kind" | "label" | "detail"> {
    const proxy = this.deployment.traffic.proxyOf(service);
    const kind = service.stateful !== undefined ? "store" : service.isOneShot ? "job" : proxy !== undefined ? "proxy" : "service";
    return { kind, label: service.name, detail: runsText(service, stack) };
  }

  private addHostProxy(proxy: Proxy): void {
    const id = this.addNode({ kind: "proxy", label: proxy.name, detail: proxy.at.file.path, group: undefined, at: proxy.at });
    if (id !== undefined) this.#ids.set(proxy, id);
  }

  private addListener(listener: Listener): void {
    const { container, proxy, exposure, tls, isRedirectOnly, at } = listener;
    const to = container === undefined ? proxy && this.#ids.get(proxy) : this.#ids.get(container.service);
    if (to === undefined) return;
    const isOpen = exposure !== "loopback";
    if (!isOpen && this.isReachedThrough(listener)) return;
    const from = this.addNamed(isOpen ? "outside" : "machine", isOpen ? "outside" : "this machine");
    if (from === undefined) return;
    const isPlain = listener.protocol === "other" || (tls === "no" && !isRedirectOnly);
    this.addEdge({
      from,
      to,
      kind: "entrance",
      label: labelOf(listener),
      tls: isRedirectOnly ? "yes" : tls,
      isExposed: isPlain && (exposure === "all" || exposure === "lan"),
      isCertain: exposure !== "unknown",
      at,
    });
  }

  /** Whether the machine's own proxy uses it, whose arrow says so already. */
  private isReachedThrough(listener: Listener): boolean {
    const { service } = listener.container ?? {};
    if (service === undefined) return false;
    return this.deployment.traffic
      .handoversTo(service)
      .some(({ targets }) => targets.some((target) => target.kind === "service" && target.through === listener));
  }

  private addHandover({ proxy, level, pass, targets }: Handover): void {
    const from = this.idOf(proxy);
    if (from === undefined) return;
    const path = locationOf(level)?.path.value ?? "/";
    for (const target of targets) {
      const to = this.targetNode(target);
      if (to === undefined) continue;
      const isTls = pass.endpoint.scheme === "https" || pass.endpoint.scheme === "grpcs";
      const known = this.#edges.get(`${from} ${to} handover`);
      const label = pathsLabel(known?.label, path);
      const isCertain = target.kind === "service" || target.kind === "outside";
      this.addEdge({ from, to, kind: "handover", label, tls: isTls ? "yes" : "no", isExposed: false, isCertain, at: pass.directive.span });
    }
  }

  private targetNode(target: Target): string | undefined {
    if (target.kind === "service" || target.kind === "unshared") return this.#ids.get(target.service);
    if (target.kind === "outside") return this.addNamed("elsewhere", target.host);
    return target.kind === "missing" ? this.addNamed("missing", target.host) : undefined;
  }

  private addOpaque(proxy: Proxy): void {
    const from = this.idOf(proxy);
    if (from === undefined) return;
    for (const { end } of behindOpaque(proxy, this.deployment)) {
      const to = end.kind === "service" ? this.#ids.get(end.service) : undefined;
      if (to !== undefined)
        this.addEdge({ from, to, kind: "handover", label: "?", tls: "unknown", isExposed: false, isCertain: false, at: undefined });
    }
  }

  private addUse(user: Service, store: Service): void {
    const [from, to] = [this.#ids.get(user), this.#ids.get(store)];
    if (from === undefined || to === undefined || this.deployment.traffic.proxyOf(user) !== undefined) return;
    this.addEdge({ from, to, kind: "use", label: "", tls: undefined, isExposed: false, isCertain: true, at: undefined });
  }

  private idOf(proxy: Proxy): string | undefined {
    return proxy.container?.service === undefined ? this.#ids.get(proxy) : this.#ids.get(proxy.container.service);
  }

  private addNamed(kind: GraphNode["kind"], label: string): string | undefined {
    const key = kind === "outside" || kind === "machine" ? kind : `${kind} ${label}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known.id;
    return this.addNode({ kind, label, detail: undefined, group: undefined, at: undefined }, key);
  }

  private addNode(node: Omit<GraphNode, "id">, key?: string): string | undefined {
    if (this.#nodes.size >= MOST) return undefined;
    const id = key === "outside" || key === "machine" ? key : `n${this.#nodes.size}`;
    this.#nodes.set(key ?? id, { id, ...node });
    return id;
  }

  /** Handovers and uses between two nodes are one arrow; every way in is one of its own. */
  private addEdge(edge: GraphEdge): void {
    const key = `${edge.from} ${edge.to} ${edge.kind}${edge.kind === "entrance" ? ` ${edge.label}` : ""}`;
    if (this.#edges.size < MOST || this.#edges.has(key)) this.#edges.set(key, { ...this.#edges.get(key), ...edge });
  }
}

function shownStacks({ stacks, isAsked, classOf }: Deployment): readonly Stack[] {
  const asked = stacks.filter(({ file }) => isAsked(file));
  const shipped = asked.filter(({ file }) => !["test", "example", "ci"].includes(classOf(file)));
  return shipped.length > 0 ? shipped : asked;
}

/** Three paths at most, then how many more: "/, /api/ +2". */
function pathsLabel(label: string | undefined, path: string): string {
  if (label === undefined) return path;
  const [, shown, more] = /^(.*?)(?: \+(\d+))?$/s.exec(label)!;
  const paths = shown!.split(", ");
  if (paths.includes(path)) return label;
  if (more === undefined && paths.length < 3) return `${shown}, ${path}`;
  return `${shown} +${Number(more ?? 0) + 1}`;
}
