import { fstatSync, writeSync } from "node:fs";

/** Whether a person is watching. Asks the descriptor itself, because the stream takes longer to make than a small audit. */
export function isTerminal(): boolean {
  return fstatSync(1).isCharacterDevice();
}

/** Writes all of `text` to standard output before the program ends, also to a pipe that takes it slowly; a reader that went away is no failure. */
export function writeOut(text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
