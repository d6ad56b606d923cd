import { describe, expect, test } from "vitest";
import {
  connectNginx,
  placesOf,
  suitesOf,
  weaknessOf,
  type NginxConfig,
  type NginxLevel,
  type NginxServer,
} from "../../src/model/nginx/index.ts";
import { parseNginx } from "../../src/syntax/nginx/index.ts";
import { textOf } from "../../src/text/index.ts";

const connect = (files: Readonly<Record<string, string>>) =>
  connectNginx(Object.entries(files).map(([path, text]) => parseNginx({ path, text })));
const configOf = (text: string, path = "nginx.conf"): NginxConfig => connect({ [path]: text })[0]!;
const serverOf = (body: string): NginxServer => configOf(`server { ${body} }`, "conf.d/site.conf").servers[0]!;
const locationOf = (head: string) => serverOf(`location ${head} { }`).locations[0]!;

/** `value value @level ?` of what is in effect: first arguments, the level that has them, and a question mark when it is open. */
function print(level: NginxLevel, name: string): string {
  const { directives, definedAt, open } = level.effective(name);
  return `${directives.map((directive) => directive.args[0]!.text).join(" ")} @${definedAt?.kind ?? "none"}${open ? " ?" : ""}`;
}

/** The level opened by the first directive whose block holds the comment `# here`. */
function levelAt(config: NginxConfig, mark = "# here"): NginxLevel {
  const inside = config.levels.filter((level) => textOf(level.span).includes(mark));
  return inside.at(-1) ?? config.root;
}

const main = (http: string) => `events { } http { ${http} }`;

/** The root of each configuration with the files it takes in; what is unresolved behind an exclamation mark. */
const printIncludes = (files: Readonly<Record<string, string>>) =>
  connect(files).map((config) => {
    const open = config.unresolved.map((include) => include.directive.args[0]?.text ?? include.why);
    return [`${config.kind} ${config.documents.map((document) => document.file.path).join(" ")}`, ...open].join(" !");
  });

const root = (path: string) => `events { } http { include ${path}; }`;
const site = "server { listen 80; }";

const printListens = (body: string) =>
  serverOf(body).listens.map((l) => {
    const flags = [
      l.ssl && "ssl",
      l.quic && "quic",
      l.http2 && "http2",
      l.defaultServer && "default",
      l.proxyProtocol && "proxy",
      l.isUnknown && "?",
    ];
    return [`${l.address ?? "-"}:${l.port ?? "-"}`, l.reach, ...flags.filter(Boolean)].join(" ");
  });

/** The letters of what holds: Redirect-only, redirects Plain requests, serves Content, proXy, Static, Internal. */
const printRoles = (body: string) => {
  const server = serverOf(body);
  const roles = [
    server.isRedirectOnly && "R",
    server.redirectsPlainHttp && "P",
    server.servesContent && "C",
    server.isProxy && "X",
    server.isStatic && "S",
    server.isInternal && "I",
  ];
  return roles.filter(Boolean).join("");
};

const printPasses = (text: string) =>
  configOf(text, "conf.d/a.conf").passes.map(({ pass, level }) => {
    const { scheme, host, port, socket, path, isUnknown } = pass.endpoint;
    return [level.kind, pass.kind, scheme ?? "-", host?.value ?? "-", port?.value ?? "-", socket ?? "", path?.value ?? "", isUnknown && "?"]
      .filter(Boolean)
      .join(" ");
  });

const at = (body: string) => `server { location / { ${body} } }`;

