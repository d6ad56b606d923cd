import { describe, expect, test } from "vitest";
import {
  dockerfileTemplateReason,
  parseDockerfile,
  type CommandLine,
  type Flag,
  type Instruction,
  type Pair,
} from "../../src/syntax/dockerfile/index.ts";
import { allCommands } from "../../src/syntax/shell/index.ts";
import { offsetIn, sourceOf, variablesOf, type Scalar } from "../../src/syntax/template/index.ts";
import { textOf } from "../../src/text/index.ts";
import { deepFreeze } from "../deep-freeze.ts";

const parse = (text: string) => deepFreeze(parseDockerfile({ path: "Dockerfile", text }));

/** A value as it decodes, `?` behind one that is only known once variables are filled in; where quotes or escapes were taken off, also as it is written. */
function value(scalar: Scalar | undefined): string {
  if (scalar === undefined) return "-";
  const decoded = `${sourceOf(scalar)}${scalar.kind === "template" ? "?" : ""}`;
  const written = textOf(scalar.span);
  return written === sourceOf(scalar) ? decoded : `${decoded} <${written}>`;
}

const pair = ({ name, value: given, legacy }: Pair): string => `${name.value}${legacy ? " " : "="}${value(given)}`;
const flag = ({ name, value: given }: Flag): string => `--${name}${given === undefined ? "" : `=${value(given)}`}`;

function command(line: CommandLine | undefined): string {
  if (line === undefined) return "-";
  if (line.form === "exec") return `exec ${line.args.map(value).join(" | ")}`;
  const language = line.language === "posix" ? "" : `${line.language} `;
  return `${line.looksLikeBrokenJson ? "broken " : ""}${language}shell ${JSON.stringify(line.region.text)}`;
}

function rest(instruction: Instruction): string {
  switch (instruction.keyword) {
    case "FROM":
      return `${value(instruction.image)} as ${instruction.name?.value ?? "-"}`;
    case "ARG":
      return instruction.args.map(pair).join(", ");
    case "ENV":
    case "LABEL":
      return instruction.pairs.map(pair).join(", ");
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      return command(instruction.command);
    case "HEALTHCHECK":
      return instruction.none ? "none" : command(instruction.command);
    case "COPY":
    case "ADD":
      return `${instruction.sources.map(value).join(", ")} to ${value(instruction.destination)} from ${value(instruction.from)}`;
    case "EXPOSE":
    case "VOLUME":
      return instruction.values.map(value).join(", ");
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
      return value(instruction.value);
    case "SHELL":
      return instruction.args.map(value).join(" | ");
    case "MAINTAINER":
      return instruction.value.value;
    case "ONBUILD":
      return instruction.trigger === undefined ? "-" : describeInstruction(instruction.trigger);
    case "UNKNOWN":
      return instruction.name;
  }
}

function describeInstruction(instruction: Instruction): string {
  const heredocs =
    "heredocs" in instruction
      ? instruction.heredocs.map(
          ({ name, body, expands, stripsTabs }) => `<<${stripsTabs ? "-" : ""}${expands ? name : `'${name}'`} ${JSON.stringify(body.text)}`,
        )
      : [];
  return [instruction.keyword, ...instruction.flags.map(flag), rest(instruction), ...heredocs].join(" ").trimEnd();
}

/** Parses `FROM a` and `text` below it: the tree of `text` without problems. */
function check(text: string, expected: readonly string[]): void {
  const { instructions, problems } = parse(`FROM a\n${text}`);
  expect(instructions.slice(1).map(describeInstruction)).toEqual(expected);
  expect(problems).toEqual([]);
}

/** The commands of a CMD, whichever form it has. */
const commandsOf = (text: string) => {
  const [, cmd] = parse(`FROM a\n${text}`).instructions;
  return cmd?.keyword === "CMD"
    ? [...allCommands(cmd.command.script)].map((found) => [found.name?.text, ...found.words.map((item) => item.text)].join(" "))
    : [];
};

