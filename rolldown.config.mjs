import { defineConfig } from "rolldown";

/** One lazy CommonJS chunk a format and a reporter: the shape that starts fastest. Everything but Node itself is bundled. */
const shared = {
  platform: "node",
  resolve: { mainFields: ["module", "main"], conditionNames: ["import", "node", "default"] },
  external: [/^node:/],
  logLevel: "warn",
};

export default defineConfig([
  {
    ...shared,
    input: { cli: "src/cli/index.ts" },
    output: { dir: "dist", format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs", minify: true, cleanDir: true },
  },
]);
