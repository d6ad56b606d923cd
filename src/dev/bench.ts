import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One command line to time; `budget` is the highest ratio to `node -e 0` (or to `against`) that is still as fast as promised. */
interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly budget: number;
  readonly rounds: number;
  readonly against?: readonly string[];
}

const root = process.cwd();
const cli = join(root, "bin", "deploy-audit.js");
const parseOnly = join(root, "dist-dev", "parse-only.cjs");
// Where it is set, Node loads a bundle of certificates at every start, which flatters every ratio.
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

const scratch = mkdtempSync(join(tmpdir(), "deploy-audit-bench-"));
try {
  run();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function run(): void {
  const sample = join(scratch, "sample");
  // A configuration would load every rule to know their names.
  cpSync(join(root, "fixtures", "bookshop-behind-nginx"), sample, {
    recursive: true,
    filter: (path) => !path.endsWith(".deploy-audit.yaml"),
  });
  const twenty = join(scratch, "twenty");
  const thousands = join(scratch, "thousands");
  copies(sample, twenty, 20);
  copies(sample, thousands, 5_000);
  const audit = (...paths: string[]): readonly string[] => [cli, "--fail-on", "never", ...paths];
  const cases: readonly Case[] = [
    { name: "--version", args: [cli, "--version"], budget: 1.3, rounds: 15 },
    { name: "one nginx file", args: audit(join(sample, "nginx/nginx.conf")), budget: 1.6, rounds: 15 },
    { name: "one env file", args: audit(join(sample, ".env")), budget: 1.6, rounds: 15 },
    { name: "one Dockerfile", args: audit(join(sample, "Dockerfile")), budget: 2.1, rounds: 15 },
    { name: "one Compose file", args: audit(join(sample, "docker-compose.yml")), budget: 2.3, rounds: 15 },
    { name: "a project of 20 files", args: audit(twenty), budget: 5.5, rounds: 11 },
    {
      name: "5,000 files, against parsing them",
      args: audit("--format", "json", thousands),
      budget: 1.5,
      rounds: 3,
      against: [parseOnly, thousands],
    },
  ];
  for (const one of cases) measure(one);
}

function measure({ name, args, budget, rounds, against = ["-e", "0"] }: Case): void {
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const floor = time(against);
    const own = time(args);
    // The first round warms the file system's cache.
    if (round === 0) continue;
    ratios.push(own / floor);
    times.push(own);
  }
  const ratio = median(ratios);
  console.log(
    `${ratio <= budget ? "within" : "OVER  "}  ${ratio.toFixed(2).padStart(6)} × (budget ${budget})  ${median(times).toFixed(0).padStart(6)} ms  ${name}`,
  );
}

function time(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [...args], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr.toString().slice(0, 500)}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Copies a project into numbered folders until there are at least `files` files; the copies differ in a comment. */
function copies(from: string, to: string, files: number): void {
  const names = readdirSync(from, { recursive: true, encoding: "utf8" }).filter(
    (name) => statSync(join(from, name)).isFile() && !name.endsWith(".txt"),
  );
  for (let made = 0, copy = 0; made < files; copy++) {
    for (const name of names) {
      if (made++ >= files) break;
      const target = join(to, `project-${copy}`, name);
      mkdirSync(join(target, ".."), { recursive: true });
      cpSync(join(from, name), target);
      if (/\.ya?ml$/.test(name)) writeFileSync(target, `# copy ${copy}\n${readFileSync(target, "utf8")}`);
    }
  }
}