describe("instructions", () => {
  test.each<[string, string[]]>([
    ["FROM node:20", ["FROM node:20 as -"]],
    ["from --platform=$BUILDPLATFORM node:${V:-20} As Build", ["FROM --platform=$BUILDPLATFORM? node:${V:-20}? as Build"]],
    ["ARG A", ["ARG A=-"]],
    [`ARG A B=1 C="x y" D=`, ['ARG A=-, B=1, C=x y <"x y">, D=']],
    [`ENV A=1 B="x $Y" C='$Z' D=a\\ b`, [`ENV A=1, B=x $Y? <"x $Y">, C=$Z <'$Z'>, D=a b <a\\ b>`]],
    ["ENV A b  c d", ["ENV A b  c d"]],
    [`ENV A "b c" d`, [`ENV A b c d <"b c" d>`]],
    ["ENV A=1 \\\n # note\n\n  B=2", ["ENV A=1, B=2"]],
    ["ENV AB=\\\nc", ["ENV AB=c"]],
    [`LABEL "a.b"="c" d.e=f`, [`LABEL a.b=c <"c">, d.e=f`]],
    ["RUN a && b", ['RUN shell "a && b"']],
    ["RUN --mount=type=cache,target=/c --network=none a", ['RUN --mount=type=cache,target=/c --network=none shell "a"']],
    ["RUN a \\\n  # note\n  && b \\\r\n\n  && c", ['RUN shell "a   && b   && c"']],
    ["RUN a \\  \n b", ['RUN shell "a  b"']],
    ["RUN a \\\\\nRUN b", ['RUN shell "a \\\\\\\\"', 'RUN shell "b"']],
    ["RUN a\\", ['RUN shell "a"']],
    [`RUN ["a", "b c", "\\u0064\\"e\\\\"]`, [`RUN exec a <"a"> | b c <"b c"> | d"e\\ <"\\u0064\\"e\\\\">`]],
    [`CMD ["a",\\\n  "b"] `, [`CMD exec a <"a"> | b <"b">`]],
    ["CMD []", ["CMD exec"]],
    [`CMD ["a" "b"]`, [`CMD broken shell "[\\"a\\" \\"b\\"]"`]],
    ["CMD ['a']", [`CMD broken shell "['a']"`]],
    [`CMD [ "a", "b" ] && c`, [`CMD broken shell "[ \\"a\\", \\"b\\" ] && c"`]],
    ["RUN [ -f a ] && b", ['RUN shell "[ -f a ] && b"']],
    [`RUN [ "$A" = 1 ] || b`, [`RUN shell "[ \\"$A\\" = 1 ] || b"`]],
    ["RUN [[ -f a ]]", ['RUN shell "[[ -f a ]]"']],
    ["ENTRYPOINT exec a", ['ENTRYPOINT shell "exec a"']],
    ["HEALTHCHECK NONE", ["HEALTHCHECK none"]],
    [
      "HEALTHCHECK --interval=5s --retries=3 CMD curl -f x || exit 1",
      ['HEALTHCHECK --interval=5s --retries=3 shell "curl -f x || exit 1"'],
    ],
    [`healthcheck cmd ["a"]`, [`HEALTHCHECK exec a <"a">`]],
    ["COPY a b /c/", ["COPY a, b to /c/ from -"]],
    [`COPY --from=build --chown=a:$B ["x y", "/z"]`, [`COPY --from=build --chown=a:$B? x y <"x y"> to /z <"/z"> from build`]],
    ["ADD https://example.com/a.tar.gz /a", ["ADD https://example.com/a.tar.gz to /a from -"]],
    ["EXPOSE 80 443/tcp $PORT", ["EXPOSE 80, 443/tcp, $PORT?"]],
    [`VOLUME ["/a", "/b"]`, [`VOLUME /a <"/a">, /b <"/b">`]],
    ["VOLUME /a /b", ["VOLUME /a, /b"]],
    ["USER app:$GROUP", ["USER app:$GROUP?"]],
    ["WORKDIR /a b", ["WORKDIR /a b"]],
    ["STOPSIGNAL SIGTERM", ["STOPSIGNAL SIGTERM"]],
    [`SHELL ["/bin/bash", "-c"]`, [`SHELL /bin/bash <"/bin/bash"> | -c <"-c">`]],
    ["MAINTAINER Jo O'Neil <jo@example.com>", ["MAINTAINER Jo O'Neil <jo@example.com>"]],
    ["ONBUILD COPY --from=x a /b", ["ONBUILD COPY --from=x a to /b from x"]],
    ["  RUN a", ['RUN shell "a"']],
    ["\\\nRUN a", ['RUN shell "a"']],
    ["RUN\ta", ['RUN shell "a"']],
    ["COPY -- --a /b", ["COPY --a to /b from -"]],
    ["ARG ''", ["ARG =-"]],
    ["ARG A \\ \\", ["ARG A=-"]],
    [`RUN --mount="type=secret,id=a" b`, [`RUN --mount=type=secret,id=a <"type=secret,id=a"> shell "b"`]],
  ])("%j", (text, expected) => check(text, expected));

  test.each<[string, string[]]>([
    ["RUN <<EOF\na\nb\nEOF\nRUN c", ['RUN shell "a\\nb\\n" <<EOF "a\\nb\\n"', 'RUN shell "c"']],
    ["RUN <<-'EOF'\n\ta $B\n\tEOF", [`RUN shell "\\ta $B\\n" <<-'EOF' "\\ta $B\\n"`]],
    ["RUN cat <<EOF > /x\nFROM b\nEOF\nUSER c", ['RUN shell "cat <<EOF > /x\\nFROM b\\nEOF" <<EOF "FROM b\\n"', "USER c"]],
    ["RUN a << E\nb\nE", ['RUN shell "a << E\\nb\\nE" <<E "b\\n"']],
    ["RUN 3<<E a\nb\nE", ['RUN shell "3<<E a\\nb\\nE" <<E "b\\n"']],
    ["RUN <<A cat && <<B cat\n1\nA\n2\nB", ['RUN shell "<<A cat && <<B cat\\n1\\nA\\n2\\nB" <<A "1\\n" <<B "2\\n"']],
    ["RUN <<EOF\r\na\r\nEOF\r\nUSER b", ['RUN shell "a\\r\\n" <<EOF "a\\r\\n"', "USER b"]],
    [
      "RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF",
      ['RUN other shell "#!/usr/bin/env python3\\nprint(1)\\n" <<EOF "#!/usr/bin/env python3\\nprint(1)\\n"'],
    ],
    ["RUN <<EOF\n#!/bin/bash -e\na\nEOF", ['RUN shell "#!/bin/bash -e\\na\\n" <<EOF "#!/bin/bash -e\\na\\n"']],
    ["COPY <<A b <<'C' /d/\n1\nA\n2\nC", [`COPY b to /d/ from - <<A "1\\n" <<'C' "2\\n"`]],
    ["ONBUILD RUN <<E\na\nE\nUSER b", ['ONBUILD RUN shell "a\\n" <<E "a\\n"', "USER b"]],
    ["RUN a<<E\nUSER b", ['RUN shell "a<<E"', "USER b"]],
    ["RUN a <<< b\nUSER b", ['RUN shell "a <<< b"', "USER b"]],
    [`RUN echo "<<E"\nUSER b`, [`RUN shell "echo \\"<<E\\""`, "USER b"]],
    [`RUN echo it's <<E\nUSER b`, [`RUN shell "echo it's <<E"`, "USER b"]],
    [`RUN ["a", "<<E"]\nUSER b`, [`RUN exec a <"a"> | <<E <"<<E">`, "USER b"]],
    ["ENV A=<<E\nUSER b", ["ENV A=<<E", "USER b"]],
    ["COPY << E /d/\na\nE\nUSER b", [`COPY <<, E to /d/ from - <<E "a\\n"`, "USER b"]],
    ['RUN <<"a\\b"\nx\na\\b\nUSER b', [`RUN shell "x\\n" <<'a\\b' "x\\n"`, "USER b"]],
  ])("heredocs: %j", (text, expected) => check(text, expected));

  test("mounts are taken apart", () => {
    const [, run] = parse("FROM a\nRUN --mount=type=secret,id=npm,env=$E --mount=target=/x a").instructions;
    const mounts = run?.keyword === "RUN" ? run.mounts.map(({ type, fields }) => [type, ...fields.map(pair)].join(" ")) : [];
    expect(mounts).toEqual(["secret type=secret id=npm env=$E?", "bind target=/x"]);
  });

  test("an escape directive changes what escapes and what continues", () => {
    const { instructions, escape, directives, syntax } = parse(
      "# Escape = `\n#syntax=docker/dockerfile:1\nFROM a\nWORKDIR C:\\b`\n\\c\nENV A=b` c",
    );
    expect([escape, syntax?.value, directives.map((directive) => textOf(directive.span))]).toEqual([
      "`",
      "docker/dockerfile:1",
      ["# Escape = `", "#syntax=docker/dockerfile:1"],
    ]);
    expect(instructions.map(describeInstruction)).toEqual(["FROM a as -", "WORKDIR C:\\b\\c <C:\\b`\n\\c>", "ENV A=b c <b` c>"]);
  });

  test("directives end at the first other line", () => {
    const { directives, comments } = parse("# note\n# syntax=x\nFROM a");
    expect(directives).toEqual([]);
    expect(comments.map((comment) => comment.text)).toEqual(["note", "syntax=x"]);
    expect(parse("\uFEFF# syntax=x\r\n\r\n# escape=`\nFROM a").directives).toHaveLength(1);
  });
});

