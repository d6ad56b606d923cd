import { readCommandLine, type AuditRequest } from "./options.ts";
import type { Console } from "./run.ts";
import { isTerminal, writeOut } from "./standard-output.ts";
import { version } from "./version.ts";

void main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = await obey(words);
  } catch (error) {
    // A mistake of this program; whoever runs it gets a sentence, and the trace on request.
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`deploy-audit: stopped because of a mistake of its own (${message}). Nothing was vouched for.\n`);
    if (process.env["DEPLOY_AUDIT_DEBUG"] === "1") process.stderr.write(`${error instanceof Error ? (error.stack ?? "") : ""}\n`);
    process.exitCode = 2;
  }
}

async function obey(words: readonly string[]): Promise<number> {
  if (words.length === 1 && (words[0] === "--version" || words[0] === "-v")) return say(`${version}\n`);
  const command = readCommandLine(words);
  switch (command.kind) {
    case "help":
      return say((await import("./help.ts")).help);
    case "version":
      return say(`${version}\n`);
    case "rules":
      return say(await (await import("./catalogue.ts")).listRules());
    case "explain":
      return explain(command.rule);
    case "graph":
      return (await import("./graph.ts")).drawGraph(command.options, console());
    case "audit":
      return audit(command.options);
    case "misuse":
      return complain(`deploy-audit: ${command.message}. See deploy-audit --help.\n`);
  }
}

function say(text: string): number {
  writeOut(text);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(text);
  return 2;
}

async function explain(rule: string): Promise<number> {
  const explained = await (await import("./catalogue.ts")).explainRule(rule);
  return "text" in explained ? say(explained.text) : complain(`deploy-audit: ${explained.trouble}\n`);
}

async function audit(options: AuditRequest): Promise<number> {
  return (await import("./run.ts")).run(options, console());
}

function console(): Console {
  return {
    out: writeOut,
    warn: (message) => process.stderr.write(`${message}\n`),
    isTerminal: isTerminal(),
    environment: process.env,
    folder: process.cwd(),
  };
}
