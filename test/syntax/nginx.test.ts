import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNginx, type Argument, type Directive, type NginxDocument } from "../../src/syntax/nginx/index.ts";
import { contains, textOf, type Span } from "../../src/text/index.ts";

const parse = (text: string) => parseNginx({ path: "nginx.conf", text });

/** `name(arg, "quoted", …)`, blocks in braces, variables of an argument behind a colon. */
function print(directives: readonly Directive[]): string {
  return directives.map(printOne).join(" ");
}

function printOne({ name, args, block }: Directive): string {
  const head = `${name.value}(${args.map(printArgument).join(", ")})`;
  if (!block) return head;
  return block.code ? `${head}{lua:${block.code.value}}` : `${head}{${print(block.directives)}}`;
}

function printArgument({ text, quote, scalar }: Argument): string {
  const mark = quote === "single" ? "'" : quote === "double" ? '"' : "";
  const variables = scalar.kind === "template" ? scalar.parts.flatMap((part) => (part.kind === "variable" ? [part.name] : [])) : [];
  return `${mark}${text.replaceAll("\n", "⏎")}${mark}${variables.length > 0 ? `:${variables.join("+")}` : ""}`;
}

/** `'place': message` of every problem. */
const problemsOf = (document: NginxDocument) => document.problems.map(({ at, message }) => `'${textOf(at)}': ${message}`);

describe("what nginx takes", () => {
  const cases: readonly (readonly [title: string, text: string, tree: string])[] = [
    ["a directive", "user www-data;", "user(www-data)"],
    ["one without arguments", "ip_hash ;", "ip_hash()"],
    ["blocks", "events { } http { gzip on; server { listen 80; } }", "events(){} http(){gzip(on) server(){listen(80)}}"],
    ["blocks without blanks", "location /a{root /b;}location /c{}", "location(/a){root(/b)} location(/c){}"],
    ["double quotes", 'add_header A "b; {c} #d";', 'add_header(A, "b; {c} #d")'],
    ["single quotes", "add_header A 'say \"hi\"';", "add_header(A, 'say \"hi\"')"],
    ["an empty string", 'proxy_set_header Connection "";', 'proxy_set_header(Connection, "")'],
    ["a quoted name", '"listen" 80;', "listen(80)"],
    ["a string over two lines", "log_format main 'a'\n  'b\nc';", "log_format(main, 'a', 'b⏎c')"],
    ["escapes that are decoded", String.raw`return 200 "a\"b\\c\n";`, String.raw`return(200, "a"b\c⏎")`],
    ["escapes that stay", String.raw`location ~ \.php$ { }`, String.raw`location(~, \.php$){}`],
    ["an escaped blank", String.raw`root /my\ files;`, String.raw`root(/my\ files)`],
    ["an escaped semicolon", String.raw`return 200 a\;b;`, String.raw`return(200, a\;b)`],
    ["a number sign in a word", "return 200 a#b;", "return(200, a#b)"],
    ["a closing brace in a word", "return 200 a}b;", "return(200, a}b)"],
    ["quotes inside a word", `return 200 a"b'c;`, `return(200, a"b'c)`],
    ["variables", "return 301 https://$host${uri}x;", "return(301, https://$host${uri}x:host+uri)"],
    ["a variable in braces ends no word", "try_files /a/${uri}.html =404;", "try_files(/a/${uri}.html:uri, =404)"],
    ["captures are one digit", "rewrite ^/(.)(.)$ /$10$2;", "rewrite(^/(.)(.)$, /$10$2:1+2)"],
    ["anchors are no variables", "if ($uri ~ a$) { }", "if(($uri:uri, ~, a$)){}"],
    ["a condition with quotes", 'if ($a = "b") { return 403; }', 'if(($a:a, =, "b", )){return(403)}'],
    ["comments", "# a\nuser x; # b\n#c", "user(x)"],
    ["a comment within a directive", "server_name a # first\n  b;", "server_name(a, b)"],
    ["Windows line ends", "gzip on;\r\nserver {\r\n  listen 80;\r\n}\r\n", "gzip(on) server(){listen(80)}"],
    ["a map", "map $a $b { default 0; '~x y' 1; include /z; }", "map($a:a, $b:b){default(0) ~x y(1) include(/z)}"],
    ["entries named as directives", "map $a $b { index 1;\n root\n 2; }", "map($a:a, $b:b){index(1) root(2)}"],
    ["values one a line", "server_name\n  a.test\n  b.test;", "server_name(a.test, b.test)"],
    ["envsubst", "listen ${PORT}; proxy_pass http://$API_HOST:80;", "listen(${PORT}:PORT) proxy_pass(http://$API_HOST:80:API_HOST)"],
    ["Lua", `content_by_lua_block { if x then y = {"}"} end -- }\n }`, `content_by_lua_block(){lua: if x then y = {"}"} end -- }\n }`],
    [
      "Lua long brackets",
      "init_by_lua_block { a = [==[ } ]] ]==] --[[ } ]] b = 1 }\nuser x;",
      "init_by_lua_block(){lua: a = [==[ } ]] ]==] --[[ } ]] b = 1 } user(x)",
    ],
    [
      "Lua with a quote that stands alone",
      "init_by_lua_block { -- it's\n a = 'b }' ' }\nuser x;",
      "init_by_lua_block(){lua: -- it's\n a = 'b }' ' } user(x)",
    ],
    ["Lua that sets a variable", "set_by_lua_block $v { return t[1] }", "set_by_lua_block($v:v){lua: return t[1] }"],
    ["nothing", "", ""],
    ["only blanks", " \r\n\t", ""],
  ];
  test.each(cases)("%s", (_, text, tree) => {
    const document = parse(text);
    expect(print(document.directives)).toBe(tree);
    expect(problemsOf(document)).toEqual([]);
  });
});

