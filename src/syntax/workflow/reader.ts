import type { SourceFile, Span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import { isNull, walkScalars } from "../yaml/ask.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "../yaml/ast.ts";
import type { Condition, NamedValue, NamedValues, WorkflowScalar, WorkflowTemplate } from "./ast.ts";
import { readCondition, readValue } from "./value.ts";

/** What reading one workflow or action shares. Nodes that aliases share are read once, so that no problem is told twice. */
export class Reader {
  private readonly values = new Map<YamlScalar, WorkflowScalar>();

  constructor(
    readonly file: SourceFile,
    readonly problems: SyntaxProblem[],
  ) {}

  report(at: Span, message: string, severity: SyntaxProblem["severity"] = "error"): void {
    this.problems.push({ at, message, severity });
  }

  /** A scalar with its expressions, an empty one included. */
  value(node: YamlScalar): WorkflowScalar {
    const known = this.values.get(node);
    if (known !== undefined) return known;
    const value = readValue(node, this.problems);
    this.values.set(node, value);
    return value;
  }

  /** The value of an entry that takes text; undefined when it is missing or null, and reported when it is a list or a mapping. */
  text(entry: YamlEntry | undefined): WorkflowScalar | undefined {
    if (entry === undefined || isNull(entry.value)) return undefined;
    if (entry.value.kind === "scalar") return this.value(entry.value);
    this.report(
      entry.key.span,
      `${quoted(entry)} takes one value here; a ${entry.value.kind === "sequence" ? "list" : "mapping"} was passed over.`,
    );
    return undefined;
  }

  /** The values of an entry that takes one value or a list of them; undefined when it is missing. */
  texts(entry: YamlEntry | undefined): readonly WorkflowScalar[] | undefined {
    if (entry === undefined) return undefined;
    const { value } = entry;
    if (isNull(value)) return [];
    if (value.kind === "scalar") return [this.value(value)];
    if (value.kind === "mapping") {
      this.report(entry.key.span, `${quoted(entry)} takes a value or a list; a mapping was passed over.`);
      return [];
    }
    const scalars = value.items.filter((item): item is YamlScalar => item.kind === "scalar");
    if (scalars.length < value.items.length)
      this.report(entry.key.span, `${quoted(entry)} takes a list of texts; the items that are none were passed over.`);
    return scalars.map((item) => this.value(item));
  }

  /** The mapping behind a key; undefined when it is missing or null, and reported when it is something else. */
  mapping(entry: YamlEntry | undefined): YamlMapping | undefined {
    if (entry === undefined || isNull(entry.value)) return undefined;
    if (entry.value.kind === "mapping") return entry.value;
    this.report(entry.key.span, `${quoted(entry)} takes a mapping here; something else was passed over.`);
    return undefined;
  }

  /** The mappings of a list. */
  mappings(entry: YamlEntry | undefined): readonly YamlMapping[] {
    if (entry === undefined || isNull(entry.value)) return [];
    const items: readonly YamlNode[] = entry.value.kind === "sequence" ? entry.value.items : [];
    const mappings = items.filter((item): item is YamlMapping => item.kind === "mapping");
    if (entry.value.kind !== "sequence" || mappings.length < items.length) {
      this.report(entry.key.span, `${quoted(entry)} takes a list of mappings; what is none was passed over.`);
    }
    return mappings;
  }

  /** `env`, `with` and their like. */
  named(entry: YamlEntry | undefined): NamedValues {
    if (entry === undefined) return NOTHING;
    const keySpan = entry.key.span;
    if (entry.value.kind === "scalar" && !isNull(entry.value)) {
      const value = this.value(entry.value);
      if (value.kind === "template") return { entries: [], keySpan, expression: value };
    }
    const mapping = this.mapping(entry);
    return { entries: mapping === undefined ? [] : this.namedIn(mapping), keySpan, expression: undefined };
  }

  namedIn(mapping: YamlMapping): readonly NamedValue[] {
    const entries: NamedValue[] = [];
    for (const entry of mapping.entries) {
      const { key, value, span } = entry;
      if (value.kind !== "scalar") this.report(key.span, `${quoted(entry)} takes one value here; a list or mapping was passed over.`);
      else entries.push({ name: key.text, nameSpan: key.inner, value: this.value(value), span });
    }
    return entries;
  }

  condition(entry: YamlEntry | undefined): Condition | undefined {
    const value = this.text(entry);
    return entry === undefined || value === undefined ? undefined : readCondition(value, entry, this.problems);
  }

  /** Reads what nothing has asked for yet, and gives every value that holds an expression, in order of position. */
  templates(root: YamlNode): readonly WorkflowTemplate[] {
    walkScalars(root, (scalar) => {
      if (scalar.text.includes("${{")) this.value(scalar);
    });
    const templates = [...this.values.values()].filter((value) => value.kind === "template");
    return templates.sort((a, b) => a.span.start - b.span.start);
  }
}

const NOTHING: NamedValues = { entries: [], keySpan: undefined, expression: undefined };

/** A key in quotes for a message. */
export function quoted(entry: YamlEntry): string {
  const { text } = entry.key;
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