describe("stages", () => {
  test("instructions belong to the FROM above them", () => {
    const document = parse("ARG V=1\nFROM a:$V AS One\nRUN x\nFROM one\nUSER u\nCMD y\n\n# end\n");
    expect(document.globalArgs.map((arg) => textOf(arg.span))).toEqual(["ARG V=1"]);
    const stages = document.stages.map(({ index, name, span, instructions }) => [index, name?.value, textOf(span), instructions.length]);
    expect(stages).toEqual([
      [0, "One", "FROM a:$V AS One\nRUN x", 1],
      [1, undefined, "FROM one\nUSER u\nCMD y", 2],
    ]);
  });

  test("the shell of a stage decides what language its commands are in", () => {
    const text = [
      "FROM mcr.microsoft.com/windows/nanoserver:1809 AS base",
      "RUN dir",
      `SHELL ["powershell.exe", "-Command"]`,
      "RUN Get-Item",
      "FROM base",
      "RUN Get-Item",
      "FROM --platform=windows/amd64 x",
      "RUN dir",
      "FROM alpine",
      "RUN ls",
      `SHELL ["/usr/bin/fish", "-c"]`,
      "RUN ls",
      `SHELL ["/busybox/sh", "-c"]`,
      "RUN ls",
    ];
    const languages = parse(text.join("\n")).instructions.flatMap((instruction) =>
      instruction.keyword === "RUN" && instruction.command.form === "shell"
        ? [`${instruction.command.language} ${instruction.command.script.commands.length}`]
        : [],
    );
    expect(languages).toEqual(["cmd 0", "powershell 0", "powershell 0", "cmd 0", "posix 1", "other 0", "posix 1"]);
  });

  test("both forms of a command have a script", () => {
    expect(commandsOf("CMD a && b")).toEqual(["a", "b"]);
    expect(commandsOf(`CMD ["a", "$B", "c && d"]`)).toEqual(["a $B c && d"]);
    expect(commandsOf(`CMD ["sh", "-c", "a && exec b"]`)).toEqual(["sh -c a && exec b", "a", "exec b"]);
  });
});

