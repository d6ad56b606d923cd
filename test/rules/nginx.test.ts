import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

const rules = (await allRules()).filter(({ id }) => id.startsWith("nginx/"));
const tls = "listen 443 ssl; server_name shop.example.com; ssl_certificate a.pem; ssl_certificate_key a.key;";
const app = "proxy_pass http://app:3000;";
const forwarded =
  "proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme;";
const mozillaIntermediate =
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";
const safe =
  "add_header X-Content-Type-Options nosniff always; add_header X-Frame-Options DENY always; add_header Referrer-Policy same-origin always;";

/** One rule over one file of `conf.d`, or over several files: what it flags, as `severity text`, and how often it was satisfied or could not tell. */
async function judge(
  rule: string,
  input: string | Readonly<Record<string, string>>,
  profile: "recommended" | "strict" = "recommended",
): Promise<{ found: string[]; satisfied: number; unknown: number }> {
  const only = rules.filter(({ id }) => id === `nginx/${rule}`);
  expect(only.length).toBe(1);
  const { audit } = await auditFiles(typeof input === "string" ? { "conf.d/site.conf": input } : input, {
    rules: only,
    asOf: "2026-11-20",
    profile,
  });
  expect(audit.crashed).toEqual([]);
  const found = audit.findings.map(({ severity, at, aspect }) => `${severity} ${textOf(at)}${aspect === undefined ? "" : ` [${aspect}]`}`);
  return { found, satisfied: audit.satisfied.get(`nginx/${rule}`) ?? 0, unknown: audit.unknown.length };
}

/** The configuration as it is mounted into a container of that image. */
function runBy(image: string, config: string): Readonly<Record<string, string>> {
  const service = `image: ${image}, volumes: ["./site.conf:/etc/nginx/conf.d/default.conf:ro"], ports: ["443:443"]`;
  return { "site.conf": config, "compose.yaml": `services: { web: { ${service} } }\n` };
}

type Row = readonly [title: string, input: string | Readonly<Record<string, string>>, found: readonly string[]];

/** Rows whose title begins with "strict:" are for that profile. Rows whose title begins with "unknown:" must be judged unknown, and silent. */
function table(rule: string, rows: readonly Row[]): void {
  describe(`nginx/${rule}`, () => {
    test.each(rows)("%s", async (title, input, found) => {
      const result = await judge(rule, input, title.startsWith("strict:") ? "strict" : "recommended");
      expect(result.found).toEqual(found);
      if (title.startsWith("unknown:")) expect(result.unknown).toBeGreaterThan(0);
      if (title.startsWith("satisfied:")) expect(result.satisfied).toBeGreaterThan(0);
      if (title.startsWith("not applicable:")) expect(result).toEqual({ found: [], satisfied: 0, unknown: 0 });
    });
  });
}

