import type { SourceFile, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";

/** A file whose name says that it may hold what no repository should: a private key, a keystore, a copy of a database. */
export interface SensitiveDocument extends BaseDocument {
  readonly kind: "sensitive";
  /** What it is found to hold; undefined for a certificate, a public key, a script. */
  readonly holds: SensitiveContent | undefined;
  /** The line that shows it; the beginning of the file where its name alone does. */
  readonly at: Span;
}

/** "service-account": the key of a machine user in JSON, as Google issues it. */
export type SensitiveContent = "private-key" | "encrypted-key" | "keystore" | "service-account" | "data-dump";

/**
 * Judges a file by its name and its text. The text is empty for a file that is binary or too large to be read: there only a name that leaves no doubt counts.
 * Never throws.
 */
export function parseSensitive(file: SourceFile): SensitiveDocument {
  const { holds, start, end } = judge(file);
  const at = { file, start, end };
  return { kind: "sensitive", file, holds, at, problems: [], comments: [], blocks: () => [], pathAt: () => holds ?? "" };
}

interface Verdict {
  readonly holds: SensitiveContent | undefined;
  readonly start: number;
  readonly end: number;
}

const nowhere = { start: 0, end: 0 };

function judge({ path, text }: SourceFile): Verdict {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/\.(?:p12|pfx|jks|keystore)$/.test(name)) return { holds: text === "" ? "keystore" : undefined, ...nowhere };
  if (name.endsWith(".json")) return judgeJson(text);
  if (/\.(?:sql|dump|bak|gz|zip|xz|bz2|zst|tar|tgz)$/.test(name)) return judgeDump(name, text);
  return judgeKey(text);
}

/** RFC 7468, section 10 and 11, and the older labels that OpenSSL and OpenSSH write. */
function judgeKey(text: string): Verdict {
  const match = /^-----BEGIN (?:(RSA|DSA|EC|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY(?: BLOCK)?-----/m.exec(text);
  if (match === null) return { holds: undefined, ...nowhere };
  const body = text.slice(match.index + match[0].length, match.index + 4000);
  // What stands between the marks in a template or a document is no key.
  if (!/[A-Za-z0-9+/=]{40}/.test(body)) return { holds: undefined, ...nowhere };
  const isEncrypted = match[1] === "ENCRYPTED" || /^\s*Proc-Type: 4,ENCRYPTED/.test(body);
  return { holds: isEncrypted ? "encrypted-key" : "private-key", start: match.index, end: match.index + match[0].length };
}

function judgeJson(text: string): Verdict {
  const match = /"private_key"\s*:\s*"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n)?[A-Za-z0-9+/=]{20}/.exec(text);
  if (match === null || !/"type"\s*:\s*"service_account"/.test(text)) return { holds: undefined, ...nowhere };
  return { holds: "service-account", start: match.index, end: match.index + '"private_key"'.length };
}

/** The first words that pg_dump, mysqldump and SQLite's `.dump` write, and statements that bring rows along. */
const dumpHeader = /^-- (?:PostgreSQL database (?:cluster )?dump|MySQL dump \d|MariaDB dump \d)/m;
const rows = /^(?:COPY [^;\n]+ FROM stdin;|INSERT INTO\s)/im;
const dumpName = /(?:^|[-_.])(?:backup|dump|pg_?dump|mysqldump)(?:[-_.\d]|$)/;

function judgeDump(name: string, text: string): Verdict {
  const isArchive =
    /\.(?:dump|bak)$|\.(?:sql|dump|bak)\.(?:gz|zip|xz|bz2|zst)$/.test(name) ||
    (dumpName.test(name) && /\.(?:gz|zip|xz|bz2|zst|tar|tgz)$/.test(name));
  if (text === "") return { holds: isArchive || dumpName.test(name) ? "data-dump" : undefined, ...nowhere };
  const header = dumpHeader.exec(text);
  const hasRows = rows.test(text);
  if (!hasRows || (header === null && !dumpName.test(name))) return { holds: undefined, ...nowhere };
  return header === null
    ? { holds: "data-dump", ...nowhere }
    : { holds: "data-dump", start: header.index, end: header.index + header[0].length };
}