describe("places", () => {
  test("an instruction ends with its last character, heredocs and continued lines included", () => {
    const { instructions } = parse("FROM a  \n\nRUN b \\\n # note\n  c\t\nRUN <<E\nd\nE\n  \nCMD e \\\n");
    expect(instructions.map(({ span, keywordSpan }) => [textOf(keywordSpan), textOf(span)])).toEqual([
      ["FROM", "FROM a"],
      ["RUN", "RUN b \\\n # note\n  c"],
      ["RUN", "RUN <<E\nd\nE"],
      ["CMD", "CMD e \\"],
    ]);
  });

  test("variables, words across lines and decoded characters stand where they are written", () => {
    const { instructions } = parse(`FROM a\nENV A="x\\"\${B:-c}" B=\\\n  d\nCMD ["e\\n\\u0066g"]\nRUN curl \\\n  -k "h$I"`);
    const [, env, cmd, run] = instructions;
    if (env?.keyword !== "ENV" || cmd?.keyword !== "CMD" || cmd.command.form !== "exec" || run?.keyword !== "RUN")
      throw new Error("other instructions");
    const [variable] = [...variablesOf(env.pairs[0]!.value!)];
    expect([variable!.name, variable!.word, textOf(variable!.nameSpan)]).toMatchObject(["B", { text: "c" }, "B"]);
    expect(env.pairs.map((item) => textOf(item.span))).toEqual([`A="x\\"\${B:-c}"`, "B="]);
    const [arg] = cmd.command.args;
    expect(env.span.file.text.slice(offsetIn(arg!, 2), offsetIn(arg!, 3))).toBe("\\u0066");
    expect(run.command.script.commands[0]!.words.map((word) => textOf(word.span))).toEqual(["-k", `"h$I"`]);
  });

  test("comments are found between and within instructions, but not in heredocs", () => {
    const { comments } = parse("# one\nFROM a # no\nRUN b \\\n  #two \n  c\nRUN <<E\n# no\nE\n\t# three");
    expect(comments.map((comment) => [comment.text, textOf(comment.span)])).toEqual([
      ["one", "# one"],
      ["two", "#two "],
      ["three", "# three"],
    ]);
  });

  test("pathAt names stages, and what is in them", () => {
    const text = "# note\nARG V=1\nFROM a AS one\nRUN b\nENV C=d \\\n  E=f\nRUN g\nFROM one\nCOPY h /i\n";
    const { pathAt } = parse(text);
    const at = (piece: string) => pathAt(text.indexOf(piece));
    expect(["# note", "ARG", "V=1", "FROM a", "b\n", "ENV", "C=d", "f\n", "g", "FROM one", "h /i"].map(at)).toEqual([
      "",
      "ARG[0]",
      "ARG.V",
      "stage[one].FROM",
      "stage[one].RUN[0]",
      "stage[one].ENV[0]",
      "stage[one].ENV.C",
      "stage[one].ENV.E",
      "stage[one].RUN[1]",
      "stage[1].FROM",
      "stage[1].COPY[0]",
    ]);
  });

  test("comments can speak of stages, instructions, pairs and commands", () => {
    const { blocks } = parse("FROM a\nENV B=c D=e\nRUN f && g");
    expect(blocks().map(textOf).toSorted()).toEqual([
      "B=c",
      "D=e",
      "ENV B=c D=e",
      "FROM a",
      "FROM a\nENV B=c D=e\nRUN f && g",
      "RUN f && g",
      "f",
      "g",
    ]);
  });
});