table("weak-tls-protocol", [
  ["satisfied: TLS 1.2 alone", `server { ${tls} ssl_protocols TLSv1.2; }`, []],
  ["one in the middle", `server { ${tls} ssl_protocols TLSv1.2 TLSv1.1 TLSv1.3; }`, ["error TLSv1.1"]],
  [
    "on the way to the application",
    `server { listen 127.0.0.1:8080; location / { proxy_pass https://billing.internal; proxy_ssl_protocols TLSv1; } }`,
    ["error TLSv1"],
  ],
  ["strict: one finding for all servers", `server { ${tls} } server { ${tls} } server { listen 80; }`, ["note server [missing]"]],
  ["strict: one server names them, maybe for all", `server { ${tls} } server { ${tls} ssl_protocols TLSv1.3; }`, []],
  ["strict: what the include says is not known", `server { ${tls} include /etc/nginx/private/tls.conf; }`, []],
  ["strict: an image with the new default", runBy("nginx:1.27.4-alpine", `server { ${tls} }`), []],
  ["strict: an image that moves along", runBy("nginxinc/nginx-unprivileged:stable-alpine", `server { ${tls} }`), []],
  ["strict: an older image", runBy("nginx:1.27.2", `server { ${tls} }`), ["note server [missing]"]],
  ["strict: TLS 1.2 is no weak version", `server { ${tls} ssl_protocols TLSv1.2; }`, []],
  ["two apart", `server { ${tls} ssl_protocols SSLv3 TLSv1.2 TLSv1; }`, ["error SSLv3"]],
  ["not applicable: a server without TLS", "server { listen 80; ssl_protocols TLSv1; }", []],
  ["once for all servers", `ssl_protocols TLSv1; server { ${tls} } server { ${tls} }`, ["error TLSv1"]],
  ["satisfied: the http level is overridden by the only server", `ssl_protocols TLSv1; server { ${tls} ssl_protocols TLSv1.2; }`, []],
  ["unknown: filled in", `server { ${tls} ssl_protocols \${TLS}; }`, []],
  ["a snippet", { "snippets/tls.conf": "ssl_protocols TLSv1.1 TLSv1.2;\nssl_ciphers HIGH;\n" }, ["error TLSv1.1"]],
  [
    "an included snippet is found once, in its file",
    {
      "nginx.conf": `events {} http { server { ${tls} include tls.conf; } server { ${tls} include tls.conf; } }`,
      "tls.conf": "ssl_protocols TLSv1;",
    },
    ["error TLSv1"],
  ],
  [
    "mail and stream",
    "stream { server { listen 853 ssl; ssl_certificate a; ssl_certificate_key b; ssl_protocols TLSv1; } } events {}",
    ["error TLSv1"],
  ],
]);

table("weak-cipher", [
  ["satisfied: nginx's own default", `server { ${tls} }`, []],
  ["satisfied: the same written out", `server { ${tls} ssl_ciphers HIGH:!aNULL:!MD5; }`, []],
  ["3DES by name", `server { ${tls} ssl_ciphers ECDHE+AESGCM:DES-CBC3-SHA; }`, ["warning ECDHE+AESGCM:DES-CBC3-SHA"]],
  ["taken out for good", `server { ${tls} ssl_ciphers !3DES:ECDHE+AESGCM:DES-CBC3-SHA; }`, []],
  ["the default of OpenSSL", `server { ${tls} ssl_ciphers DEFAULT; }`, []],
  ["anonymous suites are in HIGH", `server { ${tls} ssl_ciphers HIGH; }`, ["warning HIGH"]],
  ["EXPORT and LOW taken out, MEDIUM left", `server { ${tls} ssl_ciphers ALL:!EXPORT:!LOW:!SSLv2; }`, ["warning ALL:!EXPORT:!LOW:!SSLv2"]],
  ["satisfied: all that is weak taken out of ALL", `server { ${tls} ssl_ciphers ALL:!aNULL:!MEDIUM:!LOW:!EXPORT; }`, []],
  ["strict: Mozilla's intermediate list", `server { ${tls} ssl_ciphers ${mozillaIntermediate}; }`, []],
  ["strict: nginx's default written out", `server { ${tls} ssl_ciphers HIGH:!aNULL:!MD5; }`, ["note HIGH:!aNULL:!MD5 [dated]"]],
  ["strict: CBC alone", `server { ${tls} ssl_ciphers ECDHE-RSA-AES128-SHA256; }`, ["note ECDHE-RSA-AES128-SHA256 [dated]"]],
  ["strict: a weak list is told once", `server { ${tls} ssl_ciphers HIGH; }`, ["warning HIGH"]],
  ["left out by the security level", `server { ${tls} ssl_ciphers HIGH:@SECLEVEL=1; }`, []],
  ["unknown: the system's policy", `server { ${tls} ssl_ciphers PROFILE=SYSTEM; }`, []],
  ["suites of TLS 1.3 do nothing here", `server { ${tls} ssl_ciphers TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256; }`, []],
]);

