"use strict";

// Node.js 22 keeps compiled code between runs by itself (module.enableCompileCache). For the older one this does the same for the chunks of the
// build: half of a short run is compiling them. V8 refuses code that another version of it, or other flags, made, and then compiles as usual.

const { existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, sep } = require("node:path");
const { Script } = require("node:vm");

const dist = join(__dirname, "..", "dist");

/** Makes `require` take compiled code from beside the chunks of `dist`; hands every script it compiles to `keep`. */
function install(keep) {
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...rest) {
    if (!filename.startsWith(dist + sep)) return compile.call(this, content, filename, ...rest);
    let cachedData;
    if (keep === undefined) {
      try {
        cachedData = readFileSync(`${filename}.cache`);
      } catch {
        return compile.call(this, content, filename, ...rest);
      }
    }
    const script = new Script(Module.wrap(content), { filename, cachedData });
    keep?.(filename, script);
    const require = (id) => this.require(id);
    return script.runInThisContext().call(this.exports, this.exports, require, this, filename, dist);
  };
}

module.exports = { install };

// Run by itself, behind the build: audits a sample and keeps what was compiled for it.
if (require.main === module) {
  const sample = join(__dirname, "..", "fixtures", "bookshop-behind-nginx");
  const isNeeded = Module.enableCompileCache === undefined && existsSync(sample);
  if (isNeeded) {
    const scripts = new Map();
    install((filename, script) => scripts.set(filename, script));
    const reports = ["text", "json"].map((format) => join(dist, `sample.${format}`));
    process.argv.splice(2, Infinity, "--fail-on", "never", "--format", `text=${reports[0]}`, "--format", `json=${reports[1]}`, sample);
    process.on("exit", () => {
      for (const report of reports) rmSync(report, { force: true });
      for (const [filename, script] of scripts) writeFileSync(`${filename}.cache`, script.createCachedData());
    });
    require("../dist/cli.cjs");
  }
}
