import type { Interval } from "./redaction.ts";

/**
 * The places in one line of source, moved by `offset`, that look like secrets although nobody said so: passwords in URLs, and what is
 * given to an upper-case variable whose name ends like that of a secret. A net below the rules, for the frames of findings and of
 * syntax problems that know nothing of secrets; it errs on the side of masking, and decides nothing but what a frame shows.
 */
export function likelySecretsIn(text: string, offset: number): Interval[] {
  const secrets: Interval[] = [];
  const add = (start: number, value: string | undefined): void => {
    if (value !== undefined && value !== "" && !plain.test(value))
      secrets.push({ start: offset + start, end: offset + start + value.length });
  };
  for (const match of text.matchAll(urlPassword)) add(match.index + match[0].length - 1 - match[1]!.length, match[1]);
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text); match !== null; match = assignment.exec(text)) {
    const { value, start } = valueAt(text, match.index, match.index + match[0].length);
    const fallback = /^\$\{\w{1,100}:?[-=]/.exec(value)?.[0];
    // Of `${NAME:-text}` the text is a value; other references and paths hold none.
    if (fallback !== undefined) add(start + fallback.length, value.slice(fallback.length).replace(/\}.{0,20}$/, ""));
    else if (!/^[$/<{!&*|>]/.test(value)) add(start, value);
    assignment.lastIndex = start + value.length;
  }
  return secrets;
}

/**
 * What is assigned at `index`: the text in quotes, closed or not; else, where nothing but the name stands before it, the rest of the
 * line up to a comment, as in env files and YAML; else up to a blank.
 */
function valueAt(text: string, name: number, index: number): { readonly value: string; readonly start: number } {
  const rest = text.slice(index, index + longest);
  const quoted = /^(?:"((?:[^"\\]|\\.)*)|'([^']*))/.exec(rest);
  if (quoted !== null) return { value: quoted[1] ?? quoted[2]!, start: index + 1 };
  if (name > 200 || !/^\s*(?:-\s*)?(?:export\s+)?["']?$/.test(text.slice(0, name))) return { value: /^\S*/.exec(rest)![0], start: index };
  const comment = rest.search(/[ \t]#/);
  return { value: (comment === -1 ? rest : rest.slice(0, comment)).trimEnd(), start: index };
}

/** How much of one value is masked without a look at where it ends. */
const longest = 8192;

const urlPassword = /:\/\/[^\s:/@"'`]{0,100}:([^\s/@"'`$<{][^\s/@"'`]{0,300})@/g;

/** Names by their end: `DB_PASSWORD`, and neither `DB_PASSWORD_FILE` nor `id-token`. The quotes are those of JSON and of YAML keys. */
const assignment =
  /(?<![A-Za-z0-9_])[A-Z0-9_]{0,80}(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|CREDENTIALS?|API_?KEY|SECRET_KEY_BASE|(?:ACCESS|SECRET|PRIVATE|SIGNING|ENCRYPTION|AUTH|APP|MASTER)_KEY)\d{0,2}["']?[ \t]{0,20}[=:][ \t]{0,20}/g;

/** What is no secret, whatever its name says: switches and small numbers. */
const plain = /^(?:true|false|yes|no|on|off|null|none|\d{1,3})$/i;
