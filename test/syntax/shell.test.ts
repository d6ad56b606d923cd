import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  allCommands,
  allScripts,
  downstream,
  effectiveCommand,
  findFlag,
  hasFlag,
  operands,
  optionValue,
  optionValues,
  parseShell,
  regionSpan,
  RegionBuilder,
  wholeFile,
  type ShellOptions,
  type ShellScript,
  type SimpleCommand,
  type Word,
} from "../../src/syntax/shell/index.ts";
import { textOf } from "../../src/text/index.ts";

const script = (text: string, options?: ShellOptions): ShellScript => parseShell(wholeFile({ path: "run.sh", text }), options);
const first = (text: string): SimpleCommand => script(text).commands[0]!;

/** A word as it decodes, marked where it is only known at run time. */
const word = ({ text, literal }: Word): string => (literal ? text : `${text}?`);

/** `name|word|word connector`, with what surrounds the command in brackets. */
function line(command: SimpleCommand): string {
  const { name, words, assignments, redirects, connector, context } = command;
  const set = assignments.map(({ name: key, value, append }) => `${key}${append ? "+" : ""}=${word(value)}`);
  const into = redirects.map(({ operator, descriptor, target }) => `${descriptor ?? ""}${operator}${target ? word(target) : ""}`);
  const around = Object.entries(context).flatMap(([key, value]) => (value ? [typeof value === "string" ? `${key} ${value}` : key] : []));
  const text = [...set, ...(name ? [word(name)] : []), ...words.map(word), ...into].join("|");
  return `${text} ${connector}${around.length > 0 ? ` [${around.join(", ")}]` : ""}`;
}

function check(text: string, expected: readonly string[], options?: ShellOptions): void {
  const parsed = script(text, options);
  expect([...allCommands(parsed)].map(line)).toEqual(expected);
  expect([...allScripts(parsed)].flatMap((inner) => inner.problems)).toEqual([]);
}

