import { defineConfig } from "rolldown";

/** The tools for those who work on deploy-audit; not published. */
export default defineConfig({
  platform: "node",
  resolve: { mainFields: ["module", "main"], conditionNames: ["import", "node", "default"] },
  external: [/^node:/],
  logLevel: "warn",
  input: {
    "new-rule": "src/dev/new-rule.ts",
    "write-docs": "src/dev/write-docs.ts",
    "parse-only": "src/dev/parse-only.ts",
    bench: "src/dev/bench.ts",
    mutants: "src/dev/mutants.ts",
  },
  output: { dir: "dist-dev", format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs", cleanDir: true },
});
