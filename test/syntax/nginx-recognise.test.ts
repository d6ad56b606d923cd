import { describe, expect, test } from "vitest";
import { looksLikeNginx, nginxTemplateReason } from "../../src/syntax/nginx/index.ts";

const nginx: readonly (readonly [string, string])[] = [
  ["a whole configuration", "user nginx;\nevents { worker_connections 1024; }\nhttp { server { listen 80; } }\n"],
  ["one server", "server {\n  listen 80;\n  location / { proxy_pass http://app:3000; }\n}\n"],
  ["a header snippet", 'add_header X-Frame-Options "DENY" always;\n'],
  ["a map alone", "map $http_upgrade $connection_upgrade { default upgrade; '' close; }\n"],
  ["an upstream", "upstream app { server app:3000; keepalive 16; }\n"],
  ["FastCGI parameters", "fastcgi_param  QUERY_STRING  $query_string;\nfastcgi_param  REQUEST_METHOD  $request_method;\n"],
  ["rules of access", "allow 10.0.0.0/8;\ndeny all;\n"],
  ["includes alone", "include security/headers.conf;\ninclude security/files.conf;\n"],
  ["a file with a mistake", "server {\n  listen 80\n  root /srv;\n}\n"],
  ["modules from elsewhere", "location / { more_set_headers 'X-A: b'; content_by_lua_block { ngx.say(1) } brotli on; }\n"],
  ["envsubst", "server { listen ${PORT}; location / { proxy_pass ${API_URL}; } }\n"],
  ["a Go template", "{{ range $i := .Hosts }}\nserver {\n  listen 80;\n  server_name {{ $i }};\n}\n{{ end }}\n"],
  ["a Jinja template", "{% if tls %}\nssl_certificate {{ cert }};\n{% endif %}\ngzip on;\nserver_tokens off;\n"],
];

const others: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["a word", "hello"],
  ["supervisord", "[supervisord]\nnodaemon=true\n\n[program:web]\ncommand=gunicorn app ; the app\nuser=www\n"],
  ["Apache", "<VirtualHost *:80>\n  ServerName a.test\n  ProxyPass / http://app:3000/\n</VirtualHost>\n"],
  ["Redis", "bind 127.0.0.1\nport 6379\nprotected-mode yes\nuser default on\n"],
  ["MySQL", "[mysqld]\nuser = mysql\nport = 3306\nbind-address = 0.0.0.0\n"],
  ["PostgreSQL", "listen_addresses = '*'\nmax_connections = 100\n"],
  [
    "BIND",
    'options { directory "/var/cache/bind"; recursion no; allow-transfer { none; }; };\nzone "a.test" { type master; file "db.a"; };\ninclude "/etc/bind/rndc.key";\n',
  ],
  ["dhcpd", "default-lease-time 600;\nsubnet 10.0.0.0 netmask 255.0.0.0 { range 10.0.0.2 10.0.0.9; option routers 10.0.0.1; }\n"],
  ["php-fpm", "[www]\nuser = www-data\nlisten = 127.0.0.1:9000\npm = dynamic\n"],
  ["HAProxy", "global\n  daemon\n  user haproxy\ndefaults\n  mode http\n  timeout connect 5s\n"],
  ["Caddy", "example.test {\n  root * /srv\n  file_server\n  reverse_proxy app:3000\n}\n"],
  ["HOCON", 'server { port = 8080, host = "a" }\nhttp { timeout = 5s }\n'],
  ["keepalived", "vrrp_instance a {\n  state MASTER\n  interface eth0\n}\n"],
  ["JSON", '{ "server": { "listen": 80 } }\n'],
  ["JavaScript", "const server = http.createServer();\nserver.listen(80);\nfunction location() { return 1; }\n"],
  ["CSS", "body { margin: 0; }\n.root { color: red; }\n"],
  ["a shell script", "set -e;\nif [ -f a ]; then echo b; fi\nuser=$(id -u);\n"],
  ["Varnish", 'backend default { .host = "app"; .port = "80"; }\nsub vcl_recv { return (pass); }\n'],
  ["apt", 'APT::Install-Recommends "false";\nAcquire::Retries "3";\n'],
];

describe("by content", () => {
  test.each(nginx)("%s is nginx", (_, text) => expect(looksLikeNginx(text)).toBe(true));
  test.each(others)("%s is not", (_, text) => expect(looksLikeNginx(text)).toBe(false));
});

describe("templates", () => {
  test.each([
    ["server { server_name {{ host }}; }", "{{ … }}"],
    ["{% for host in hosts %}\nserver { }\n{% endfor %}", "{% … %}"],
    ["listen <%= @port %>;", "<% … %>"],
    ["%{ if tls }\nssl_certificate a;\n%{ endif }", "%{ … }"],
    ['add_header A "{{ value }}";', "{{ … }}"],
    ["{{- range .Hosts }}\nserver { }\n{{- end }}", "{{ … }}"],
    ["server {\n  ${EXTRA}\n  location / { }\n}", '"${EXTRA}"'],
    ["http {\n  @@SERVERS@@\n}", '"@@SERVERS@@"'],
    ["server {\n  listen 80;\n  %%LOCATIONS%%\n}", '"%%LOCATIONS%%"'],
  ])("%j is one", (text, sign) => expect(nginxTemplateReason(text)).toContain(sign));

  test.each([
    "server { listen ${PORT}; server_name $NAME; }",
    "location @app { try_files $uri @app; }",
    `log_format j escape=json '{"a":{"b":"$c"}}';`,
    `return 200 '{"a":{"b":{}}}';`,
    "# {{ a comment }}\ngzip on;",
    "content_by_lua_block { local t = {{1, 2}, {a, b}} local u = {{a}} }",
    "map $a $b { $c d; }",
    "location ~ ^/[a-z]{2}/ { }",
    "gzip on;",
    "rewrite ^ %{x} last;",
  ])("%j is not", (text) => expect(nginxTemplateReason(text)).toBeUndefined());

  test("a hostile line costs no more than its length", () => {
    expect(nginxTemplateReason("{{a".repeat(50_000))).toBeUndefined();
    expect(nginxTemplateReason("{%a".repeat(50_000))).toBeUndefined();
    expect(looksLikeNginx("{{a;".repeat(50_000))).toBe(false);
  });
});
