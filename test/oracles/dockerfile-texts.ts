import { array, constant, constantFrom, oneof, record, type Arbitrary } from "fast-check";

/** Words as they stand in instructions, quotes, escapes and variables included; some that no builder takes. */
const word = constantFrom(
  ...'a b=c x:1 /srv . ./a/b a=b=c $A ${A} ${A:-b} ${A:+c} ${A-} ${A?no} \\$A a\\ b a\\b "a b" \'a b\' "a $A" \'$A\' "a\\"b" \'a\\\'b\' a"b"c "" \'\' " \' ${ ${} ${A ${A:x} $1 $ $$ \\ ` `a # #a a#b é 😀 -- --a --a=b --b="c d" --from=base --chown=1:2 --mount=type=cache,target=/a AS as [ ] , = =a A= \\\\ ${A%b} ${A#b} ${A/b/c} && || ; | > 80/tcp NONE CMD ONBUILD none'.split(
    " ",
  ),
  "a b",
  "\t",
  '["a", "b"]',
  '["a"',
  "['a']",
  '[""]',
  "[]",
  '["a\\n", "b\\u0041"]',
  '["a",]',
  "[1]",
);
const heredoc = record({
  before: constantFrom("", "cat ", "<<A ", "0", "3", "echo '<<X' "),
  sign: constantFrom("<<", "<<-", "<<<", "<< "),
  name: constantFrom("EOF", '"EOF"', "'EOF'", "E", "\\EOF", 'E"O"F', "EOF;", "E-F", "$E"),
  after: constantFrom("", " > /a", " /dest", " && b", " <<B", "\\"),
  body: array(constantFrom("x", "RUN y", "\tt", "# c", "", "FROM b", "a \\", "EOF ", "\tEOF", "$A"), { maxLength: 3 }),
  end: constantFrom("EOF", "EOF", "EOF", "\tEOF", "E", "EOF\nB", "", "EOF\r"),
}).map(({ before, sign, name, after, body, end }) => [`${before}${sign}${name}${after}`, ...body, end].join("\n"));

const blank = constantFrom(" ", " ", " ", "  ", "\t", " \\\n  ", "\\\n", " \\\n# c\n", " \\\n\n", " \\ \n ", " \\\r\n ", " `\n ");
const words = array(record({ before: blank, word }), { maxLength: 5 }).map((all) =>
  all.map(({ before, word: one }) => before + one).join(""),
);
const keyword = constantFrom(
  ..."FROM RUN CMD ENTRYPOINT ENV LABEL ARG COPY ADD USER WORKDIR EXPOSE VOLUME STOPSIGNAL SHELL HEALTHCHECK ONBUILD MAINTAINER run From BAD".split(
    " ",
  ),
);
const instruction = oneof(
  { weight: 6, arbitrary: record({ keyword, words }).map((one) => one.keyword + one.words) },
  {
    weight: 1,
    arbitrary: record({ keyword: constantFrom("RUN ", "COPY ", "ADD ", "CMD ", "ONBUILD RUN "), heredoc }).map(
      (one) => one.keyword + one.heredoc,
    ),
  },
  {
    weight: 1,
    arbitrary: constantFrom(
      "FROM a AS b",
      "FROM --platform=$P a",
      "HEALTHCHECK --interval=5s CMD a b",
      "HEALTHCHECK NONE",
      'SHELL ["a", "-c"]',
      "ONBUILD COPY a b",
    ),
  },
  { weight: 1, arbitrary: constantFrom("# c", "", "  ", "#", "# escape=`", "  # c \\", "\t", "\\", "# syntax=a") },
);
const head = constantFrom(
  "",
  "FROM a\n",
  "FROM a\n",
  "# escape=`\nFROM a\n",
  "#syntax=x\n# escape=\\\n",
  "ARG A\nFROM $A\n",
  "# check=skip=all\n# a\n",
  "\uFEFFFROM a\n",
  "#!/bin/x\nFROM a\n",
);
const lineBreak = constantFrom("\n", "\n", "\n", "\n\n", "\r\n", "\n  ");

/** Small Dockerfiles, some of which a builder takes. */
export const dockerfiles: Arbitrary<string> = record({
  head,
  lines: array(record({ instruction, lineBreak }), { maxLength: 5 }),
  last: oneof(constant(""), instruction),
}).map(({ head: first, lines, last }) => first + lines.map((line) => line.instruction + line.lineBreak).join("") + last);
