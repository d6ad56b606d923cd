#!/usr/bin/env node
"use strict";

const { enableCompileCache } = require("node:module");

try {
  require.resolve("../dist/cli.cjs");
} catch {
  process.stderr.write("deploy-audit: this checkout is not built yet; run `npm ci && npm run build` in it first.\n");
  process.exit(2);
}
if (enableCompileCache === undefined) require("./code-cache.js").install();
else enableCompileCache();
require("../dist/cli.cjs");
