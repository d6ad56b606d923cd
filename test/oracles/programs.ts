import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

/** A program we compare with: where it was found, or why it is missing. */
export type Program =
  | { readonly kind: "found"; readonly path: string; readonly version: string }
  | { readonly kind: "missing"; readonly why: string };

/** "docker" is a program of ours around the packages that Docker itself reads Dockerfiles, Compose files and env files with. */
export interface Programs {
  readonly docker: Program;
  readonly nginx: Program;
  readonly openssl: Program;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly programs: Programs;
  }
}

const root = join(import.meta.dirname, "../..");

/**
 * Looks for the programs once before all comparisons, builds those that are ours, and prints what was found. What is missing is only
 * skipped, but where the environment says `DEPLOY_AUDIT_ORACLES=required` it is an error.
 */
export function setup({ provide }: TestProject): void {
  const programs: Programs = {
    docker: buildDocker(),
    nginx: find("nginx", ["-v"], /nginx\/(\S+)/),
    openssl: find("openssl", ["version"], /OpenSSL (\S+)/),
  };
  for (const [name, program] of Object.entries(programs)) {
    console.log(`oracle ${name}: ${program.kind === "found" ? program.version : `missing, its comparisons are skipped: ${program.why}`}`);
  }
  const missing = Object.entries(programs).filter(([, program]) => program.kind === "missing");
  if (process.env["DEPLOY_AUDIT_ORACLES"] === "required" && missing.length > 0) {
    throw new Error(`Programs to compare with are required, but missing: ${missing.map(([name]) => name).join(", ")}`);
  }
  provide("programs", programs);
}

function buildDocker(): Program {
  const folder = join(root, "node_modules/.cache/deploy-audit-oracles");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "docker");
  const args = ["build", "-mod=readonly", "-buildvcs=false", "-o", path, "."];
  const build = spawnSync("go", args, { cwd: join(import.meta.dirname, "go"), encoding: "utf8", timeout: 170_000 });
  if (build.error !== undefined) return { kind: "missing", why: `go cannot be run: ${build.error.message}` };
  if (build.status !== 0) return { kind: "missing", why: `go build failed: ${build.stderr.trim()}` };
  const { stdout } = spawnSync(path, { input: JSON.stringify({ kind: "versions" }), encoding: "utf8" });
  const { value }: { value: string[] } = JSON.parse(stdout);
  return { kind: "found", path, version: value.join(", ") };
}

function find(name: string, args: readonly string[], version: RegExp): Program {
  const { status, stdout, stderr } = spawnSync(name, args, { encoding: "utf8" });
  if (status !== 0) return { kind: "missing", why: `${name} is not on the PATH` };
  return { kind: "found", path: name, version: version.exec(stdout + stderr)?.[1] ?? "of unknown version" };
}