describe("inheritance", () => {
  const cases: readonly (readonly [title: string, text: string, name: string, effective: string])[] = [
    ["a list from outside", main("add_header A 1; server { location / { # here\n } }"), "add_header", "A @http"],
    ["a list replaced as a whole", main("add_header A 1; server { add_header B 1; location / { # here\n } }"), "add_header", "B @server"],
    [
      "a list replaced in a location",
      main("server { add_header A 1; add_header B 1; location / { add_header C 1; # here\n } }"),
      "add_header",
      "C @location",
    ],
    ["nothing anywhere", main("server { location / { # here\n } }"), "add_header", " @none"],
    ["an inner location", main("server { location / { add_header A 1; location /b { # here\n } } }"), "add_header", "A @location"],
    ["a condition", main("server { location / { add_header A 1; if ($a) { # here\n } } }"), "add_header", "A @location"],
    [
      "a condition with its own",
      main("server { location / { add_header A 1; if ($a) { add_header B 1; # here\n } } }"),
      "add_header",
      "B @if",
    ],
    ["a value replaced", main("server_tokens on; server { server_tokens off; location / { # here\n } }"), "server_tokens", "off @server"],
    [
      "merged",
      main("add_header A 1; server { add_header_inherit merge; add_header B 1; location / { add_header C 1; # here\n } }"),
      "add_header",
      "A B C @location",
    ],
    [
      "merged further out than where it is asked for",
      main("add_header_inherit merge; add_header A 1; server { add_header B 1; # here\n }"),
      "add_header",
      "A B @server",
    ],
    [
      "merging ended inside",
      main("add_header_inherit merge; add_header A 1; server { add_header_inherit on; add_header B 1; # here\n }"),
      "add_header",
      "B @server",
    ],
    ["taking nothing over", main("add_header A 1; server { add_header_inherit off; # here\n }"), "add_header", " @none"],
    [
      "merging is only for add_header",
      main("proxy_set_header A 1; server { add_header_inherit merge; proxy_set_header B 1; # here\n }"),
      "proxy_set_header",
      "B @server",
    ],
    [
      "headers-more adds up",
      main("more_set_headers 'A: 1'; server { more_set_headers 'B: 1'; # here\n }"),
      "more_set_headers",
      "A: 1 B: 1 @server",
    ],
    ["allow and deny are one list", main("deny all; server { allow 10.0.0.1; # here\n }"), "deny", " @server"],
    ["alias replaces root", main("server { root /a; location /b { alias /c; # here\n } }"), "root", " @location"],
    ["a handler is not handed on", main("server { location / { proxy_pass http://a; location /b { # here\n } } }"), "proxy_pass", " @none"],
    [
      "a handler reaches a condition",
      main("server { location / { proxy_pass http://a; if ($b) { # here\n } } }"),
      "proxy_pass",
      "http://a @location",
    ],
    ["an include nobody has", main("include /opt/x.conf; server { # here\n }"), "add_header", " @none ?"],
    ["an include outside of where it is set", main("include /opt/x.conf; server { add_header A 1; # here\n }"), "add_header", "A @server"],
    ["an include beside where it is set", main("server { include /opt/x.conf; add_header A 1; # here\n }"), "add_header", "A @server ?"],
    [
      "an include further in than where it is set",
      main("add_header A 1; server { include /opt/x.conf; # here\n }"),
      "add_header",
      "A @http ?",
    ],
    ["the types of the stock installation", main("include /etc/nginx/mime.types; server { # here\n }"), "add_header", " @none"],
    ["Certbot's options", main("server { include /etc/letsencrypt/options-ssl-nginx.conf; # here\n }"), "add_header", " @none"],
    [
      "Certbot's options on what they set",
      main("server { include /etc/letsencrypt/options-ssl-nginx.conf; # here\n }"),
      "ssl_protocols",
      " @none ?",
    ],
    ["a part of http is not open", "server { # here\n }", "add_header", " @none"],
    ["a snippet is", "location / { # here\n }", "add_header", " @none ?"],
    ["a snippet that sets it is not", "add_header A 1; location / { # here\n }", "add_header", "A @server"],
  ];
  test.each(cases)("%s", (_, text, name, effective) => expect(print(levelAt(configOf(text)), name)).toBe(effective));
});

