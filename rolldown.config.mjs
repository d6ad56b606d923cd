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

export default defineConfig([
  {
    ...shared,
    input: { cli: "src/cli/index.ts" },
    output: { dir: "dist", format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name]-[hash].cjs", minify: true, cleanDir: true },
  },
]);
