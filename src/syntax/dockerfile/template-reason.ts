import { readDirectives } from "./directives.ts";
import { keywordOf, type Head } from "./head.ts";
import { scanInstructions } from "./scan.ts";

/** Instructions whose text other programs read: there, braces may be theirs, as in `docker inspect --format {{.State}}`. */
const SHELL_TEXT: readonly string[] = ["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD"];
const MAYBE = /\{\{|\{%|<%|%%\w|@\w+@|^[ \t]*#[ \t]*(?:include|ifn?def)\b/m;

/**
 * Why a text only becomes a Dockerfile once it is rendered (Jinja, ERB, Go templates, the C preprocessor, placeholders of make and autoconf).
 * Undefined for a Dockerfile, also when it holds such marks in quotes, in heredocs, or where a program that RUN starts reads them.
 */
export function dockerfileTemplateReason(text: string): string | undefined {
  if (!MAYBE.test(text)) return undefined;
  if (/\{\{-?\s*cookiecutter\./.test(text)) return "{{ cookiecutter.… }} is filled in when a project is made from this template";
  const file = { path: "", text };
  const { escape, end } = readDirectives(file, []);
  const { instructions, comments } = scanInstructions(file, end, escape, []);
  const marks = comments.map((comment) => comment.text);
  if (marks.some((mark) => /^include\s+["<]/.test(mark))) return "#include lines are for the C preprocessor";
  if (marks.some((mark) => /^ifn?def\s+\w+$/.test(mark)) && marks.some((mark) => /^endif\b/.test(mark))) {
    return "#ifdef lines are for the C preprocessor";
  }
  for (const { head } of instructions) {
    const found = markIn(head);
    if (found !== undefined) return `${found} stands where the builder needs a word`;
  }
  return undefined;
}

function markIn(head: Head): string | undefined {
  const { line, keyword, arguments: rest } = head;
  const name = keywordOf(head);
  const first = line.text.slice(keyword.start, keyword.end);
  const leading = /^(?:\{\{|\{%|<%)/.exec(first)?.[0];
  if (leading !== undefined) return spelled(leading);
  if (/^%%\w+%%$|^@\w+@$/.test(first)) return first;
  const words = line.text.slice(keyword.end, rest.end);
  if (name === "FROM") {
    const placeholder = /%%\w+%%|@\w+@/.exec(words)?.[0];
    if (placeholder !== undefined) return placeholder;
  }
  return unquotedMark(words, SHELL_TEXT.includes(name));
}

/** The first mark of a template language outside of quotes. */
function unquotedMark(text: string, isShellText: boolean): string | undefined {
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === "\\") i++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "{" || char === "<") {
      const mark = text.slice(i, i + 2);
      if (mark === "{%" || mark === "<%") return spelled(mark);
      // A program may take `{{.Name}}` as an argument, but it would be two words with a blank in it, and a variable without the dot.
      const isTemplate = mark === "{{" && (!isShellText || /^\{\{-?(?:\s+[.$\w]|\w)/.test(text.slice(i, i + 8)));
      if (isTemplate && text[i - 1] !== "$") return spelled(mark);
    }
  }
  return undefined;
}

function spelled(mark: string): string {
  return mark === "{{" ? "{{ … }}" : mark === "{%" ? "{% … %}" : "<% … %>";
}
