import { describe, expect, test } from "vitest";
import { parseDotenv, type Assignment, type DotenvDocument, type MalformedLine } from "../../src/syntax/dotenv/index.ts";
import { sourceOf } from "../../src/syntax/template/index.ts";
import { textOf } from "../../src/text/index.ts";

const parse = (text: string): DotenvDocument => parseDotenv({ path: ".env", text });

/** One line a statement: `KEY=value`, the quote where there is one, and what readers disagree on. */
function show(statement: Assignment | MalformedLine): string {
  if (statement.kind === "malformed") return `! ${statement.reason} at ${JSON.stringify(textOf(statement.at))}`;
  const { key, delimiter, value, quote, divergences } = statement;
  const written = value === undefined ? key.value : `${key.value}${delimiter!.value}${JSON.stringify(sourceOf(value))}`;
  const notes = [...(quote === "none" ? [] : [quote]), ...divergences.filter((one) => one.kind !== "quotes").map((one) => one.kind)];
  return notes.length === 0 ? written : `${written} (${notes.join(", ")})`;
}

function check(text: string, ...expected: string[]): void {
  const document = parse(text);
  expect(document.statements.map(show)).toEqual(expected);
  for (const { key } of document.assignments) expect(textOf(key.span)).toBe(key.value);
}

describe("values", () => {
  test.each<[string, ...string[]]>([
    ["A=1", 'A="1"'],
    ["A=1\nB=2\n", 'A="1"', 'B="2"'],
    ["A=\nB=2", 'A=""', 'B="2"'],
    ["  A=1  ", 'A="1"'],
    ["A = 1", 'A="1" (space)'],
    ["A= 1", 'A="1" (space)'],
    ["A=   ", 'A=""'],
    ["A: b:c", 'A:"b:c" (colon)'],
    ["A : b", 'A:"b" (space, colon)'],
    ["A==b=", 'A="=b="'],
    ["A=two words", 'A="two words"'],
    ["A=b # note", 'A="b" (inline-comment)'],
    ["A=b#c", 'A="b#c" (hash)'],
    ["A=b\t# c", 'A="b\\t# c" (hash)'],
    ["A= # c", 'A="# c" (space, hash)'],
    ["A='b' # c", 'A="b" (single)'],
    ["A='b'#c", 'A="b" (single)'],
    ["A='b # c'", 'A="b # c" (single)'],
    ["A='$B \\n'", 'A="$B \\\\n" (single)'],
    ["A='it\\'s'", `A="it's" (single)`],
    ['A="b\\n\\t\\\\"', 'A="b\\n\\t\\\\" (double)'],
    ['A="say \\"hi\\""', 'A="say \\"hi\\"" (double)'],
    ['A="\\0101\\x"', 'A="A\\\\x" (double)'],
    ['A="\\$B"', 'A="$B" (double)'],
    ['A="$B"', 'A="$B" (double, substitution)'],
    ["A=$$B", 'A="$B"'],
    ["A=\\$B", 'A="\\\\$B" (substitution)'],
    ["A=${B:-c}/d", 'A="${B:-c}/d" (substitution)'],
    ["A={{ vault_password }}", 'A="{{ vault_password }}"'],
    ["A=<%= password %>", 'A="<%= password %>"'],
    ["A=`b`", 'A="`b`" (backtick, backtick)'],
    ['A="one\ntwo"\nB=3', 'A="one\\ntwo" (double, multi-line)', 'B="3"'],
    ['A="one\nX=two"\nB=3', 'A="one\\nX=two" (double, multi-line, assignment-in-value)', 'B="3"'],
    ['A="1" B=2', 'A="1" (double)', 'B="2" (same-line)'],
    ["export A=1", 'A="1" (export)'],
    ["export\tA=1", 'A="1" (export)'],
    ["exported=1", 'exported="1"'],
    ["A", "A (inherited)"],
    ["A\nB=1", "A (inherited)", 'B="1"'],
    ["export A", "A (export, inherited)"],
    ["a.b-c[0]=1", 'a.b-c[0]="1"'],
    ["clé=1", 'clé="1"'],
    ["1A=b", '1A="b"'],
    ["# only\n\n  # comments"],
    [""],
    ["\uFEFFA=1", 'A="1"'],
    ["A=1\r\nB='2'\r\n\r\nC\r\n", 'A="1"', 'B="2" (single)', "C (inherited)"],
    ['A="x\r\ny"\r\n', 'A="x\\r\\ny" (double, multi-line)'],
  ])("%j", (text, ...expected) => check(text, ...expected));
});

