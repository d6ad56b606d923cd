import { Lexer } from "yaml";

/**
 * Why a text is the source of YAML and not YAML itself: `{{ … }}` or `{% … %}` where a value or a key should stand, as Helm and Jinja
 * write it. undefined for YAML, also when it holds such braces in quotes, in block scalars, in the middle of plain text or as `${{ … }}`.
 */
export function yamlTemplateReason(text: string): string | undefined {
  // Only a lexer can tell braces that YAML would read from braces in a value, and few files need one.
  if (!/(?:^|[^$])\{\{|\{%/.test(text)) return undefined;
  let [previous, beforeBrace] = ["", ""];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === SCALAR_FOLLOWS) continue;
    if (previous === "{" && !beforeBrace.endsWith("$")) {
      if (lexeme === "{") return "{{ … }} stands where YAML needs a value or a key";
      if (lexeme[0] === "%") return "{% … %} stands where YAML needs a value or a key";
    }
    [beforeBrace, previous] = [previous, lexeme];
  }
  return undefined;
}

/** The lexer announces the text of a scalar with this. */
const SCALAR_FOLLOWS = "\u001f";