table("ssl-no-certificate", [
  ["satisfied: certificate of http", "ssl_certificate a; ssl_certificate_key b; server { listen 443 ssl; }", []],
  ["satisfied: refuses the handshake", "server { listen 443 ssl default_server; ssl_reject_handshake on; }", []],
  ["satisfied: ACME in nginx", "server { listen 443 ssl; acme_certificate le; }", []],
  ["unknown: an include", "server { listen 443 ssl; include /etc/nginx/private/certificate.conf; }", []],
  ["not applicable: no TLS", "server { listen 80; }", []],
  ["ssl on", "server { listen 443; ssl on; }", ["error 443"]],
  ["another server's certificate is shown", `server { ${tls} } server { listen 443 ssl; server_name other.example.com; }`, ["note ssl"]],
  [
    "a refusing first server has none to show",
    "server { listen 443 ssl default_server; ssl_reject_handshake on; } server { listen 443 ssl; }",
    ["error ssl"],
  ],
]);

table("http-not-redirected", [
  ["not applicable: no TLS at all", `server { listen 80; location / { ${app} } }`, []],
  [
    "satisfied: redirect",
    `server { listen 80; server_name shop.example.com; return 301 https://$host$request_uri; } server { ${tls} root /srv; }`,
    [],
  ],
  [
    "satisfied: redirect, challenge and health check",
    `server { listen 80; server_name shop.example.com; location /.well-known/acme-challenge/ { root /c; } location = /healthz { return 200; } location / { return 308 https://$host$request_uri; } } server { ${tls} root /srv; }`,
    [],
  ],
  ["both in one server", "server { listen 80; listen 443 ssl; server_name a.example.com; root /srv; }", ["warning 80"]],
  [
    "satisfied: both in one server, with a condition",
    "server { listen 80; listen 443 ssl; if ($scheme = http) { return 301 https://$host$request_uri; } root /srv; }",
    [],
  ],
  ["not applicable: other names", `server { listen 80; server_name intranet.example.com; root /srv; } server { ${tls} root /srv; }`, []],
  ["not applicable: loopback", `server { listen 127.0.0.1:80; server_name shop.example.com; root /srv; } server { ${tls} root /srv; }`, []],
  ["a nameless one answers for the name", `server { listen 80; root /srv; } server { ${tls} root /srv; }`, ["warning 80"]],
  [
    "unless another one has it",
    `server { listen 80 default_server; root /srv; } server { listen 80; server_name shop.example.com; return 301 https://$host$request_uri; } server { ${tls} root /srv; }`,
    [],
  ],
  ["not applicable: behind a TLS load balancer", "server { listen 80 proxy_protocol; listen 443 ssl; root /srv; }", []],
  [
    "unknown: an include",
    `server { listen 80; server_name shop.example.com; include /etc/nginx/private/redirect.conf; } server { ${tls} root /srv; }`,
    [],
  ],
  ["unprivileged ports", "server { listen 8080; root /srv; } server { listen 8443 ssl; root /srv; }", ["warning 8080"]],
  ["not applicable: another service on 8080", `server { listen 8080; root /srv; } server { ${tls} root /srv; }`, []],
]);

table("missing-hsts", [
  ["not applicable: plain HTTP", "server { listen 80; root /srv; }", []],
  ["not applicable: redirects only", `server { ${tls} return 301 https://www.example.com$request_uri; }`, []],
  ["proxied only", `server { ${tls} location / { ${app} } }`, ["note server"]],
  ["files", `server { ${tls} root /srv; }`, ["warning server"]],
  ["satisfied: from http", `add_header Strict-Transport-Security max-age=31536000; server { ${tls} root /srv; }`, []],
  [
    "satisfied: dropped further in, which another rule tells",
    `server { ${tls} root /srv; add_header Strict-Transport-Security max-age=31536000; location /a { add_header X-A b; } }`,
    [],
  ],
  ["satisfied: headers-more", `server { ${tls} root /srv; more_set_headers "Strict-Transport-Security: max-age=31536000"; }`, []],
  [
    "short",
    `server { ${tls} root /srv; add_header Strict-Transport-Security "max-age=0; includeSubDomains"; }`,
    ['note "max-age=0; includeSubDomains" [short]'],
  ],
  ["a variable", `server { ${tls} root /srv; add_header Strict-Transport-Security $hsts; }`, []],
  ["unknown: an include", `server { ${tls} root /srv; include /etc/nginx/private/headers.conf; }`, []],
]);