describe("includes", () => {
  const cases: readonly (readonly [title: string, files: Readonly<Record<string, string>>, ...configs: string[]])[] = [
    ["relative", { "a/nginx.conf": root("b/c.conf"), "a/b/c.conf": site }, "main a/nginx.conf a/b/c.conf"],
    [
      "a glob",
      { "nginx.conf": root("s/*.conf"), "s/b.conf": site, "s/a.conf": site, "s/.c.conf": site, "s/d.txt": site },
      "main nginx.conf s/a.conf s/b.conf",
      "http s/.c.conf",
      "http s/d.txt",
    ],
    [
      "absolute, beside",
      { "x/nginx.conf": root("/etc/nginx/conf.d/*.conf"), "x/conf.d/a.conf": site },
      "main x/nginx.conf x/conf.d/a.conf",
    ],
    [
      "absolute, in a whole tree",
      { "r/etc/nginx/nginx.conf": root("/etc/nginx/conf.d/*.conf"), "r/etc/nginx/conf.d/a.conf": site },
      "main r/etc/nginx/nginx.conf r/etc/nginx/conf.d/a.conf",
    ],
    [
      "absolute, further in",
      { "nginx.conf": root("/etc/nginx/conf.d/*.conf"), "deploy/conf.d/a.conf": site },
      "main nginx.conf deploy/conf.d/a.conf",
    ],
    [
      "absolute, several",
      { "nginx.conf": root("/etc/nginx/conf.d/*.conf"), "a/conf.d/a.conf": site, "b/conf.d/b.conf": site },
      "main nginx.conf !/etc/nginx/conf.d/*.conf",
      "http a/conf.d/a.conf",
      "http b/conf.d/b.conf",
    ],
    [
      "absolute, of a neighbour",
      { "a/nginx.conf": root("/etc/nginx/conf.d/*.conf"), "b/conf.d/b.conf": site },
      "main a/nginx.conf !/etc/nginx/conf.d/*.conf",
      "http b/conf.d/b.conf",
    ],
    ["never anything at all", { "nginx.conf": root("/opt/*"), "a.conf": site }, "main nginx.conf !/opt/*", "http a.conf"],
    [
      "templates of the Docker image",
      { "nginx.conf": root("/etc/nginx/conf.d/*.conf"), "templates/a.conf.template": site },
      "main nginx.conf templates/a.conf.template",
    ],
    [
      "from the main folder",
      { "nginx.conf": root("sites/a.conf"), "sites/a.conf": "server { include snippets/b.conf; }", "snippets/b.conf": "gzip on;" },
      "main nginx.conf sites/a.conf snippets/b.conf",
    ],
    [
      "of a part that stands alone",
      { "x/conf.d/a.conf": "server { include snippets/b.conf; }", "x/snippets/b.conf": "gzip on;" },
      "http x/conf.d/a.conf x/snippets/b.conf",
    ],
    ["filled in later", { "nginx.conf": root("conf.d/${NAME}.conf") }, "main nginx.conf !conf.d/${NAME}.conf"],
    ["out of the project", { "nginx.conf": root("../../x.conf"), "x.conf": site }, "main nginx.conf !../../x.conf", "http x.conf"],
    ["up and down again", { "a/nginx.conf": root("../b/x.conf"), "b/x.conf": site }, "main a/nginx.conf b/x.conf"],
    ["itself", { "nginx.conf": root("nginx.conf") }, "main nginx.conf !nginx.conf"],
    ["in a circle", { "a.conf": "include b.conf; gzip on;", "b.conf": "include a.conf;" }, "server a.conf b.conf !a.conf"],
    [
      "one file by two",
      { "a/nginx.conf": root("../x.conf"), "b/nginx.conf": root("../x.conf"), "x.conf": site },
      "main a/nginx.conf x.conf",
      "main b/nginx.conf x.conf",
    ],
  ];
  for (const [title, files, ...configs] of cases) test(`${title}`, () => expect(printIncludes(files)).toEqual(configs));

  test("what is included stands where the include does", () => {
    const [config] = connect({
      "nginx.conf": "events { } http { add_header A 1; include conf.d/*.conf; }",
      "conf.d/a.conf": "server { listen 80; }",
    });
    expect(config!.servers.map((server) => server.effective("add_header").definedAt?.kind)).toEqual(["http"]);
  });

  test.each([
    ["a/nginx.conf", "b/conf.d/b.conf", true],
    ["a/nginx.conf", "a/site.conf", true],
    ["a/nginx.conf", "b/site.conf", false],
    ["nginx.conf", "frontend/nginx.conf", false],
    ["x/a/nginx.conf", "y/b/conf.d/b.conf", false],
  ])("an unknown include of %s may mean %s: %s", (main, path, expected) => {
    const [, part] = connect({ [main]: root("/srv/nginx/*.conf"), [path]: site });
    expect(part!.servers[0]!.effective("add_header").open).toBe(expected);
  });

  test("files that include each other without end cost no more than the limit", () => {
    const files: Record<string, string> = Object.fromEntries(
      Array.from({ length: 18 }, (_, i) => [`${i}.conf`, `gzip on; ${`include ${i + 1}.conf;`.repeat(3)}`]),
    );
    const config = connect(files)[0];
    expect(config!.unresolved.length).toBeGreaterThan(0);
  });
});

