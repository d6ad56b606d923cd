/** The text of a file, and what had to be done to get it when the bytes are not plain UTF-8. */
export type Decoded = { readonly text: string; readonly note?: string } | { readonly binary: true };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Turns the bytes of a file into text. A byte order mark stays in the text, so that offsets are those of the file. UTF-16 is recognised by
 * its mark only. What is no UTF-8 is read all the same, each wrong sequence as U+FFFD, and the note says so; text holds no NUL character.
 */
export function decode(bytes: Uint8Array): Decoded {
  const utf16 = utf16Name(bytes);
  if (utf16 !== undefined) return decodeUtf16(bytes, utf16);
  if (bytes.includes(0)) return { binary: true };
  try {
    return { text: strict.decode(bytes) };
  } catch {
    const note = "not valid UTF-8: every byte that could not be read was taken for an unknown character, and the rest was audited";
    return { text: lenient.decode(bytes), note };
  }
}

function utf16Name(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
}

function decodeUtf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): Decoded {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  if (text.includes("\0")) return { binary: true };
  const name = encoding === "utf-16le" ? "UTF-16 (little endian)" : "UTF-16 (big endian)";
  return { text, note: `written in ${name}, which the programs that deploy it do not read: it was converted and audited all the same` };
}
