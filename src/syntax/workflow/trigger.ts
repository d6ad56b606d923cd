import { entryOf, isNull } from "../yaml/ask.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "../yaml/ast.ts";
import type { Input, Output, Trigger } from "./ast.ts";
import type { Reader } from "./reader.ts";

/** Reads `on` (GitHub documentation, "Workflow syntax", `on`): one event, a list of events, or a mapping of events to their settings. */
export function readTriggers(reader: Reader, entry: YamlEntry | undefined): readonly Trigger[] {
  if (entry === undefined) return [];
  const { value } = entry;
  if (value.kind === "mapping") return value.entries.map((event) => eventWithSettings(reader, event));
  const items: readonly YamlNode[] = value.kind === "sequence" ? value.items : [value];
  const triggers = items.flatMap((item) => triggersOf(reader, item));
  if (triggers.length < items.length)
    reader.report(entry.key.span, "An event is a name or a mapping of names to settings; what is neither was passed over.");
  return triggers;
}

/** An item of a list. GitHub wants a name there, but what a mapping says is plain enough. */
function triggersOf(reader: Reader, item: YamlNode): readonly Trigger[] {
  if (item.kind === "scalar") return isNull(item) ? [] : [bareTrigger(reader, item)];
  if (item.kind === "sequence") return [];
  reader.report(item.span, "A list of events takes names only, so GitHub refuses this mapping; it was read all the same.");
  return item.entries.map((event) => eventWithSettings(reader, event));
}

function bareTrigger(reader: Reader, name: YamlScalar): Trigger {
  return { ...settingsOf(reader, undefined), event: name.text, nameSpan: name.inner, span: name.span };
}

function eventWithSettings(reader: Reader, event: YamlEntry): Trigger {
  const common = { event: event.key.text, nameSpan: event.key.inner, span: event.span };
  if (event.key.text !== "schedule") return { ...settingsOf(reader, reader.mapping(event)), ...common };
  const crons = reader.mappings(event).map((item) => reader.text(entryOf(item, "cron")));
  return { ...settingsOf(reader, undefined), ...common, crons: crons.filter((cron) => cron !== undefined) };
}

function settingsOf(reader: Reader, settings: YamlMapping | undefined): Omit<Trigger, "event" | "nameSpan" | "span"> {
  const list = (key: string): Trigger["types"] => reader.texts(entryOf(settings, key));
  return {
    settings,
    types: list("types"),
    branches: list("branches"),
    branchesIgnore: list("branches-ignore"),
    tags: list("tags"),
    tagsIgnore: list("tags-ignore"),
    paths: list("paths"),
    pathsIgnore: list("paths-ignore"),
    workflows: list("workflows"),
    crons: [],
    inputs: readInputs(reader, entryOf(settings, "inputs")),
    secrets: readInputs(reader, entryOf(settings, "secrets")),
    outputs: readOutputs(reader, entryOf(settings, "outputs")),
  };
}

/** Reads the inputs of an event or an action. One without settings has only its name. */
export function readInputs(reader: Reader, entry: YamlEntry | undefined): readonly Input[] {
  return (reader.mapping(entry)?.entries ?? []).map((input) => {
    const settings = reader.mapping(input);
    return {
      name: input.key.text,
      nameSpan: input.key.inner,
      type: reader.text(entryOf(settings, "type")),
      required: reader.text(entryOf(settings, "required")),
      default: reader.text(entryOf(settings, "default")),
      options: reader.texts(entryOf(settings, "options")) ?? [],
      span: input.span,
    };
  });
}

/** Reads the outputs of a reusable workflow or an action. */
export function readOutputs(reader: Reader, entry: YamlEntry | undefined): readonly Output[] {
  return (reader.mapping(entry)?.entries ?? []).map((output) => ({
    name: output.key.text,
    nameSpan: output.key.inner,
    value: reader.text(entryOf(reader.mapping(output), "value")),
    span: output.span,
  }));
}
