import {
  capitalize,
  contentSecurityPolicy,
  defineRule,
  headerFix,
  headerElsewhere,
  headerValueFault,
  lackingHeaders,
  list,
  nameOf,
  nginx,
  ownHeaders,
  satisfied,
  serversToRedirect,
  unknown,
  violated,
  wantedHeaders,
  type Judgement,
  type LackingHeaders,
  type NginxLevel,
  type NginxServer,
  type WantedHeader,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/missing-security-header",
  scope: "nginx",
  title: "Security response headers missing",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Browsers have protections that a site must ask for: not guessing that an upload is a script (`X-Content-Type-Options: nosniff`), not being shown in another site's frame (`X-Frame-Options` or `frame-ancestors` of a Content-Security-Policy), not telling other sites the full address a visitor comes from (`Referrer-Policy`). Each of them turns a flaw elsewhere into one that cannot be used.",
  remediation:
    "Set the headers once in `server` or `http`, each with `always` so that error pages carry them too. A location that has an `add_header` of its own drops all those it would inherit and has to repeat them.",
  references: [
    "https://owasp.org/www-project-secure-headers/",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
    "https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header",
  ],
  cwe: [693, 1021],
  examples: [
    {
      title: "a site without any",
      bad: nginx`
        server {
            listen 80;
            root /srv/shop;
        }
      `,
      flags: ["server"],
      good: nginx`
        server {
            listen 80;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options SAMEORIGIN always;
            add_header Referrer-Policy strict-origin-when-cross-origin always;
            root /srv/shop;
        }
      `,
    },
    {
      title: "values that browsers ignore",
      bad: nginx`
        server {
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options "ALLOW-FROM https://partner.example.com" always;
            add_header Referrer-Policy unsafe-url always;
            root /srv/shop;
        }
      `,
      flags: ['"ALLOW-FROM https://partner.example.com"', "unsafe-url"],
      good: nginx`
        server {
            add_header X-Content-Type-Options nosniff always;
            add_header Content-Security-Policy "frame-ancestors 'self' https://partner.example.com" always;
            add_header Referrer-Policy same-origin always;
            root /srv/shop;
        }
      `,
    },
    {
      title: "nothing that keeps a script out that somebody got in",
      profile: "strict",
      bad: nginx`
        server {
            root /srv/shop;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options SAMEORIGIN always;
            add_header Referrer-Policy same-origin always;
        }
      `,
      flags: ["server"],
      good: nginx`
        server {
            root /srv/shop;
            add_header X-Content-Type-Options nosniff always;
            add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
            add_header Referrer-Policy same-origin always;
        }
      `,
    },
  ],
  *check(config, deployment) {
    const elsewhere = (level: NginxLevel, header: WantedHeader) => headerElsewhere(level, header, config, deployment);
    const redirected = serversToRedirect(config);
    for (const server of config.servers) {
      if (server.isInternal || !server.servesContent || redirected.has(server)) continue;
      const lacking = lackingHeaders(server, wantedHeaders, elsewhere);
      if (lacking !== undefined) yield judge(server, lacking);
      const policy = lackingHeaders(server, [contentSecurityPolicy], elsewhere);
      if (policy !== undefined) yield* judgePolicy(server, policy);
    }
    for (const header of config.levels.flatMap(ownHeaders)) {
      const fault = headerValueFault(header);
      if (fault !== undefined) yield violated({ at: header.value!.span, ...fault });
    }
  },
});

function judge(server: NginxServer, lacking: LackingHeaders): Judgement {
  const { missing, isProxied, open } = lacking;
  if (missing.length === 0) return open === undefined ? satisfied(server.at) : unknown(server.at, open);
  const isSlight = isProxied || missing.every(({ name }) => name === "Referrer-Policy");
  const lines = missing.map(({ line }) => line);
  const fix = headerFix(server, lines);
  return violated({
    at: server.at,
    ...(missing.length === 1 ? { aspect: missing[0]!.name } : {}),
    ...(isSlight ? { severity: "note", securitySeverity: 2.6 } : {}),
    message: messageOf(server, lacking),
    ...(fix === undefined ? {} : { fix }),
  });
}

function messageOf(server: NginxServer, { missing, where, isProxied }: LackingHeaders): string {
  const names = `${list(missing.map(({ name }) => name))}${where}`;
  return capitalize(
    isProxied
      ? `${nameOf(server)} leaves ${names} to the program behind it, which may not send ${missing.length === 1 ? "it" : "them"}.`
      : `${nameOf(server)} answers without ${names}: ${list(missing.slice(0, 2).map(({ risk }) => risk))}.`,
  );
}

/** A policy has to be written for the very site, so that there is nothing to insert. */
function* judgePolicy(server: NginxServer, lacking: LackingHeaders): Iterable<Judgement> {
  const { name, line } = contentSecurityPolicy;
  const note = { aspect: name, profile: "strict", severity: "note", securitySeverity: 2.6 } as const;
  const advice = `Begin with \`${line}\`, first as ${name}-Report-Only, and add what the pages load from elsewhere.`;
  if (lacking.missing.length > 0) yield violated({ at: server.at, ...note, message: messageOf(server, lacking), advice });
}