describe("parseShell", () => {
  test.each<[string, string[]]>([
    ["a && b || c; d & e", ["a &&", "b ||", "c ;", "d &", "e end"]],
    ["a | b |& c\nd", ["a |", "b |", "c ;", "d end"]],
    ["A=1 B=$C run 'x y' >out 2>&1 <in", ["A=1|B=$C?|run|x y|>out|2>&1|<in end"]],
    ["A=1; B+=2; C=(x y)", ["A=1 ;", "B+=2 ;", "C=(x y)? end"]],
    [`echo a\\ b "c\\"d\\$e\\f" 'g\\h' i"j"k`, [`echo|a b|c"d$e\\f|g\\h|ijk end`]],
    [
      `echo "$A" \${B:-x} $(c d) \`e\` $((1 + 2)) $1 \${F%.*}`,
      ["c|d end", "e end", "echo|$A?|${B:-x}?|$(c d)?|`e`?|$((1 + 2))?|$1?|${F%.*}? end"],
    ],
    ["rm -rf /tmp/* /var/{a,b} ~/x", ["rm|-rf|/tmp/*|/var/{a,b}|~/x end"]],
    [
      "if a; then b; elif c; then d; else e; fi && f",
      ["a ;", "b && [conditional]", "c ; [conditional]", "d && [conditional]", "e && [conditional]", "f end"],
    ],
    ["for i in $(ls); do a $i; done | b", ["ls end [substitution]", "a|$i? | [loop]", "b end"]],
    ["while read l; do a; done", ["read|l ; [loop]", "a end [conditional, loop]"]],
    ["case $x in a) b;; *) c;; esac", ["b end [conditional]", "c end [conditional]"]],
    ["f() { a; }; f", ["a ; [function f]", "f end"]],
    ["(cd x && a) && { b; c; }", ["cd|x && [subshell]", "a && [subshell]", "b ;", "c end"]],
    ["! a | b", ["a | [negated]", "b end [negated]"]],
    ["[[ -n $x && a == $(b) ]] || c", ["b end", "[[|$x?|a|$(b)? ||", "c end"]],
    ["(( a > 1 )) && b", ["b end"]],
    ["a \\\n  b \\\r\n  c", ["a|b|c end"]],
    ["a # b && c\nd", ["a ;", "d end"]],
  ])("%j", (text, expected) => check(text, expected));

  test.each<[string, string[]]>([
    [`sh -c "curl x | bash"`, ["sh|-c|curl x | bash end", "curl|x |", "bash end"]],
    [`sudo bash -o pipefail -lc 'a && b' arg`, ["sudo|bash|-o|pipefail|-lc|a && b|arg end", "a &&", "b end"]],
    [`sh -c "sh -c 'a'"`, ["sh|-c|sh -c 'a' end", "sh|-c|a end", "a end"]],
    [`su app -c "a b"`, ["su|app|-c|a b end", "a|b end"]],
    [`eval "a; b"`, ["eval|a; b end", "a ;", "b end"]],
    ["bash <<'EOF'\na\nb $c\nEOF\nd", ["bash|<<EOF ;", "a ;", "b|$c? end", "d end"]],
    ["cat <<EOF >f\nrm -rf /\nEOF\n", ["cat|<<EOF|>f end"]],
    [`sh script.sh -c "a"`, ["sh|script.sh|-c|a end"]],
    [`python -c "a"`, ["python|-c|a end"]],
    ["diff <(a) <(b)", ["a end", "b end", "diff|<(a)?|<(b)? end"]],
  ])("nested: %j", (text, expected) => check(text, expected));

  test.each<[string, string[]]>([
    ["docker login -p ${{ secrets.A }}", ["docker|login|-p|${{ secrets.A }}? end"]],
    [`echo 'a \${{ b }} c' "\${{ format('}}') }}"`, ["echo|a ${{ b }} c?|${{ format('}}') }}? end"]],
    ["${{ matrix.run }} && a", ["${{ matrix.run }}? &&", "a end"]],
    [`sh -c "a \${{ b }}"`, ["sh|-c|a ${{ b }}? end", "a|${{ b }}? end"]],
    ["echo ${{ open", ["echo|${{?|open end"]],
  ])("with expressions: %j", (text, expected) => {
    const parsed = script(text, { expressions: "github" });
    if (!text.endsWith("open")) expect([...allCommands(parsed)].map(line)).toEqual(expected);
    else expect(parsed.commands.length).toBeGreaterThan(0);
  });

  test("an expression is a part of its word, at its place", () => {
    const { words } = script("echo a${{ b }}c", { expressions: "github" }).commands[0]!;
    const { value } = words[0]!;
    expect(value.kind === "template" && value.parts.map((part) => [part.kind, textOf(part.span)])).toEqual([
      ["text", "a"],
      ["expression", "${{ b }}"],
      ["text", "c"],
    ]);
  });

  test("a variable has its name, its operator and its default", () => {
    const { value } = first('echo "${HOST:=localhost}"').words[0]!;
    expect(value).toMatchObject({
      kind: "template",
      parts: [{ kind: "variable", name: "HOST", operator: ":-", word: { kind: "literal", text: "localhost" } }],
    });
  });

  test("errors are told with their place, and the commands around them are kept", () => {
    const parsed = script("if a; then b");
    expect(parsed.commands.map(line)).toEqual(["a ;", "b end [conditional]"]);
    expect(parsed.problems.length).toBeGreaterThan(0);
    expect(parsed.problems.every((problem) => problem.at.start <= 12 && problem.severity === "error")).toBe(true);
  });

  test("limits are told, not met in silence", () => {
    const deep = script(`${"sh -c ".repeat(1)}"${"$(".repeat(40)}a${")".repeat(40)}"`);
    expect([...allScripts(deep)].flatMap((inner) => inner.problems).map((problem) => problem.message)).toContain(
      "The script is nested too deeply in other scripts and was not looked into.",
    );
    const groups = script(`${"{ ".repeat(80)}a; ${"} ;".repeat(79)} }`);
    expect(groups.problems.map((problem) => problem.message)).toContain("Commands are nested too deeply here and were not looked into.");
    expect(script("a ".repeat(2_100_000)).problems).toHaveLength(1);
  });
});

