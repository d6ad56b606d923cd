import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { inject } from "vitest";

export type Question =
  | { readonly kind: "dockerfile"; readonly text: string }
  | { readonly kind: "word"; readonly text: string; readonly escape: string; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: "template" | "dotenv"; readonly text: string; readonly env: Readonly<Record<string, string>> }
  | {
      readonly kind: "compose";
      readonly folder: string;
      readonly files: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly readsEnvFiles?: boolean;
    };

/** What Docker's own reader makes of the question, or why it refuses. */
export type Answer<T> = { readonly value: T; readonly error?: undefined } | { readonly value?: undefined; readonly error: string };

const program = inject("programs").docker;
export const hasDocker = program.kind === "found";

/** Asks Docker's own readers, through one process that answers in order. */
export class Docker {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly waiting: { resolve(answer: Answer<never>): void; reject(error: Error): void }[] = [];

  constructor() {
    this.process = spawn(program.kind === "found" ? program.path : "");
    let complaint = "";
    this.process.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
    createInterface({ input: this.process.stdout }).on("line", (line) => this.waiting.shift()?.resolve(JSON.parse(line)));
    this.process.on("close", () => {
      const error = new Error(`The oracle ended before it answered: ${complaint.slice(0, 2000)}`);
      for (const one of this.waiting.splice(0)) one.reject(error);
    });
  }

  ask<T>(question: Question): Promise<Answer<T>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  close(): void {
    this.process.stdin.end();
  }
}
