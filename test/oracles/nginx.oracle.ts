import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { parseNginx } from "../../src/syntax/nginx/index.ts";

/*
 * Whether nginx itself takes or refuses the syntax of a text, and whether we do. Most probes stand where nginx takes any words, so
 * that only its reader speaks: in the braces of a `map`, or as the arguments of a `log_format`.
 */
const isThere = inject("programs").nginx.kind === "found";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nginx-oracle-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What nginx says: undefined when it takes the text. */
function refusalOfNginx(text: string): string | undefined {
  const path = join(folder, "nginx.conf");
  writeFileSync(path, text);
  const { status, stderr } = spawnSync("nginx", ["-t", "-q", "-c", path, "-g", `pid ${join(folder, "pid")}; error_log stderr;`], {
    encoding: "utf8",
  });
  return status === 0 ? undefined : (/\[emerg\] [^:]*: (.*)/.exec(stderr)?.[1] ?? stderr);
}

const map = (entries: string) => `events { }\nhttp { map $host $a {\n${entries}\n} }\n`;
const format = (args: string) => `events { }\nhttp { log_format a ${args}; }\n`;
const location = (body: string) => `events { }\nhttp { server { listen 127.0.0.1:18080; location / { ${body} } } }\n`;

const probes: readonly string[] = [
  map("a b;"),
  map("'a b' c;"),
  map('"a b" "c";'),
  map('"a"b c;'),
  map("'a'b;"),
  map('a"b" c;'),
  map("a'b c;"),
  map("a}b c;"),
  map("a#b c;"),
  map("# a } b\na b;"),
  map("a b; # c"),
  map("a b"),
  map("a b;;"),
  map("; a b;"),
  map("a b; }"),
  map("a ${host};"),
  map("a x${host}y;"),
  map(String.raw`a\ b c;`),
  map(String.raw`a\;b c;`),
  map(String.raw`"a\"b" c;`),
  map(String.raw`'a\'b' c;`),
  map(String.raw`"a\\" c;`),
  map(String.raw`"a\\"b" c;`),
  map("'a;\nb' c;"),
  map("'a b;"),
  map('"a b;'),
  map("a\tb;\r\nc\r\nd;\r\n"),
  map(""),
  map("~^a{1} b;"),
  map('"~^a{1}" b;'),
  map('"a");'),
  format("'a'"),
  format("'a' 'b'\n'c'"),
  format("'a''b'"),
  format("'a')"),
  format('"{\\"a\\":\\"$host\\"}"'),
  format("$host$uri"),
  location("return 200 a}b;"),
  location("return 200 a}"),
  location("return 200 a;}"),
  location("return 200 ${uri};"),
  location('if ($uri = "a") { return 403; }'),
  location("if ($uri = a) { return 403; } #"),
  location('if ($uri ~ "a{2}") { return 403; }'),
  location("set $a b{; return 200;"),
  location("add_header A 'b' always; {"),
  location("{ }"),
  "events { }\nhttp { server { }\n",
  "events { }\nhttp { } }\n",
  "events{}http{}",
  'events { }\n"http" { }\n# the end',
  "events { }\nhttp { }\ndaemon",
  "events { }\nhttp { }\ndaemon 'off",
  "events { }\r\nhttp {\r\n}\r\n",
  "}",
  ";",
  "{",
];

describe.skipIf(!isThere)("nginx -t", () => {
  test.each(probes.map((text, i) => [i, text] as const))("agrees on probe %i: %j", (_, text) => {
    const refusal = refusalOfNginx(text);
    const ours = parseNginx({ path: "nginx.conf", text }).problems.filter((problem) => problem.severity === "error");
    expect({ nginx: refusal, refused: ours.length > 0 }).toEqual({ nginx: refusal, refused: refusal !== undefined });
  });

  test("some of the probes are taken, and some refused", () => {
    const refused = probes.filter((text) => refusalOfNginx(text) !== undefined).length;
    expect(refused).toBeGreaterThan(10);
    expect(probes.length - refused).toBeGreaterThan(10);
  });
});