describe("what nginx refuses", () => {
  const cases: readonly (readonly [title: string, text: string, tree: string, ...problems: string[]])[] = [
    [
      "a missing semicolon before a brace",
      "location /a { proxy_pass http://b\n}\nlocation /c { }",
      "location(/a){proxy_pass(http://b)} location(/c){}",
      `'http://b': A ";" is missing here: nothing ends the directive "proxy_pass".`,
    ],
    [
      "a missing semicolon before a directive",
      "server {\n  root /a\n  index b;\n}",
      "server(){root(/a) index(b)}",
      `'/a': A ";" is missing here: nothing ends the directive "root".`,
    ],
    [
      "a missing semicolon behind any number of arguments",
      "server {\n  server_name a b\n  proxy_set_header Host c;\n}",
      "server(){server_name(a, b) proxy_set_header(Host, c)}",
      `'b': A ";" is missing here: nothing ends the directive "server_name".`,
    ],
    [
      "a missing semicolon before a block",
      "server {\n  index a\n  location / { gzip on; }\n}",
      "server(){index(a) location(/){gzip(on)}}",
      `'a': A ";" is missing here: nothing ends the directive "index".`,
    ],
    ["the end of a directive", "user x", "user(x)", `'x': A ";" is missing here: nothing ends the directive "user".`],
    ["a semicolon alone", "user x;; gzip on;", "user(x) gzip(on)", `';': This ";" ends nothing: there is no directive before it.`],
    ["a closing brace too many", "server { } } gzip on;", "server(){} gzip(on)", `'}': This "}" closes nothing: no block is open here.`],
    ["a block without a name", "{ gzip on; }", "(){gzip(on)}", "'{': This block has no name: a directive must stand before its brace."],
    [
      "an unclosed block",
      "http { server { listen 80; }",
      "http(){server(){listen(80)}}",
      `'http': The "http" block that starts here is not closed before the end of the file.`,
    ],
    [
      "an unclosed server before the next one",
      "server { listen 80;\n location / { }\nserver { listen 81; }",
      "server(){listen(80) location(/){}} server(){listen(81)}",
      `'server': The "server" block that starts here is not closed before the next "server" block.`,
    ],
    [
      "characters behind a string",
      'add_header A "b"c; gzip on;',
      'add_header(A, "b", c) gzip(on)',
      `'c': " ends the argument, so a space or ";" must follow; the rest is taken as another argument.`,
    ],
    [
      "an unclosed string",
      'add_header A "b;\ngzip on;',
      'add_header(A, "b") gzip(on)',
      `'"': The string that " opens here is never closed; it is taken to end with its line.`,
    ],
    [
      "an unclosed string before others",
      'add_header A "b;\nadd_header C "d" always;',
      'add_header(A, "b") add_header(C, "d", always)',
      `'"': The string that " opens here is never closed; it is taken to end with its line.`,
    ],
    [
      "Lua that never closes",
      "location / {\n  content_by_lua_block {\n    f({{\n  }\n  gzip on;\n}",
      "location(/){content_by_lua_block(){lua:\n    f({{\n  } gzip(on)}",
      "'{': The Lua program that starts here is never closed.",
    ],
    [
      "a byte order mark",
      "\uFEFFuser x;",
      "user(x)",
      "'\uFEFF': nginx does not skip the byte order mark but takes it for a part of the first word; it is passed over here.",
    ],
  ];
  test.each(cases)("%s", (_, text, tree, ...problems) => {
    const document = parse(text);
    expect(print(document.directives)).toBe(tree);
    expect(problemsOf(document)).toEqual(problems);
  });

  test("nesting that no one needs is cut off, and the rest is read", () => {
    const document = parse(`${"a {".repeat(20_000)}b c;${"}".repeat(20_000)} user x;`);
    expect(problemsOf(document)).toEqual(["'{': Blocks stand more than 100 deep in each other; what is deeper is not read."]);
    expect(document.directives.at(-1)!.name.value).toBe("user");
  });

  test("problems without number are not all listed", () => {
    const { problems } = parse("}".repeat(10_000));
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)!.message).toContain("more problems");
  });
});

