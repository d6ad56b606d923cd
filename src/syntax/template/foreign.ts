/**
 * Finds where the expressions end that another program fills in: `${{ … }}` (GitHub), `{{ … }}` (Go templates, Jinja, Ansible), `<% … %>`
 * (ERB, EJS) and `$(…)` (a shell, Kubernetes). Made once a text; every question together take time linear in its length.
 */
export class ForeignExpressions {
  /** The last answer for each closing mark: the first one behind `from` stands at `at`, Infinity for none. */
  private readonly last = new Map<string, { readonly from: number; readonly at: number }>();
  private parentheses: Map<number, number> | undefined;

  constructor(private readonly text: string) {}

  /** The index behind the expression that begins at `start` and ends before or at `to`, or -1. */
  endOf(start: number, to: number): number {
    const { text } = this;
    if (text.startsWith("${{", start)) return this.closing("}}", start + 3, to);
    if (text.startsWith("{{", start)) return this.closing("}}", start + 2, to);
    if (text.startsWith("<%", start)) return this.closing("%>", start + 2, to);
    if (text.startsWith("$(", start)) return this.closingParenthesis(start + 1, to);
    return -1;
  }

  private closing(mark: string, from: number, to: number): number {
    let known = this.last.get(mark);
    if (known === undefined || from < known.from || from > known.at) {
      const at = this.text.indexOf(mark, from);
      known = { from, at: at < 0 ? Infinity : at };
      this.last.set(mark, known);
    }
    return known.at + mark.length > to ? -1 : known.at + mark.length;
  }

  private closingParenthesis(open: number, to: number): number {
    this.parentheses ??= matchParentheses(this.text);
    const end = this.parentheses.get(open);
    return end === undefined || end > to ? -1 : end;
  }
}

function matchParentheses(text: string): Map<number, number> {
  const result = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") open.push(i);
    else if (text[i] === ")" && open.length > 0) result.set(open.pop()!, i + 1);
  }
  return result;
}
