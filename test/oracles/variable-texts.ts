import { array, constantFrom, oneof, record, type Arbitrary } from "fast-check";

/** What the variables of the texts stand for; U is never set. */
export const environment: Readonly<Record<string, string>> = { A: "aval", B: "b$A}", E: "" };

/** Values of a Compose file with variables in them, well-formed and not. */
export const templates = joined(
  [
    ..."$ $$ ${ } { A B E U 1 :- - :? ? :+ + x _ : ${A} ${U:- ${A:+ $A $U ${E:-q} ${U-r} ${U:?m} / . ! é 😀 ${A-${U}} ${B+ $1 \\".split(
      " ",
    ),
    " ",
    "\n",
  ],
  12,
);

/** Words of a Dockerfile's instruction. */
export const words = joined([..."$ ${ } A B U ' \" \\ :- :+ - x ${A} ${U:- ${U-a} ${E:+b} é { / 1 @ ` $A \\$A ${A%l}".split(" "), " "], 12);

const line = record({
  before: constantFrom("", "", "", " ", "\t", "export ", "export\t", "  export  "),
  key: constantFrom("A", "B", "C", "KEY", "a.b", "a-b", "É", "_", "1A", "A[0]", "export"),
  delimiter: constantFrom("=", "=", "=", "=", " = ", "= ", " =", ": ", ":", ""),
  value: constantFrom(
    ...'x|y z|a#b|v # c|v\t#c|\'q\'|\'q\\\'s\'|"d"|"d $A ${B:-z}"|"\\$A \\n\\t"|"a\nb"|\'m\nn\'|$A-${A}|${U:-${A}}|"\\0101\\07\\x"|"e" # c|\'e\'#c|$$A|\\$A|"$$A"|`t`|| |# c|"\\\\"|\'\\\\\'|"\\0777\\0\\0000"|a\u00a0|"x" B=y|{a}|${A|"${A"|"\\"q"|é😀|"$\\$A"|"\\\\$A"|$\'q\'|\'|"|"x|\'x|\'$A\'|a=b|a: b|"a\\\r\nb"|a\\nb|x\\'.split(
      "|",
    ),
  ),
  end: constantFrom("\n", "\n", "\n", "\r\n", " \n", "\n\n", "\t\r\n"),
}).map((one) => one.before + one.key + one.delimiter + one.value + one.end);
const oddLine = constantFrom(
  "# c\n",
  "#A=1\n",
  "\n",
  "  \n",
  "*X=1\n",
  "A B=1\n",
  "=x\n",
  "KEY\n",
  "A B\n",
  "export A\n",
  "\uFEFF",
  "A=1\r",
  "  # c\n",
  "A='x' y\n",
);

/** Env files: line by line as people write them, and any pieces in any order. */
export const dotenvs: Arbitrary<string> = oneof(
  {
    weight: 2,
    arbitrary: array(oneof({ weight: 10, arbitrary: line }, { weight: 1, arbitrary: oddLine }), { maxLength: 6 }).map((all) =>
      all.join(""),
    ),
  },
  {
    weight: 1,
    arbitrary: joined(
      [
        "A=",
        "B=",
        "KEY",
        "=",
        ":",
        " ",
        " #",
        "#",
        "'",
        '"',
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\\",
        "\\n",
        "\\$",
        "\\0",
        "\\0101",
        '\\"',
        "\\'",
        "$A",
        "${A}",
        "${U:-d}",
        "x",
        "y z",
        "export ",
        "\t",
        ".",
        "-",
        "1",
        "*",
        "FOO=bar\n",
        'C="v" # c\n',
        "D='w'\n",
        "`",
        "é",
      ],
      16,
    ),
  },
);

function joined(pieces: readonly string[], maxLength: number): Arbitrary<string> {
  return array(constantFrom(...pieces), { minLength: 1, maxLength }).map((all) => all.join(""));
}