describe("malformed lines cost only themselves", () => {
  test.each<[string, ...string[]]>([
    ["*FOO=1\nB=2", '! leading-character at "*"', 'B="2"'],
    ["FOO-*-BAR=1\nB=2", '! key at "*"', 'B="2"'],
    ["FOO BAR=1\nB=2", '! space-in-key at " "', 'B="2"'],
    ["just some words\nB=2", '! no-delimiter at "just some words"', 'B="2"'],
    ["=1\nB=2", '! no-key at "="', 'B="2"'],
    ["😀=1\nB=2", '! leading-character at "😀"', 'B="2"'],
    ["A='it's'\nB=2", 'A="it" (single)', `! text-after-quote at "s'"`, 'B="2"'],
    ['A="b" c\nB=2', 'A="b" (double)', '! text-after-quote at "c"', 'B="2"'],
    ['A="b\nB=2\nC=3', '! unclosed-quote at "\\""', 'B="2"', 'C="3"'],
    ['A="b\nB="2"\nC=3', '! unclosed-quote at "\\""', 'B="2" (double)', 'C="3"'],
    ["A='b\nmore text\n# note\nB='2'", `! unclosed-quote at "'"`, 'B="2" (single)'],
    ['A="b\\"', '! unclosed-quote at "\\""'],
    ["{% if tls %}\nA=1\n{% endif %}", '! template at "{% if tls %}"', 'A="1"', '! template at "{% endif %}"'],
    ["{{- range .Values }}\nA=1", '! template at "{{- range .Values }}"', 'A="1"'],
  ])("%j", (text, ...expected) => check(text, ...expected));

  test("an unclosed quote is a problem that a clean report cannot vouch for; other lines are notes", () => {
    expect(parse('*A=1\nB="b\nC=${\n').problems.map((problem) => [problem.severity, textOf(problem.at)])).toEqual([
      ["note", "*"],
      ["error", '"'],
      ["note", "${"],
    ]);
  });
});

describe("what surrounds a value is kept", () => {
  const [assignment] = parse('  export  A = "b c" # why\n').assignments;

  test.each<[string, string | undefined]>([
    ["leadingSpace", "  "],
    ["exported", "export"],
    ["spaceAroundDelimiter", " = "],
    ["rawSpan", '"b c"'],
    ["span", 'export  A = "b c"'],
  ] as const)("%s", (name, text) => expect(textOf(assignment![name as "rawSpan"])).toBe(text));

  test("comment, value and delimiter", () => {
    expect(assignment!.inlineComment!.value).toBe("why");
    expect(textOf(assignment!.value!.span)).toBe("b c");
    expect(textOf(assignment!.delimiter!.span)).toBe("=");
  });

  test("comments are those of lines and of values", () => {
    const document = parse("# first\nA=1 # second\nB='x' #third\n");
    expect(document.comments.map((comment) => [comment.text, textOf(comment.span)])).toEqual([
      ["first", "# first"],
      ["second", "# second"],
      ["third", "#third"],
    ]);
  });

  test("a byte order mark and carriage returns", () => {
    const document = parse("\uFEFFA=1\r\n");
    expect([document.byteOrderMark?.end, document.carriageReturn?.start]).toEqual([1, 4]);
    expect([parse("A=1\n").byteOrderMark, parse("A=1\n").carriageReturn]).toEqual([undefined, undefined]);
  });

  test("paths are keys, blocks are assignments", () => {
    const document = parse("# c\nA=1 # d\n\nB='2'\n*\n");
    expect([0, 4, 6, 10, 12, 15, 19].map((offset) => document.pathAt(offset))).toEqual(["", "A", "A", "A", "", "B", ""]);
    expect(document.blocks().map(textOf)).toEqual(["A=1", "B='2'"]);
  });
});

test("a variable inside an escaped value is found where it stands", () => {
  const { value } = parse('A="\\t\\"$B\\" ${C:-\\\\d}"').assignments[0]!;
  const variables = value?.kind === "template" ? value.parts.filter((part) => part.kind === "variable") : [];
  expect(variables.map((part) => textOf(part.span))).toEqual(["$B", "${C:-\\\\d}"]);
  expect(variables[1]!.kind === "variable" && sourceOf(variables[1]!.word!)).toBe("\\d");
});

describe("hostile files", () => {
  test.each([
    'A="\n'.repeat(20_000),
    `A="${"\\\n".repeat(20_000)}`,
    "A='x'".repeat(20_000),
    `A="x" `.repeat(20_000),
    "A=\"\nB='\n".repeat(20_000),
    " ".repeat(100_000),
    "x ".repeat(50_000),
    'A="$('.repeat(20_000),
    "A=b #".repeat(20_000),
    "\r".repeat(50_000),
  ])("%#", (text) => {
    const document = parse(text);
    for (const { span } of document.statements) expect(span.end).toBeLessThanOrEqual(text.length);
  });

  test("every prefix parses, and every span lies inside it", () => {
    const text = "\uFEFF# c\r\nexport A=\"b\\n${C:-'d'}\" # e\nF: 'g\nh'\n*I\nJ=${K:?l} #m\nN={{ o }}\nP\n";
    for (let end = 0; end <= text.length; end++) {
      const document = parse(text.slice(0, end));
      for (const { span } of [...document.statements, ...document.comments]) expect(span.start <= span.end && span.end <= end).toBe(true);
      for (const { at } of document.problems) expect(at.end).toBeLessThanOrEqual(end);
    }
  });
});