table("missing-security-header", [
  ["strict: a policy is missing", `server { listen 80; root /srv; ${safe} }`, ["note server [Content-Security-Policy]"]],
  ["strict: a policy from http", `add_header Content-Security-Policy "default-src 'self'"; server { listen 80; root /srv; ${safe} }`, []],
  ["strict: a policy that an include may add", `server { listen 80; root /srv; include /etc/nginx/private/csp.conf; }`, []],
  [
    "strict: one that only reports keeps nothing out",
    `server { listen 80; root /srv; ${safe} add_header Content-Security-Policy-Report-Only "default-src 'self'"; }`,
    ["note server [Content-Security-Policy]"],
  ],
  ["satisfied: all", `server { listen 80; root /srv; ${safe} }`, []],
  [
    "satisfied: frame-ancestors",
    `server { listen 80; root /srv; ${safe.replace("X-Frame-Options DENY", "Content-Security-Policy \"frame-ancestors 'none'\"")} }`,
    [],
  ],
  ["one only", `server { listen 80; root /srv; ${safe.replace("Referrer-Policy", "X-Other")} }`, ["note server [Referrer-Policy]"]],
  ["proxied only", `server { listen 80; location / { ${app} } }`, ["note server"]],
  [
    "PHP behind try_files",
    "server { listen 80; root /srv; location / { try_files $uri /index.php?$args; } location ~ \\.php$ { fastcgi_pass php:9000; } }",
    ["note server"],
  ],
  [
    "proxied, with static files beside",
    `server { listen 80; location / { ${app} } location /static/ { alias /srv/static/; } location ~* \\.(?:css|js)$ { root /srv; } }`,
    ["note server"],
  ],
  ["not applicable: redirect", "server { listen 80; return 301 https://shop.example.com; }", []],
  ["not applicable: refusal", "server { listen 80 default_server; return 444; }", []],
  ["not applicable: a text", "server { listen 80; location / { return 200 ok; } }", []],
  ["not applicable: the machine itself", "server { listen 127.0.0.1:8080; root /srv; }", []],
  ["not applicable: status page", "server { listen 8080; location = /status { stub_status; } location / { root /dev/null; } }", []],
  [
    "bad values",
    "server { listen 80; root /srv; add_header X-Content-Type-Options sniff; add_header X-Frame-Options ALLOWALL; add_header Referrer-Policy unsafe-url; add_header X-XSS-Protection 1; }",
    [
      "warning sniff [X-Content-Type-Options]",
      "warning ALLOWALL [X-Frame-Options]",
      "note unsafe-url [Referrer-Policy]",
      "note 1 [X-XSS-Protection]",
    ],
  ],
  [
    "both good values of X-XSS-Protection",
    `server { listen 80; root /srv; ${safe} add_header X-XSS-Protection "1; mode=block"; location /a { ${safe} add_header X-XSS-Protection 0; } }`,
    [],
  ],
]);

table("add-header-redefinition", [
  ["satisfied: repeated", `server { listen 80; ${safe} location /a { ${safe} add_header X-A b; } }`, []],
  [
    "not applicable: only a header for caching is lost",
    "server { listen 80; add_header Cache-Control no-store; location /a { add_header X-A b; } }",
    [],
  ],
  ["a server drops what http sets", `${safe} server { listen 80; add_header X-A b; root /srv; }`, ["warning server"]],
  ["under a condition", `server { listen 80; ${safe} location / { if ($arg_x) { add_header X-A b; } ${app} } }`, ["warning if"]],
  [
    "not applicable: the answer to a preflight",
    `server { listen 80; ${safe} location / { if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin https://a.example.com; return 204; } ${app} } }`,
    [],
  ],
  [
    "not applicable: a health check",
    `server { listen 80; ${safe} location = /healthz { add_header Content-Type text/plain; return 200 ok; } }`,
    [],
  ],
  ["not applicable: a redirect", `server { listen 80; ${safe} location /old { add_header Cache-Control no-store; return 301 /new; } }`, []],
  [
    "satisfied: frames do not matter to styles",
    "server { listen 80; add_header X-Frame-Options DENY; location ~* \\.(css|js)$ { add_header Cache-Control public; } }",
    [],
  ],
  [
    "guessing does",
    "server { listen 80; add_header X-Content-Type-Options nosniff; location ~* \\.(css|js)$ { add_header Cache-Control public; } }",
    ["warning \\.(css|js)$"],
  ],
  ["satisfied: merged", `server { listen 80; add_header_inherit merge; ${safe} location /a { add_header X-A b; ${app} } }`, []],
  ["unknown: an include", `server { listen 80; ${safe} location /a { add_header X-A b; include /etc/nginx/private/headers.conf; } }`, []],
]);

