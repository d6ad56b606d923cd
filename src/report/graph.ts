import type { Graph, GraphEdge, GraphNode } from "../model/route/graph.ts";
import type { Span } from "../text/index.ts";
import { positionOf } from "../text/line-index.ts";
import { printable } from "./plain.ts";
import { serialize } from "./serialize.ts";

/** Turns a path relative to the project root into one to show. */
export type DisplayPath = (path: string) => string;

/** How long a text in a picture may be; what is longer is cut. */
const MOST_CHARACTERS = 80;

/** The picture as Mermaid draws it (mermaid.js.org, "Flowcharts"): thick arrows are TLS, dotted ones are not certain, red ones are open to others without TLS. */
export function renderMermaid(graph: Graph, displayPath: DisplayPath): string {
  const lines = ["flowchart LR", "  %% thick: TLS; dotted: not certain; red: open to others without TLS"];
  for (const node of graph.nodes) if (node.group === undefined) lines.push(`  ${mermaidNode(node)}`);
  for (const { id, path } of graph.groups) {
    lines.push(`  subgraph ${id}["${mermaidText(displayPath(path))}"]`);
    for (const node of graph.nodes) if (node.group === id) lines.push(`    ${mermaidNode(node)}`);
    lines.push("  end");
  }
  for (const edge of graph.edges) {
    const label = edge.label === "" ? "" : `|"${mermaidText(edge.label)}"|`;
    lines.push(`  ${edge.from} ${arrowOf(edge)}${label} ${edge.to}`);
  }
  const exposed = graph.edges.flatMap(({ isExposed }, i) => (isExposed ? [i] : []));
  if (exposed.length > 0) lines.push(`  linkStyle ${exposed.join(",")} stroke:#d1242f,color:#d1242f`);
  for (const [kind, style] of Object.entries(mermaidStyles))
    if (graph.nodes.some((node) => node.kind === kind)) lines.push(`  classDef ${kind} ${style}`);
  return `${lines.join("\n")}\n`;
}

const mermaidStyles: Readonly<Partial<Record<GraphNode["kind"], string>>> = {
  outside: "fill:none,stroke-dasharray:4",
  machine: "fill:none,stroke-dasharray:4",
  proxy: "stroke:#0969da,stroke-width:2px",
  store: "stroke:#8250df,stroke-width:2px",
  job: "stroke-dasharray:4",
  elsewhere: "fill:none,stroke-dasharray:4",
  missing: "stroke:#d1242f,stroke-width:2px,stroke-dasharray:4",
};

function mermaidNode(node: GraphNode): string {
  return `${node.id}${mermaidShape(node)}${mermaidStyles[node.kind] === undefined ? "" : `:::${node.kind}`}`;
}

function mermaidShape({ kind, label, detail }: GraphNode): string {
  const small = detail === undefined ? "" : `<br/><small>${mermaidText(detail)}</small>`;
  const text = `"${mermaidText(label)}${small}"`;
  if (kind === "outside" || kind === "machine") return `((${text}))`;
  if (kind === "proxy") return `{{${text}}}`;
  if (kind === "store") return `[(${text})]`;
  return kind === "elsewhere" || kind === "missing" ? `(${text})` : `[${text}]`;
}

function arrowOf({ tls, isCertain }: GraphEdge): string {
  if (!isCertain || tls === "unknown") return "-.->";
  return tls === "yes" ? "==>" : "-->";
}

/** Everything that Mermaid or the HTML it makes could take for something else is written as an entity of Mermaid's (`#34;`). */
function mermaidText(text: string): string {
  return shortened(text).replace(/["#%&;<>`|\\]/g, (character) => `#${character.charCodeAt(0)};`);
}

/** The picture as Graphviz draws it (graphviz.org, "DOT Language"). */
export function renderDot(graph: Graph, displayPath: DisplayPath): string {
  const lines = ["digraph deployment {", "  rankdir=LR;", '  node [shape=box, fontname="Helvetica"];', '  edge [fontname="Helvetica"];'];
  for (const node of graph.nodes) if (node.group === undefined) lines.push(`  ${dotNode(node)}`);
  for (const { id, path } of graph.groups) {
    lines.push(`  subgraph cluster_${id} {`, `    label="${dotText(displayPath(path))}";`);
    for (const node of graph.nodes) if (node.group === id) lines.push(`    ${dotNode(node)}`);
    lines.push("  }");
  }
  for (const edge of graph.edges) {
    const arrow = arrowOf(edge);
    const style = arrow === "-.->" ? ", style=dotted" : arrow === "==>" ? ", penwidth=2" : "";
    lines.push(`  ${edge.from} -> ${edge.to} [label="${dotText(edge.label)}"${style}${edge.isExposed ? ', color="#d1242f"' : ""}];`);
  }
  return `${lines.join("\n")}\n}\n`;
}

const dotStyles: Readonly<Record<GraphNode["kind"], string>> = {
  outside: ", shape=ellipse, style=dashed",
  machine: ", shape=ellipse, style=dashed",
  proxy: ", shape=hexagon",
  service: "",
  store: ", shape=cylinder",
  job: ", style=dashed",
  elsewhere: ", style=dashed",
  missing: ', style=dashed, color="#d1242f"',
};

function dotNode({ id, kind, label, detail }: GraphNode): string {
  const text = `${dotText(label)}${detail === undefined ? "" : `\\n${dotText(detail)}`}`;
  return `${id} [label="${text}"${dotStyles[kind]}];`;
}

function dotText(text: string): string {
  return shortened(text).replace(/["\\]/g, (character) => `\\${character}`);
}

function shortened(text: string): string {
  const shown = printable(text);
  return shown.length <= MOST_CHARACTERS ? shown : `${shown.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** The picture as data; lines and columns are 1-based. */
export function renderGraphJson(graph: Graph, displayPath: DisplayPath): string {
  const placeOf = (at: Span | undefined): object => {
    if (at === undefined) return {};
    const { line, column } = positionOf(at.file, at.start);
    return { path: displayPath(at.file.path), line, column };
  };
  return serialize({
    version: 1,
    groups: graph.groups.map(({ id, path }) => ({ id, path: displayPath(path) })),
    nodes: graph.nodes.map(({ at, ...node }) => ({ ...node, ...placeOf(at) })),
    edges: graph.edges.map(({ at, ...edge }) => ({ ...edge, ...placeOf(at) })),
    unresolved: graph.unresolved.map(({ at, what, why }) => ({ what, why, ...placeOf(at) })),
  });
}
