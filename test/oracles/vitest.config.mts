import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** The comparisons with real programs, which `npm test` leaves out: they need those programs, and minutes. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../.."),
    include: ["test/oracles/*.oracle.ts"],
    globalSetup: [join(import.meta.dirname, "programs.ts")],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What the comparisons print is read by people.
    disableConsoleIntercept: true,
  },
});