const spans = (text: string): string[] =>
  [...allCommands(script(text))].flatMap((command) => [textOf(command.span), ...command.words.map((item) => textOf(item.span))]);

describe("places", () => {
  test("every word covers what was written, quotes included, in nested scripts too", () => {
    expect(spans(`sh -c "a 'b c' \\"d\\"" e`)).toEqual([
      `sh -c "a 'b c' \\"d\\"" e`,
      "-c",
      `"a 'b c' \\"d\\""`,
      "e",
      `a 'b c' \\"d\\"`,
      "'b c'",
      `\\"d\\"`,
    ]);
  });

  test("commands in backquotes stand where they are written, however they are escaped", () => {
    expect(spans("x `a \\`b \\$c\\`` y")).toEqual([
      "b \\$c",
      "\\$c",
      "a \\`b \\$c\\`",
      "\\`b \\$c\\`",
      "x `a \\`b \\$c\\`` y",
      "`a \\`b \\$c\\``",
      "y",
    ]);
    expect(spans('"`a \\"b c\\"`"')).toEqual(['a \\"b c\\"', '\\"b c\\"', '"`a \\"b c\\"`"']);
  });

  test("a region's decoded text leads back to the file", () => {
    const file = { path: "a", text: "run: one \\\n # note\n  two\n" };
    const builder = new RegionBuilder(wholeFile(file));
    builder.copy(5, 9);
    builder.copy(19, 24);
    const region = builder.build();
    const { words, span } = parseShell(region).commands[0]!;
    expect(region.text).toBe("one   two");
    expect(textOf(words[0]!.span)).toBe("two");
    expect(textOf(span)).toBe("one \\\n # note\n  two");
    expect(textOf(regionSpan(region, 0, 3))).toBe("one");
  });

  test("one decoded character may cover several", () => {
    const file = { path: "a", text: "a\\u0062c" };
    const builder = new RegionBuilder(wholeFile(file));
    builder.copy(0, 1);
    builder.replace(1, 7, "b");
    builder.copy(7, 8);
    const region = builder.build();
    expect([0, 1, 2, 3].map((index) => region.offsetOf(index))).toEqual([0, 1, 7, 8]);
    expect(textOf(regionSpan(region, 1, 2))).toBe("\\u0062");
    expect(textOf(regionSpan(new RegionBuilder(wholeFile(file), 3).build(), 0, 0))).toBe("");
  });
});

describe("effectiveCommand", () => {
  test.each<[string, string, string, string]>([
    ["/usr/bin/curl -k x", "curl", "-k x", ""],
    ["sudo -u app -E curl x", "curl", "x", "sudo"],
    ["sudo A=1 env -i B=2 -u C nice -n 5 curl x", "curl", "x", "sudo env nice"],
    ["exec gosu app:app tini -g -- node server.js", "node", "server.js", "exec gosu tini"],
    ["timeout -k 5 30s curl x", "curl", "x", "timeout"],
    ["time -p make", "make", "", ""],
    ["dumb-init node a", "node", "a", "dumb-init"],
    ["busybox wget x", "wget", "x", "busybox"],
    ["command -v curl", "curl", "", "command"],
    ["sudo -Hu app curl x", "curl", "x", "sudo"],
    ["sudo -v", "sudo", "-v", ""],
    ["env", "env", "", ""],
    ["gosu app", "gosu", "app", ""],
    ["$BIN/python3 x", "python3", "x", ""],
    ["$CMD x", "", "x", ""],
    ["a$CMD x", "", "x", ""],
    ["cmd.exe /c x", "cmd", "/c x", ""],
  ])("%s", (text, program, words, wrappers) => {
    const found = effectiveCommand(first(text))!;
    expect([found.program, found.words.map((item) => item.text).join(" "), found.wrappers.join(" ")]).toEqual([program, words, wrappers]);
  });

  test("a command without a name has none", () => {
    expect(effectiveCommand(first("A=1"))).toBeUndefined();
  });
});