describe("parts", () => {
  test.each([
    ["events { } http { }", "nginx.conf", "main"],
    ["include a; include b;", "etc/nginx.conf", "main"],
    ["worker_processes 2;", "x.conf", "main"],
    ["upstream a { server b; } server { listen 80; }", "x.conf", "http"],
    ["map $a $b { default 1; }", "x.conf", "http"],
    ["gzip on;", "conf.d/gzip.conf", "http"],
    ["gzip on;", "gzip.conf", "server"],
    ["listen 443 ssl; ssl_protocols TLSv1.3;", "tls.conf", "server"],
    ["location / { }", "app.conf", "server"],
    ["proxy_pass http://a;", "app.conf", "location"],
    ["server app:3000; server app:3001;", "app.conf", "upstream"],
    ["stream { }", "x.conf", "main"],
  ])("%j at %s is of %s", (text, path, kind) => expect(configOf(text, path).kind).toBe(kind));
});

describe("listen", () => {
  test.each([
    ["listen 80;", "*:80 all"],
    ["listen 443 ssl http2 default_server;", "*:443 all ssl http2 default"],
    ["listen *:8080;", "*:8080 all"],
    ["listen [::]:443 ssl;", ":::443 all ssl"],
    ["listen [::1]:80;", "::1:80 loopback"],
    ["listen 127.0.0.1:8080;", "127.0.0.1:8080 loopback"],
    ["listen localhost:8080;", "localhost:8080 loopback"],
    ["listen 127.0.0.1;", "127.0.0.1:80 loopback"],
    ["listen 10.1.2.3:80 proxy_protocol;", "10.1.2.3:80 other proxy"],
    ["listen 0.0.0.0:80;", "0.0.0.0:80 all"],
    ["listen unix:/run/a.sock;", "-:- unix"],
    ["listen 443 quic reuseport;", "*:443 all ssl quic"],
    ["listen ${PORT};", "-:- all ?"],
    ["listen $WHERE;", "-:- unknown ?"],
    ["listen ${HOST}:80;", "-:80 unknown ?"],
    ["listen 0.0.0.0:${PORT};", "0.0.0.0:- all ?"],
    ["ssl on; listen 443;", "*:443 all ssl"],
    ["", "*:80 all"],
  ])("%s is %s", (body, listen) => expect(printListens(body)).toEqual([listen]));

  test("nothing is assumed where an include may hold it", () => expect(printListens("include nowhere.conf;")).toEqual([]));
  test("the address is what is underlined", () => expect(textOf(serverOf("listen 443 ssl;").listens[0]!.span)).toBe("443"));
});

describe("names", () => {
  test("kinds", () => {
    const names = serverOf('server_name a.test *.a.test .b.test www.a.* ~^x$ _ "" ${DOMAIN};').names;
    expect(names.map((name) => name.kind)).toEqual(["exact", "wildcard", "wildcard", "wildcard", "regex", "none", "none", "template"]);
  });
  test.each([
    ["a.test", "a.test", true],
    ["a.test", "A.TEST b.test", true],
    ["a.test", "b.test", false],
    ["*.a.test", "www.a.test", true],
    ["*.a.test", "a.test", false],
    [".a.test", "a.test", true],
    ["www.a.*", "www.a.test", true],
    ["_", "a.test", true],
    ["${D}", "a.test", true],
    ["~^a", "a.test", false],
  ])("%s and %s share one: %s", (first, second, expected) => {
    const config = configOf(`server { server_name ${first}; } server { server_name ${second}; }`, "conf.d/a.conf");
    expect(config.servers[0]!.sharesNameWith(config.servers[1]!)).toBe(expected);
    expect(config.servers[1]!.sharesNameWith(config.servers[0]!)).toBe(expected);
  });
});

