import { span, type SourceFile, type Span } from "../../text/index.ts";

/**
 * A stretch of a file whose decoded text may differ from its raw text: escapes resolved, continued lines joined, comments
 * between them left out, the indentation of a block scalar removed. Every character still knows where it was written.
 */
export interface Region {
  readonly file: SourceFile;
  readonly text: string;
  /** The source offset of the character at `index` of `text` (0 ≤ index ≤ text.length). */
  offsetOf(index: number): number;
  /** The source offset behind the character at `index` (0 ≤ index < text.length). Without it, a character is taken to be one unit wide. */
  endOf?(index: number): number;
}

/** The span of the characters `[start, end)` of a region's text. Empty ranges give an empty span. */
export function regionSpan(region: Region, start: number, end: number): Span {
  const from = region.offsetOf(start);
  return span(region.file, from, end > start ? endOffset(region, end - 1) : from);
}

/** The source offset behind the character at `index`. */
export function endOffset(region: Region, index: number): number {
  return region.endOf === undefined ? region.offsetOf(index) + 1 : region.endOf(index);
}

/** The whole file as a region. */
export function wholeFile(file: SourceFile): Region {
  return { file, text: file.text, offsetOf: (index) => index };
}

/** The characters `[start, end)` of a region as a region of their own. */
export function subRegion(region: Region, start: number, end: number): Region {
  return {
    file: region.file,
    text: region.text.slice(start, end),
    // Behind the last character, not before the next one, which may stand on another line.
    offsetOf: (index) => (index > 0 && start + index >= end ? endOffset(region, end - 1) : region.offsetOf(start + index)),
    endOf: (index) => endOffset(region, start + index),
  };
}

/** Regions of one file, one behind the other. */
export function joinRegions(regions: readonly [Region, ...Region[]]): Region {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of regions) {
    starts.push(length);
    length += text.length;
  }
  const locate = (index: number): [Region, number] => {
    const found = lastAtOrBefore(starts, index);
    return [regions[found]!, index - starts[found]!];
  };
  return {
    file: regions[0].file,
    text: regions.map((region) => region.text).join(""),
    offsetOf(index) {
      const [region, at] = locate(index);
      return region.offsetOf(Math.min(at, region.text.length));
    },
    endOf(index) {
      const [region, at] = locate(index);
      return endOffset(region, at);
    },
  };
}

/** Puts together a region out of pieces of another one, in order of position. */
export class RegionBuilder {
  private readonly at: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly chunks: string[] = [];
  private written = 0;

  constructor(
    private readonly parent: Region,
    /** Where in the parent an empty result stands. */
    private readonly origin = 0,
  ) {}

  get length(): number {
    return this.written;
  }

  /** Takes `[from, to)` of the parent as it stands. */
  copy(from: number, to: number): void {
    if (to <= from) return;
    const last = this.at.length - 1;
    const continues = last >= 0 && this.to[last] === from && sameLength(this.at[last]!, this.written, this.from[last]!, from);
    if (continues) this.to[last] = to;
    else this.push(from, to);
    this.chunks.push(this.parent.text.slice(from, to));
    this.written += to - from;
  }

  /** Writes `text` for `[from, to)` of the parent; where the lengths differ, each of its characters stands for the whole range. */
  replace(from: number, to: number, text: string): void {
    if (text === "") return;
    this.push(from, to);
    this.chunks.push(text);
    this.written += text.length;
  }

  build(): Region {
    const { parent, origin, at, from, to } = this;
    const text = this.chunks.join("");
    if (at.length === 0) return { file: parent.file, text, offsetOf: () => parent.offsetOf(origin) };
    const isExact = (piece: number) => sameLength(at[piece]!, at[piece + 1] ?? text.length, from[piece]!, to[piece]!);
    const endOf = (index: number): number => {
      const piece = lastAtOrBefore(at, Math.min(Math.max(index, 0), text.length - 1));
      return endOffset(parent, isExact(piece) ? from[piece]! + index - at[piece]! : to[piece]! - 1);
    };
    const offsetOf = (index: number): number => {
      if (index >= text.length) return endOf(text.length - 1);
      const piece = lastAtOrBefore(at, index);
      return parent.offsetOf(isExact(piece) ? from[piece]! + index - at[piece]! : from[piece]!);
    };
    return { file: parent.file, text, offsetOf, endOf };
  }

  private push(from: number, to: number): void {
    this.at.push(this.written);
    this.from.push(from);
    this.to.push(to);
  }
}

function sameLength(at: number, end: number, from: number, to: number): boolean {
  return end - at === to - from;
}

/** The index of the last of the sorted `starts` that is not greater than `index`; 0 when there is none. */
export function lastAtOrBefore(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