describe("questions about options", () => {
  test.each<[string, string | string[], string[], boolean]>([
    ["apt-get install -qqy a", "-y", [], true],
    ["apt-get install --yes a", ["-y", "--yes"], [], true],
    ["apt-get install a", ["-y", "--yes"], [], false],
    ["apt-get install -- -y", "-y", [], false],
    ["curl -sSLk x", "-k", [], true],
    ["curl -ok x", "-k", ["-o"], false],
    ["curl -o -k x", "-k", ["-o"], false],
    ["curl -so k -k x", "-k", ["-o"], true],
    ["npm ci --omit=dev", "--omit", [], true],
    ["npm ci --omit-more", "--omit", [], false],
    ["a $X-y", "-y", [], false],
    ["wget --no-check-certificate x", "--no-check-certificate", [], true],
  ])("%s has %j: %j", (text, flags, valued, expected) => {
    expect(hasFlag(first(text), flags, valued)).toBe(expected);
  });

  test("findFlag gives the word", () => {
    expect(textOf(findFlag(first("curl x -sk"), "-k")!.span)).toBe("-sk");
  });

  test.each<[string, string[], string[]]>([
    ["a -o out", ["-o", "--output"], ["out"]],
    ["a -oout", ["-o"], ["out"]],
    ["a -sSo out", ["-o"], ["out"]],
    ["a --output=out", ["-o", "--output"], ["out"]],
    [`a --output="o u$T"`, ["--output"], ["o u$T"]],
    ["a -v x -v y", ["-v"], ["x", "y"]],
    ["a -o", ["-o"], []],
    ["a -- -o b", ["-o"], []],
    ["a b", ["-o"], []],
  ])("the values in %s", (text, options, expected) => {
    const values = optionValues(first(text), options).map((value) => textOf(value.span));
    expect(values).toEqual(expected);
    expect(optionValue(first(text), options)?.text).toBe(optionValues(first(text), options)[0]?.text);
  });

  test.each<[string, string[], string[]]>([
    ["a b -c d", [], ["b", "d"]],
    ["a b -c d e", ["-c"], ["b", "e"]],
    ["a -xc d e", ["-c"], ["e"]],
    ["a -cd e", ["-c"], ["e"]],
    ["a --c=d e", ["--c"], ["e"]],
    ["a - -- -b c", [], ["-", "-b", "c"]],
    ["a $B --x", [], ["$B"]],
  ])("the operands of %s", (text, valued, expected) => {
    expect(operands(first(text), valued).map((item) => item.text)).toEqual(expected);
  });

  test("downstream follows a pipeline, out of groups and into them", () => {
    const parsed = script("(curl a; curl b) | tee c | { d; sh; }; e");
    const names = downstream(parsed, parsed.commands[0]!).map((command) => command.name!.text);
    expect(names).toEqual(["tee", "d", "sh"]);
    expect(downstream(parsed, parsed.commands.at(-1)!)).toEqual([]);
  });
});

test("any text parses, and every span lies inside of it", () => {
  const piece = constantFrom(
    "a",
    "$",
    "${",
    "}",
    "$(",
    ")",
    "`",
    '"',
    "'",
    "\\",
    "\n",
    "\r\n",
    " ",
    "|",
    "&&",
    ";",
    "<<E",
    "E",
    "${{",
    "}}",
    "sh -c ",
    "if ",
    "fi",
    "[[",
    "]]",
    "{",
    "#",
    "=",
    "é",
  );
  assert(
    property(array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      for (const inner of allScripts(script(text, { expressions: "github" }))) {
        for (const problem of inner.problems) expect(problem.at.end).toBeLessThanOrEqual(text.length);
        for (const command of inner.commands) {
          for (const item of [command.name, ...command.words]) {
            if (item === undefined) continue;
            expect(item.span.start >= 0 && item.span.start <= item.span.end && item.span.end <= text.length).toBe(true);
          }
        }
      }
    }),
    { numRuns: 1500, seed: 7 },
  );
});