describe("locations", () => {
  test.each([
    ["/a", "prefix /a"],
    ["= /a", "exact /a"],
    ["=/a", "exact /a"],
    ["^~ /a/", "preferred-prefix /a/"],
    [String.raw`~ \.php$`, String.raw`regex \.php$`],
    [String.raw`~\.php$`, String.raw`regex \.php$`],
    [String.raw`~* "\.(js|css)$"`, String.raw`regex-any-case \.(js|css)$`],
    ["@app", "named @app"],
  ])("%s is %s", (head, expected) => {
    const location = locationOf(head);
    expect(`${location.match} ${location.path.value}`).toBe(expected);
  });

  test.each([
    ["/health", true],
    ["= /healthz", true],
    ["/api/health/", true],
    ["= /nginx-health", true],
    ["= /-/ready", true],
    ["~ ^/(healthz|readyz)$", true],
    ["~ ^/ping/?$", true],
    ["/", false],
    ["/healthcare", false],
    ["/status", false],
    ["/metrics", false],
    ["/alive-radio", false],
  ])("%s is a health check: %s", (head, expected) => expect(locationOf(head).isHealthCheck).toBe(expected));

  test.each([
    ["/.well-known/acme-challenge/", true],
    ["^~ /.well-known/", true],
    ["/.well-known", true],
    [String.raw`~ ^/\.well-known/acme-challenge/`, true],
    ["/well-known", false],
    [String.raw`~ /\.`, false],
    [String.raw`~ /\.(?!well-known)`, false],
  ])("%s is for ACME: %s", (head, expected) => expect(locationOf(head).isAcmeChallenge).toBe(expected));

  test("nested ones and conditions are levels of their own", () => {
    const server = serverOf("location /a { location /a/b { } if ($c) { return 403; } limit_except GET { deny all; } }");
    expect(server.locations.map((location) => location.path.value)).toEqual(["/a", "/a/b"]);
    expect(server.locations[0]!.levels.map((level) => level.kind)).toEqual(["location", "if", "limit_except"]);
  });
});

describe("assets", () => {
  test.each([
    ["/static/", true],
    ["^~ /assets/", true],
    ["/shop/static/", true],
    ["= /favicon.ico", true],
    [String.raw`~* \.(?:css(?:\.map)?|js(?:\.map)?)$`, true],
    [String.raw`~* \.(?:jpe?g|png|svgz?|woff2?)$`, true],
    [String.raw`~ ^/img/.+\.(png|gif)$`, true],
    [String.raw`~ \.svg$`, true],
    ["/", false],
    ["/api/", false],
    ["/uploads/", false],
    ["/imagery/", false],
    [String.raw`~ \.php$`, false],
    [String.raw`~* \.(?:css|html)$`, false],
    [String.raw`~ \.`, false],
    ["~ [a-z]+$", false],
  ])("%s: %s", (head, expected) => expect(locationOf(head).isAssets).toBe(expected));
});

/** The places of a server: path, P for one that another program answers, A for assets. */
const printPlaces = (body: string) =>
  placesOf(serverOf(body)).map(({ path, isProxied, isAssets }) => `${path}${isProxied ? " P" : ""}${isAssets ? " A" : ""}`);

describe("places", () => {
  test.each<[string, readonly string[]]>([
    ["root /srv;", ["/"]],
    ["listen 80;", []],
    ["return 301 https://a;", []],
    ["return 200 ok;", []],
    ["return 200 '<h1>Closed</h1>'; root /srv;", ["/"]],
    ["root /srv; location /api/ { proxy_pass http://a; }", ["/", "/api/ P"]],
    ["root /srv; location / { proxy_pass http://a; } location /css/ { }", ["/ P", "/css/ A"]],
    ["location /api/ { proxy_pass http://a; location /api/files/ { root /srv; } }", ["/api/ P", "/api/files/"]],
    ["location / { try_files $uri @app; } location @app { proxy_pass http://a; }", ["/ P"]],
    ["location / { try_files $uri @app; } location @app { return 404; }", ["/"]],
    ["location / { try_files $uri /index.php?$args; } location ~ [.]php$ { fastcgi_pass a:9000; }", ["/ P", "[.]php$ P"]],
    ["location / { try_files $uri /index.php$is_args$args; } location ~ [.]php$ { fastcgi_pass a:9000; }", ["/ P", "[.]php$ P"]],
    ["location / { try_files $uri /index.html; }", ["/"]],
    [
      "location = /healthz { proxy_pass http://a; } location /.well-known/acme-challenge/ { root /c; } location /x { internal; root /c; }",
      [],
    ],
    ["location /status { stub_status; } location /old { return 301 /new; } location /off { deny all; }", []],
  ])("%s", (body, expected) => expect(printPlaces(body)).toEqual(expected));
});

/** The weak suites a list lets in, with what is weak about them. */
const printWeak = (list: string) =>
  (suitesOf(list) ?? []).flatMap((suite) => (weaknessOf(suite) === undefined ? [] : `${suite.name} ${weaknessOf(suite)}`)).sort();

