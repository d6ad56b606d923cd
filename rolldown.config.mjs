import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "rolldown";

/** One lazy CommonJS chunk a format and a reporter: the shape that starts fastest. Everything but Node itself is bundled. */
const shared = {
  plugins: [
    {
      // The YAML parser asks the environment for every token whether to log it, which costs a fifth of its time and would let a variable print what a file holds.
      name: "no-yaml-log",
      transform: {
        filter: { id: /node_modules\/yaml\/dist\/(?:compose\/composer|parse\/parser)\.js$/ },
        handler: (code) => code.replaceAll(/node_process\.env\.LOG_(?:STREAM|TOKENS)/g, "false"),
      },
    },
  ],
  platform: "node",
  resolve: { mainFields: ["module", "main"], conditionNames: ["import", "node", "default"] },
  external: [/^node:/],
  logLevel: "warn",
};

/**
 * A rule's examples are only read by its page and by code scanning's help. Behind a getter they are neither compiled nor put together at every start.
 */
const lazyExamples = {
  name: "lazy-examples",
  transform: {
    filter: { id: /\/rules\/[a-z]+\/[a-z0-9-]+\.ts$/ },
    handler(code) {
      const declaration = this.parse(code, { lang: "ts" }).body.find(({ type }) => type === "ExportDefaultDeclaration")?.declaration;
      const examples = declaration?.arguments?.[0]?.properties?.find(({ key }) => key?.name === "examples");
      if (examples === undefined) return undefined;
      const { start, end, value } = examples;
      return `${code.slice(0, start)}get examples() { return ${code.slice(value.start, value.end)}; }${code.slice(end)}`;
    },
  },
};

/** The licences of everything that ends up in the bundle stand beside it. */
const notices = {
  name: "third-party-notices",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
    const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
    const texts = [...folders].map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      return `${name} ${version} (${license})\n\n${file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim()}\n`;
    });
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-NOTICES.txt", source: texts.sort().join(`\n${"-".repeat(80)}\n\n`) });
  },
};

export default defineConfig([
  {
    ...shared,
    plugins: [...shared.plugins, lazyExamples, notices],
    input: { cli: "src/cli/index.ts" },
    output: { dir: "dist", format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs", minify: true, cleanDir: true },
  },
]);