describe("problems", () => {
  test.each<[string, [string, string][]]>([
    ["", [["", "The file holds no instruction."]]],
    ["# only a note\n", [["", "The file holds no instruction."]]],
    ["ARG A=1", [["ARG", "The file holds no FROM, so there is nothing to build."]]],
    ["RUN a\nUSER b", [["RUN", "The file holds no FROM, so there is nothing to build."]]],
    ["RUN a\nFROM b", [["RUN", "Only ARG may stand before the first FROM, and RUN does."]]],
    ["FROM a\nRUNN b\nUSER c", [["RUNN", '"RUNN" is no instruction that a Dockerfile can have.']]],
    ["FROM", [["FROM", "FROM names no image."]]],
    ["FROM a b", [["b", 'Behind its image, FROM takes nothing but "AS" and a name.']]],
    ["FROM a AS 1", [["1", "The name of a stage begins with a letter, and holds only letters, digits, dots, dashes and underscores."]]],
    ["FROM a\nENV", [["ENV", "ENV needs an argument."]]],
    ["FROM a\nENV A", [["A", "ENV takes name=value, and this has no value."]]],
    ["FROM a\nENV A=b C D=e", [["C", 'ENV takes name=value, and this has no "=".']]],
    ["FROM a\nENV =b", [["=b", 'The name before the "=" is empty.']]],
    ["FROM a\nUSER ", [["USER", "USER needs an argument."]]],
    ["FROM a\nCOPY b", [["b", "COPY needs a source and a destination."]]],
    ["FROM a\nCOPY b <<E\nc\nE", [["<<E", "A heredoc cannot be a destination."]]],
    ["FROM a\nEXPOSE", [["EXPOSE", "EXPOSE needs at least one argument."]]],
    ['FROM a\nVOLUME ["/b", ""]', [['""', "VOLUME cannot take an empty path."]]],
    ['FROM a\nVOLUME ""', []],
    ["FROM a\nENV ''=b", []],
    ["FROM a\nUSER ${%}${+b}", []],
    ["FROM a\nSHELL bash -c", [["bash -c", "SHELL takes a JSON array of strings."]]],
    ["FROM a\nCMD [1, 2]", [["[1, 2]", "An exec form takes nothing but strings, each in double quotes."]]],
    ["FROM a\nVOLUME [[]]", [["[[]]", "An array takes nothing but strings, each in double quotes."]]],
    ["FROM a\nHEALTHCHECK curl x", [["curl", "HEALTHCHECK takes CMD and a command, or NONE."]]],
    ["FROM a\nHEALTHCHECK CMD", [["CMD", "HEALTHCHECK CMD names no command."]]],
    ["FROM a\nHEALTHCHECK NONE x", [["x", "HEALTHCHECK NONE takes nothing else."]]],
    ["FROM a\nONBUILD FROM b", [["FROM", "ONBUILD cannot be followed by FROM."]]],
    ["FROM a\nONBUILD ONBUILD RUN b", [["ONBUILD", "ONBUILD cannot be followed by ONBUILD."]]],
    [
      "FROM a\nRUN <<E\nUSER b",
      [["<<E", 'The heredoc never ends: no line below it is "E" alone. The lines below were read as instructions.']],
    ],
    ["# escape=x\nFROM a", [["x", "The escape character can only be a backslash or a backquote."]]],
    ["# syntax=x\n# syntax=y\nFROM a", [["# syntax=y", 'The directive "syntax" is given twice, which the builder refuses.']]],
  ])("%j", (text, expected) => {
    expect(parse(text).problems.map(({ at, message }) => [textOf(at), message])).toEqual(expected);
  });

  test("words that the builder cannot expand are told, once each", () => {
    const { problems } = parse(`FROM a\nENV A="b\nLABEL c='d\nUSER \${}\nRUN echo "\${}`);
    expect(problems.map(({ at }) => textOf(at))).toEqual([`"b`, "'d", "${}"]);
  });

  test("a problem costs nothing but its place", () => {
    const { instructions } = parse("FROM a b c\nFOO\nRUN <<E\nENV A\nUSER u\n");
    expect(instructions.map((instruction) => instruction.keyword)).toEqual(["FROM", "UNKNOWN", "RUN", "ENV", "USER"]);
  });

  test("too many are counted, not listed", () => {
    const { problems } = parse(`FROM a\n${"x\n".repeat(80)}`);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)!.message).toBe("There are 30 more problems from here on, which are not listed.");
  });
});