describe("cipher lists", () => {
  test.each<[string, readonly string[]]>([
    ["HIGH:!aNULL:!MD5", []],
    [
      "HIGH:MEDIUM:!aNULL:!RC4:!SEED:!IDEA:!kDH:!kECDH:!aDSS",
      [
        "DES-CBC3-SHA 3DES",
        "DHE-RSA-DES-CBC3-SHA 3DES",
        "ECDHE-ECDSA-DES-CBC3-SHA 3DES",
        "ECDHE-RSA-DES-CBC3-SHA 3DES",
        "EDH-RSA-DES-CBC3-SHA 3DES",
      ],
    ],
    ["AES128-SHA:RC4-MD5", ["RC4-MD5 RC4"]],
    ["RC4-MD5:-RC4", []],
    ["RC4-MD5:-RC4:RC4-MD5", ["RC4-MD5 RC4"]],
    ["RC4-MD5:!RC4:RC4-MD5", []],
    ["RC4-SHA:+RC4", ["RC4-SHA RC4"]],
    ["RC4+RSA+SHA", ["RC4-SHA RC4"]],
    ["kECDHE+aRSA+RC4", ["ECDHE-RSA-RC4-SHA RC4"]],
    ["EXP+RSA", ["EXP-DES-CBC-SHA", "EXP-RC2-CBC-MD5", "EXP-RC4-MD5"].map((name) => `${name} export keys`)],
    ["EXPORT+ADH:!EXPORT56", ["EXP-ADH-DES-CBC-SHA no authentication", "EXP-ADH-RC4-MD5 no authentication"]],
    ["LOW+RSA", ["DES-CBC-SHA DES"]],
    ["ADH-AES256-SHA", ["ADH-AES256-SHA no authentication"]],
    ["NULL-SHA256:ECDHE-RSA-NULL-SHA", ["ECDHE-RSA-NULL-SHA no encryption", "NULL-SHA256 no encryption"]],
    ["DEFAULT:RC4", []],
    ["RC4-SHA:@SECLEVEL=1", ["RC4-SHA RC4"]],
    ["RC4-SHA:DES-CBC-SHA:@SECLEVEL=2", []],
    ["DES-CBC3-SHA:@SECLEVEL=2", ["DES-CBC3-SHA 3DES"]],
    ["PSK-RC4-SHA:SRP-3DES-EDE-CBC-SHA", []],
    ["constructor:toString:__proto__", []],
  ])("%s", (list, expected) => expect(printWeak(list)).toEqual(expected));

  test.each(["PROFILE=SYSTEM", "HIGH:@NONSENSE", `HIGH${":HIGH".repeat(5000)}`])("%.20s is not ours to say", (list) =>
    expect(suitesOf(list)).toBeUndefined(),
  );
});

describe("roles", () => {
  const acme = "location /.well-known/acme-challenge/ { root /var/www/certbot; }";
  test.each([
    ["return 301 https://$host$request_uri;", "RP"],
    ["return https://a.test;", "RP"],
    ["return 444;", "RP"],
    ["return 301 $target;", "RP"],
    ["return 301 http://a.test$request_uri;", ""],
    ["return 301 $scheme://a.test$request_uri;", ""],
    ["rewrite ^ https://$host$request_uri? permanent;", "RP"],
    ["rewrite ^/(.*)$ https://a.test/$1 redirect;", "RP"],
    ["rewrite ^/old$ https://a.test/new permanent;", "C"],
    [`${acme} location / { return 301 https://$host$request_uri; }`, "RP"],
    ["location /health { return 200 ok; } location / { return 308 https://$host$request_uri; }", "RP"],
    ["location = /x { return 200 ok; } location / { return 301 https://$host; }", "C"],
    ["location /a { return 301 https://$host; }", "C"],
    ["location ~ .* { return 301 https://$host; }", "RP"],
    ["if ($host = a.test) { return 301 https://$host$request_uri; } return 404;", "RP"],
    ["if ($scheme = http) { return 301 https://$host$request_uri; } root /srv;", "RPS"],
    ['listen 80; listen 443 ssl; if ($scheme != "https") { return 301 https://$host$request_uri; } root /srv;', "PCS"],
    ["listen 80; listen 443 ssl; location / { if ($scheme = http) { return 301 https://$host; } proxy_pass http://a; }", "PCX"],
    ["location / { proxy_pass http://app; }", "CX"],
    ["location / { location /a { fastcgi_pass app:9000; } }", "CX"],
    ["root /srv; location / { try_files $uri /index.html; } location /api { proxy_pass http://app; }", "CXS"],
    ["root /srv;", "CS"],
    ["listen 127.0.0.1:80; location / { stub_status; }", "CI"],
    ["listen unix:/a; listen 80; root /a;", "CS"],
    ["location / { deny all; }", "RP"],
    ["location / { allow 10.0.0.1; deny all; }", "C"],
  ])("%s is %s", (body, roles) => expect(printRoles(body)).toBe(roles));
});

