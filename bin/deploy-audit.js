#!/usr/bin/env node
"use strict";

require("node:module").enableCompileCache?.();
try {
  require.resolve("../dist/cli.cjs");
} catch {
  process.stderr.write("deploy-audit: this checkout is not built yet; run `npm ci && npm run build` in it first.\n");
  process.exit(2);
}
require("../dist/cli.cjs");