describe("places", () => {
  const text = `http {
  # the shop
  server {
    server_name shop.test;
    add_header A "x\\"y\${host}z";
    location = /api { proxy_pass http://api; }
  }
  server { listen 81; }
  server { listen 82; }
}
`;
  const document = parse(text);
  const server = document.directives[0]!.block!.directives[0]!;

  test("a directive, its arguments and its block", () => {
    const header = server.block!.directives[1]!;
    expect(textOf(header.span)).toBe('add_header A "x\\"y${host}z";');
    expect(textOf(header.args[1]!.span)).toBe('"x\\"y${host}z"');
    expect(textOf(header.args[1]!.inner)).toBe('x\\"y${host}z');
    expect(textOf(server.block!.directives[2]!.block!.span)).toBe("{ proxy_pass http://api; }");
  });

  test("parts of an argument, behind an escape too", () => {
    const { scalar, text: value, ...argument } = server.block!.directives[1]!.args[1]!;
    const parts = scalar.kind === "template" ? scalar.parts : [];
    expect(parts.map((part) => textOf(part.span))).toEqual(['x\\"y', "${host}", "z"]);
    expect(parts.map((part) => (part.kind === "variable" ? textOf(part.nameSpan) : undefined))).toEqual([undefined, "host", undefined]);
    expect(argument).toMatchObject({ quote: "double" });
    const whole = server.block!.directives[1]!.args[1]!;
    expect(text[whole.offsetOf(value.indexOf("z"))]).toBe("z");
    expect(text[whole.offsetOf(value.indexOf('"'))]).toBe("\\");
  });

  test("comments", () => {
    expect(document.comments.map((comment) => [comment.text, textOf(comment.span)])).toEqual([[" the shop", "# the shop"]]);
  });

  test("every directive is a block that a comment can speak of", () => {
    expect(
      document
        .blocks()
        .map((span) => textOf(span).split(/[\s;]/)[0])
        .sort(),
    ).toEqual(["add_header", "http", "listen", "listen", "location", "proxy_pass", "server", "server", "server", "server_name"].sort());
  });

  test.each([
    ["http://api", "http.server[shop.test].location[= /api].proxy_pass"],
    ["add_header", "http.server[shop.test].add_header[A]"],
    ["# the", "http"],
    ["81", "http.server.listen"],
    ["82", "http.server#2.listen"],
  ])("the path to %s is %s", (needle, path) => {
    expect(document.pathAt(text.indexOf(needle))).toBe(path);
  });

  test("outside of all there is no path", () => {
    expect(document.pathAt(text.length)).toBe("");
  });
});

