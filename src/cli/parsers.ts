import type { Document, Kind } from "../model/deployment.ts";
import type { SourceFile } from "../text/index.ts";

/** What reads one kind of file. Each is a chunk of its own, loaded when the project has such a file. */
export interface Parser {
  parse(file: SourceFile): Document;
  /** Why a text is a template of such a file rather than one itself. */
  templateReason(text: string): string | undefined;
}

export type Parsers = ReadonlyMap<Kind, Parser>;

const loaders: Readonly<Record<Kind, () => Promise<Parser>>> = {
  dockerfile: async () => {
    const { dockerfileTemplateReason, parseDockerfile } = await import("../syntax/dockerfile/index.ts");
    return { parse: parseDockerfile, templateReason: dockerfileTemplateReason };
  },
  compose: async () => {
    const [{ parseCompose }, { yamlTemplateReason }] = await Promise.all([
      import("../syntax/compose/parse.ts"),
      import("../syntax/yaml/template.ts"),
    ]);
    return { parse: parseCompose, templateReason: yamlTemplateReason };
  },
  nginx: async () => {
    const { nginxTemplateReason, parseNginx } = await import("../syntax/nginx/index.ts");
    return { parse: parseNginx, templateReason: nginxTemplateReason };
  },
  dotenv: async () => {
    const { parseDotenv } = await import("../syntax/dotenv/index.ts");
    return { parse: parseDotenv, templateReason: () => undefined };
  },
  workflow: async () => {
    const [{ parseWorkflow }, { yamlTemplateReason }] = await Promise.all([
      import("../syntax/workflow/index.ts"),
      import("../syntax/yaml/template.ts"),
    ]);
    return { parse: parseWorkflow, templateReason: yamlTemplateReason };
  },
  script: async () => {
    const { parseScript } = await import("../syntax/script/parse.ts");
    return { parse: parseScript, templateReason: () => undefined };
  },
  dockerignore: async () => {
    const { parseDockerignore } = await import("../syntax/dockerignore/parse.ts");
    return { parse: parseDockerignore, templateReason: () => undefined };
  },
  gitignore: async () => {
    const { parseGitignore } = await import("../syntax/gitignore/parse.ts");
    return { parse: parseGitignore, templateReason: () => undefined };
  },
  dependabot: async () => {
    const { parseDependabot } = await import("../syntax/dependabot/parse.ts");
    return { parse: parseDependabot, templateReason: () => undefined };
  },
  manifest: async () => {
    const { parseManifest } = await import("../syntax/manifest/parse.ts");
    return { parse: parseManifest, templateReason: () => undefined };
  },
  sensitive: async () => {
    const { parseSensitive } = await import("../syntax/sensitive/parse.ts");
    return { parse: parseSensitive, templateReason: () => undefined };
  },
  action: async () => {
    const [{ parseAction }, { yamlTemplateReason }] = await Promise.all([
      import("../syntax/workflow/index.ts"),
      import("../syntax/yaml/template.ts"),
    ]);
    return { parse: parseAction, templateReason: yamlTemplateReason };
  },
};

/** Loads what reads these kinds, those in `known` not again. A parser reads each file once, however often it is asked. */
export async function loadParsers(kinds: Iterable<Kind>, known: Parsers = new Map()): Promise<Parsers> {
  const parsers = new Map(known);
  for (const kind of new Set(kinds)) if (!parsers.has(kind)) parsers.set(kind, remembering(await loaders[kind]()));
  return parsers;
}

function remembering(parser: Parser): Parser {
  const documents = new WeakMap<SourceFile, Document>();
  return {
    templateReason: parser.templateReason,
    parse(file) {
      let document = documents.get(file);
      if (document === undefined) {
        document = parser.parse(file);
        documents.set(file, document);
      }
      return document;
    },
  };
}