table("version-disclosure", [
  ["satisfied: off", "server_tokens off; server { listen 80; }", []],
  ["on", "server_tokens on; server { listen 80; }", ["warning on"]],
  ["strict: left to the default, once", "server { listen 80; } server { listen 81; }", ["note server [unset]"]],
  ["strict: off for all", "server_tokens off; server { listen 80; } server { listen 81; }", []],
  ["strict: what the include says is not known", "server { listen 80; include /etc/nginx/private/hide.conf; }", []],
  ["strict: streams have no such header", "stream { server { listen 853; proxy_pass dns:53; } } events {}", []],
  ["build", "server { listen 80; server_tokens build; }", ["warning build"]],
  ["not applicable: left to the default", "server { listen 80; }", []],
  [
    "passed on",
    `server { listen 80; location / { ${app} proxy_pass_header X-Powered-By; proxy_pass_header X-Accel-Buffering; } }`,
    ["note X-Powered-By"],
  ],
]);

table("autoindex", [
  ["satisfied: the default", "server { listen 80; root /srv; }", []],
  ["a server", "server { listen 80; root /srv; autoindex on; }", ["warning on"]],
  ["behind a password", "server { listen 80; root /srv; location /f/ { autoindex on; auth_basic x; } }", ["note on"]],
  ["named addresses alone", "server { listen 80; root /srv; allow 10.0.0.0/8; deny all; location /f/ { autoindex on; } }", ["note on"]],
  ["from inside only", "server { listen 80; root /srv; location /f/ { internal; autoindex on; } }", []],
  ["the machine itself", "server { listen 127.0.0.1:80; root /srv; autoindex on; }", []],
]);

table("cors-wildcard", [
  ["an API", `server { listen 80; add_header Access-Control-Allow-Origin *; location / { ${app} } }`, ["warning *"]],
  ["satisfied: files", "server { listen 80; root /srv; add_header Access-Control-Allow-Origin *; }", []],
  [
    "satisfied: fonts of an API server",
    `server { listen 80; location ~* \\.(?:woff2?|ttf)$ { add_header Access-Control-Allow-Origin *; ${app} } location / { ${app} } }`,
    [],
  ],
  [
    "with credentials",
    `server { listen 80; location / { add_header Access-Control-Allow-Origin *; add_header Access-Control-Allow-Credentials true; ${app} } }`,
    ["error *"],
  ],
  [
    "reflected",
    `server { listen 80; location / { add_header Access-Control-Allow-Origin $http_origin; ${app} } }`,
    ["warning $http_origin"],
  ],
  [
    "reflected with credentials",
    `server { listen 80; location / { add_header Access-Control-Allow-Origin "$http_origin" always; add_header Access-Control-Allow-Credentials "true" always; ${app} } }`,
    ['error "$http_origin"'],
  ],
  [
    "unknown: a map",
    `map $http_origin $cors { default ""; } server { listen 80; location / { add_header Access-Control-Allow-Origin $cors; ${app} } }`,
    [],
  ],
  [
    "once for a location and its conditions",
    `server { listen 80; location / { if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin *; return 204; } add_header Access-Control-Allow-Origin *; ${app} } }`,
    ["warning *"],
  ],
  [
    "satisfied: one origin",
    `server { listen 80; location / { add_header Access-Control-Allow-Origin https://a.example.com; ${app} } }`,
    [],
  ],
]);