const samples = [
  'user x;\nevents { }\nhttp {\n  log_format m \'{"a":"$b"}\' "c";\n  map $a ${b} { ~^x$ 1; default ""; }\n  server {\n    listen [::]:443 ssl; # tls\n    if ($a = "b") { return 301 https://$host$request_uri; }\n  }\n}\n',
  "server {\r\n  location ~* \\.(js|css)$ {\r\n    content_by_lua_block { t = { [[ } ]], '}' } -- }\r\n }\r\n    expires 1h;\r\n  }\r\n}\r\n",
  '"events" {"worker_connections" 1;}\nupstream a\\ b { server ${HOST}:80; }\n',
];

/** What lies outside of what should hold it, as text; empty when all places of the tree are right. */
function misplaced(document: NginxDocument): string[] {
  const whole: Span = { file: document.file, start: 0, end: document.file.text.length };
  const pairs: [outer: Span, inner: Span][] = [...document.problems.map(({ at }) => at), ...document.comments.map(({ span }) => span)].map(
    (at) => [whole, at],
  );
  const walk = (outer: Span, directives: readonly Directive[]) => {
    for (const { span, name, args, block } of directives) {
      pairs.push([outer, span], [span, name.span]);
      for (const arg of args) {
        pairs.push([span, arg.span], [arg.span, arg.inner]);
        if (arg.scalar.kind === "template") for (const part of arg.scalar.parts) pairs.push([arg.inner, part.span]);
      }
      if (!block) continue;
      pairs.push([span, block.span]);
      if (block.code) pairs.push([block.span, block.code.span]);
      walk(block.span, block.directives);
    }
  };
  walk(whole, document.directives);
  for (let at = 0; at <= document.file.text.length; at += 7) document.pathAt(at);
  document.blocks();
  return pairs
    .filter(([outer, inner]) => !contains(outer, inner))
    .map(([outer, inner]) => `${inner.start}-${inner.end} in ${outer.start}-${outer.end}`);
}

describe("any text", () => {
  test.each(samples)("every beginning of %j", (sample) => {
    expect(parse(sample).problems).toEqual([]);
    for (let end = 0; end <= sample.length; end++) expect(misplaced(parse(sample.slice(0, end)))).toEqual([]);
  });

  test("changed samples", () => {
    const piece = fc.constantFrom(
      ..."{};\"'#\\$ \n\r\t",
      "${",
      "[[",
      "--",
      "by_lua_block {",
      "server {",
      "location / {",
      "http",
      "include",
      "\uFEFF",
    );
    const change = fc.record({ at: fc.nat(400), drop: fc.nat(6), add: fc.array(piece, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 6 }), (sample, changes) => {
        let text = sample;
        for (const { at, drop, add } of changes) text = text.slice(0, at) + add.join("") + text.slice(at + drop);
        expect(misplaced(parse(text))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    '"',
    "'",
    '"a"b',
    '"\n',
    "\" \n' ",
    "content_by_lua_block { ",
    "a_by_lua_block {[[",
    'a_by_lua_block {"\\"\\"',
    "x {",
    "${",
    "\\",
    "server {",
    "a;",
    "#",
    "server_name a\nroot b\n",
  ])("a great many of %j", (unit) => {
    expect(misplaced(parse(unit.repeat(20_000)))).toEqual([]);
  });
});
