/**
 * The hash of every line of a text, "hash:count", as GitHub's CodeQL action computes `primaryLocationLineHash` (github/codeql-action,
 * src/fingerprints.ts), so that the action finds its own values when it checks ours. Element 0 is line 1.
 *
 * A line's hash covers the 100 UTF-16 units from its start on, tabs and spaces skipped, "\r\n" and "\r" read as "\n", 0xFFFF put
 * at the end of the text and zeros after it: h = h · 37 + unit, modulo 2^64. The count tells equal hashes apart, from 1 on.
 */
export function lineHashes(text: string): readonly string[] {
  const hashes: string[] = [];
  const counts = new Map<string, number>();
  const window = new RollingWindow((hash) => {
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    hashes.push(`${hash}:${count}`);
  });
  let startsLine = true;
  let afterReturn = false;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? endOfText : text.charCodeAt(i);
    const isSecondHalf = afterReturn && code === lineFeed;
    afterReturn = code === carriageReturn;
    if (isSecondHalf || code === space || code === tab) continue;
    const unit = afterReturn ? lineFeed : code;
    window.push(unit, startsLine);
    startsLine = unit === lineFeed;
  }
  for (let i = 0; i < windowSize; i++) window.push(0, false);
  return hashes;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const endOfText = 0xffff;
const windowSize = 100;
const factor = 37;
const two32 = 2 ** 32;

/** Holds the last 100 units and their hash as two unsigned 32-bit halves: every product stays below 2^53, so numbers are exact. */
class RollingWindow {
  readonly #units = new Uint16Array(windowSize);
  readonly #startsLine = new Uint8Array(windowSize);
  readonly #emit: (hash: string) => void;
  #index = 0;
  #high = 0;
  #low = 0;

  constructor(emit: (hash: string) => void) {
    this.#emit = emit;
  }

  /** Takes one unit in; when the one that drops out began a line, the hash of that line is complete. */
  push(unit: number, startsLine: boolean): void {
    const index = this.#index;
    if (this.#startsLine[index] === 1) this.#emit(this.#hex());
    const dropped = this.#units[index]!;
    const low = this.#low * factor + unit - leaving.low * dropped;
    const high = this.#high * factor - leaving.high * dropped + Math.floor(low / two32);
    this.#low = low >>> 0;
    this.#high = high >>> 0;
    this.#units[index] = unit;
    this.#startsLine[index] = startsLine ? 1 : 0;
    this.#index = (index + 1) % windowSize;
  }

  #hex(): string {
    return this.#high === 0 ? this.#low.toString(16) : this.#high.toString(16) + this.#low.toString(16).padStart(8, "0");
  }
}

/** 37^100 modulo 2^64: what one unit has grown by when it leaves the window. */
const leaving = power(windowSize);

function power(exponent: number): { readonly high: number; readonly low: number } {
  let high = 0;
  let low = 1;
  for (let i = 0; i < exponent; i++) {
    const product = low * factor;
    high = (high * factor + Math.floor(product / two32)) >>> 0;
    low = product >>> 0;
  }
  return { high, low };
}