table("missing-forwarded-headers", [
  ["satisfied: from the server", `server { listen 80; ${forwarded} location / { ${app} } }`, []],
  ["satisfied: X-Real-IP will do", `server { listen 80; ${forwarded.replace("X-Forwarded-For", "X-Real-IP")} location / { ${app} } }`, []],
  [
    "satisfied: Forwarded says all",
    `server { listen 80; location / { proxy_set_header Host $host; proxy_set_header Forwarded $x; ${app} } }`,
    [],
  ],
  ["without Host", "server { listen 80; location / { proxy_pass http://app:3000; } }", ["warning http://app:3000"]],
  ["not applicable: a health check", "server { listen 80; location = /healthz { proxy_pass http://app:3000; } }", []],
  ["not applicable: probes of nginx itself", "server { listen 80; location @probe { health_check; proxy_pass http://app:3000; } }", []],
  ["not applicable: a subrequest", "server { listen 80; location = /auth { internal; proxy_pass http://auth:3000; } }", []],
  [
    "a named location",
    "server { listen 80; location / { try_files $uri @app; } location @app { proxy_pass http://app:3000; } }",
    ["warning http://app:3000"],
  ],
  ["not applicable: another party's site", "server { listen 80; location /fonts/ { proxy_pass https://fonts.example.net; } }", []],
  ["not applicable: storage", "server { listen 80; location /files/ { proxy_pass http://shop.s3.eu-central-1.amazonaws.com; } }", []],
  ["not applicable: PHP", "server { listen 80; location / { fastcgi_pass php:9000; } }", []],
  ["not applicable: plain connections", "events {} stream { server { listen 5432; proxy_pass db:5432; } }", []],
  ["unknown: filled in", "server { listen 80; location / { proxy_pass http://$backend; } }", []],
  ["unknown: an include", "server { listen 80; location / { include /etc/nginx/private/proxy.conf; proxy_pass http://app:3000; } }", []],
  [
    "several of a server at once",
    "server { listen 80; location /a { proxy_pass http://a:1; } location /b { proxy_pass http://b:1; } }",
    ["warning http://a:1"],
  ],
  [
    "redefined",
    `server { listen 80; ${forwarded} location /ws { proxy_set_header Upgrade $http_upgrade; ${app} } }`,
    ["warning proxy_set_header [redefinition]"],
  ],
  ["gRPC has no Host", "server { listen 80; location / { grpc_pass grpc://app:50051; } }", ["note grpc://app:50051"]],
]);

table("logging-disabled", [
  [
    "satisfied: only for the health check",
    "access_log /var/log/a; server { listen 80; location /health { access_log off; } root /srv; }",
    [],
  ],
  ["a server", "server { listen 80; access_log off; root /srv; }", ["note off [access]"]],
  ["not applicable: a server that redirects", "server { listen 80; access_log off; return 301 https://a.example.com; }", []],
  ["not applicable: the machine itself", "server { listen 127.0.0.1:81; access_log off; root /srv; }", []],
  ["satisfied: off above, on in the server", "access_log off; server { listen 80; access_log /var/log/a; root /srv; }", []],
  ["off above, on in every location", "server { listen 80; access_log off; location / { access_log /var/log/a; root /srv; } }", []],
  [
    "off above, and the only one that inherits it redirects",
    `access_log off; server { listen 80; return 301 https://a.example.com; } server { listen 81; access_log /var/log/a; root /srv; }`,
    [],
  ],
  [
    "the same with servers that are not known",
    {
      "nginx.conf":
        "events {} http { access_log off; include /etc/nginx/conf.d/*.conf; server { listen 81; access_log /var/log/a; root /srv; } }",
    },
    [],
  ],
  [
    "off above, and only servers that are not known",
    { "nginx.conf": "events {} http { access_log off; include /etc/nginx/conf.d/*.conf; }" },
    ["note off [access]"],
  ],
  ["error_log off", "events {} error_log off; http { server { listen 80; } }", ["note off [error]"]],
  ["only the gravest", "events {} error_log /dev/stderr crit; http { server { listen 80; } }", ["note crit [error]"]],
  ["satisfied: the usual", "events {} error_log /dev/stderr warn; http { server { listen 80; } }", []],
  ["thrown away", "events {} http { error_log /dev/null crit; server { listen 80; } }", ["note /dev/null [error]"]],
]);
