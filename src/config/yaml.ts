import { isNull } from "../syntax/yaml/ask.ts";
import type { YamlNode, YamlScalar } from "../syntax/yaml/ast.ts";
import { parseYaml } from "../syntax/yaml/parse.ts";
import type { SourceFile } from "../text/index.ts";
import type { Setting, SettingProblem, Settings, SettingScalar } from "./setting.ts";

/** Reads `.deploy-audit.yaml`: YAML 1.2, so `on` and `off` are words. Anything the YAML reader is not sure of is a problem: settings are not guessed. */
export function readYamlSettings(file: SourceFile): Settings {
  const { root, documents, problems } = parseYaml(file);
  const found: SettingProblem[] = problems.map(({ at, message }) => ({ at, message }));
  if (documents.length > 1)
    found.push({ message: "the file holds more than one YAML document", ...(documents[1] && { at: documents[1].span }) });
  return { root: root === undefined || isNull(root) ? undefined : settingOf(root), problems: found };
}

function settingOf(node: YamlNode): Setting {
  if (node.kind === "scalar") return { kind: "scalar", at: node.span, value: valueOf(node) };
  if (node.kind === "sequence") return { kind: "list", at: node.span, items: () => node.items.map(settingOf) };
  const entries = (): ReturnType<Extract<Setting, { kind: "table" }>["entries"]> =>
    node.entries.map(({ key, value }) => ({ key: key.text, keyAt: key.span, value: settingOf(value) }));
  return { kind: "table", at: node.span, entries };
}

/** The core schema (YAML 1.2.2, section 10.3.2). */
function valueOf(node: YamlScalar): SettingScalar["value"] {
  if (isNull(node)) return null;
  if (node.style !== "plain" || node.tag !== undefined) return node.text;
  if (/^(?:true|True|TRUE)$/.test(node.text)) return true;
  if (/^(?:false|False|FALSE)$/.test(node.text)) return false;
  return /^[-+]?(?:\d+|\.\d+|\d+\.\d*)(?:[eE][-+]?\d+)?$|^0o[0-7]+$|^0x[0-9a-fA-F]+$|^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(
    node.text,
  )
    ? Number(node.text)
    : node.text;
}