describe("dockerfileTemplateReason", () => {
  test.each<[string, string | undefined]>([
    ["FROM {{ image }}\n", "{{ … }} stands where the builder needs a word"],
    ["FROM a\n{% if x %}\nRUN b\n{% endif %}\n", "{% … %} stands where the builder needs a word"],
    ["FROM a\nRUN b {% if x %} c {% endif %}\n", "{% … %} stands where the builder needs a word"],
    ["{{- if .A }}\nFROM a\n{{- end }}\n", "{{ … }} stands where the builder needs a word"],
    ["FROM a\nRUN apk add {{ packages }}\n", "{{ … }} stands where the builder needs a word"],
    ["FROM a\nRUN apk add {{ .Packages }}\n", "{{ … }} stands where the builder needs a word"],
    ["FROM a\nENV V {{ version }}\n", "{{ … }} stands where the builder needs a word"],
    ["FROM a:<%= tag %>\n", "<% … %> stands where the builder needs a word"],
    ["FROM a:%%TAG%%\n", "%%TAG%% stands where the builder needs a word"],
    ["FROM @IMAGE@\n", "@IMAGE@ stands where the builder needs a word"],
    ["FROM a\n%%STEPS%%\n", "%%STEPS%% stands where the builder needs a word"],
    [`#include "base.docker"\nRUN a\n`, "#include lines are for the C preprocessor"],
    ["FROM a\n#ifdef DEBUG\nRUN b\n#endif\n", "#ifdef lines are for the C preprocessor"],
    ["FROM a\nCOPY . /{{cookiecutter.slug}}\n", "{{ cookiecutter.… }} is filled in when a project is made from this template"],
    ["FROM a\nRUN docker inspect --format '{{.State}}' b\n", undefined],
    ["FROM a\nRUN docker inspect --format {{.State}} b\n", undefined],
    ["FROM a\nRUN docker inspect --format \\\n  '{{ .State }}' b\n", undefined],
    [`FROM a\nHEALTHCHECK CMD curl -w "%{http_code}" b\n`, undefined],
    ["FROM a\nCOPY <<E /x.tmpl\n{{ if .A }}\n{% b %}\n{{ end }}\nE\n", undefined],
    [`FROM a\nENV FORMAT="{{.ID}}"\n`, undefined],
    ["FROM a\nRUN echo ${{ x }}\n", undefined],
    ["# include the tools\n# if you need them\nFROM a\n", undefined],
    ["FROM a\nRUN echo me@example@x\n", undefined],
    ["FROM a\n", undefined],
  ])("%j", (text, reason) => {
    expect(dockerfileTemplateReason(text)).toBe(reason);
  });
});