describe("passes and upstreams", () => {
  test.each([
    ["proxy_pass http://app;", "location proxy_pass http app -"],
    ["proxy_pass http://app:3000/api/;", "location proxy_pass http app 3000 /api/"],
    ["proxy_pass https://[::1]:8443$request_uri;", "location proxy_pass https ::1 8443 ?"],
    ["proxy_pass http://unix:/run/a.sock:/uri;", "location proxy_pass http - - /run/a.sock"],
    ["proxy_pass http://app/$1;", "location proxy_pass http app - /$1"],
    ["proxy_pass http://$arg_host;", "location proxy_pass http - - ?"],
    ["proxy_pass ${API_URL};", "location proxy_pass - - - ?"],
    ["proxy_pass http://${HOST}:80/;", "location proxy_pass http - 80 / ?"],
    ["fastcgi_pass php:9000;", "location fastcgi_pass - php 9000"],
    ["grpc_pass grpcs://app:50051;", "location grpc_pass grpcs app 50051"],
    ["set $up http://app:3000; proxy_pass $up;", "location proxy_pass http app 3000"],
    ["set $up app; proxy_pass http://$up/x;", "location proxy_pass http app -"],
    ["set $up $arg_x; proxy_pass http://$up;", "location proxy_pass http - - ?"],
    ["set $up a; set $up b; proxy_pass http://$up;", "location proxy_pass http - - ?"],
    ["if ($a) { proxy_pass http://b; }", "location proxy_pass http b -"],
  ])("%s is %s", (body, pass) => expect(printPasses(at(body))).toEqual([pass]));

  test("a host may be the name of a group", () => {
    const config = configOf(
      `upstream app { server a:3000 weight=2; server unix:/run/b; keepalive 8; } ${at("proxy_pass http://app;")}`,
      "conf.d/a.conf",
    );
    const upstream = config.upstreamOf(config.passes[0]!.pass)!;
    expect(upstream.servers.map(({ endpoint }) => endpoint.host?.value ?? endpoint.socket)).toEqual(["a", "/run/b"]);
    expect(textOf(upstream.name.span)).toBe("app");
  });

  test("a host is found in its text", () => {
    const { endpoint } = configOf(at('proxy_pass "http://app:3000/x";'), "conf.d/a.conf").passes[0]!.pass;
    expect([textOf(endpoint.host!.span), textOf(endpoint.port!.span), textOf(endpoint.path!.span)]).toEqual(["app", "3000", "/x"]);
  });

  test("servers of stream are no servers of http", () => {
    const config = configOf("events { } stream { server { listen 5432; proxy_pass db:5432; } } http { server { } }");
    expect([config.servers.length, config.otherServers.map((server) => server.protocol)]).toEqual([1, ["stream"]]);
  });
});

/** Freezes all that can be reached. */
function freeze(value: unknown): void {
  const rest = [value];
  for (let next = rest.pop(); rest.length > 0 || next !== undefined; next = rest.pop()) {
    if (typeof next !== "object" || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    rest.push(...Object.values(next));
  }
}

test("nothing is changed by asking", () => {
  const config = configOf(
    "events { } http { upstream a { server b; } server { listen 80; location / { set $c d; proxy_pass http://a; } } }",
  );
  freeze(config);
  const ask = () => {
    const server = config.servers[0]!;
    const { listens, names, locations, isRedirectOnly, isStatic, isProxy } = server;
    const passes = config.passes.map(({ pass }) => config.upstreamOf(pass)?.name.value);
    return JSON.stringify([
      listens.length,
      names.length,
      locations.length,
      isRedirectOnly,
      isStatic,
      isProxy,
      passes,
      print(server, "listen"),
    ]);
  };
  expect(ask()).toBe('[1,0,1,false,false,true,["a"],"80 @server"]');
  expect(ask()).toBe(ask());
});
