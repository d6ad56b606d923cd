import { add, both, inService, kinds, removeAll, replace, where } from "../file-edit.ts";
import type { Mutation } from "./mutation.ts";

const { compose, dockerfile, env, nginx } = kinds;

/** The way in. */
export const trafficMutations: readonly Mutation[] = [
  {
    rule: "deploy/proxy-bypass",
    title: "the app beside its proxy",
    edit: (files) => {
      const host = Object.entries(files).flatMap(([path, text]) =>
        nginx.test(path) ? [.../proxy_pass http:\/\/([a-z][\w-]*):(\d+)/g[Symbol.matchAll](text)] : [],
      )[0];
      return host === undefined
        ? undefined
        : inService(new RegExp(`^ {2}${host[1]!}:`), (block) =>
            /ports:/.test(block) ? block : add(block, `    ports:\n      - "${host[2]!}:${host[2]!}"`),
          )(files);
    },
    along: /^compose\/|^deploy\/(?:direct-app|no-tls|client-ip)/,
  },
  {
    rule: "deploy/host-proxy-bypass",
    title: "the host proxy's port for everyone",
    edit: where(nginx, /proxy_pass http:\/\/127\.0\.0\.1/, replace(compose, /"127\.0\.0\.1:(\d+:\d+)"/, '"$1"')),
    along: /^compose\/|^deploy\/(?:no-tls|proxy|direct|client)/,
  },
  {
    rule: "deploy/proxy-upstream-unresolved",
    title: "an upstream that is not there",
    edit: replace(nginx, /(proxy_pass http:\/\/|^ +server )([a-z][\w-]*)(:\d+)/m, "$1$2-old$3"),
    along: /^deploy\//,
  },
  {
    rule: "deploy/port-mismatch",
    title: "another port than the app's",
    edit: replace(nginx, /(proxy_pass http:\/\/[a-z][\w-]*:)\d+/, "$19099"),
  },
  {
    rule: "deploy/nginx-conf-context",
    title: "a server block as the main configuration",
    edit: replace(compose, /:\/etc\/nginx\/conf\.d\/default\.conf/, ":/etc/nginx/nginx.conf"),
    along: /^deploy\/|^nginx\//,
  },
  {
    rule: "deploy/tls-cert-not-provided",
    title: "no certificates in the proxy",
    edit: where(nginx, /ssl_certificate /, replace(compose, /^ +- [^\n]*:\/etc\/(?:nginx\/(?:certs|ssl)|letsencrypt)(?::ro)?\n/m, "")),
  },
  {
    rule: "deploy/forwarded-proto-clobbered",
    title: "the inner proxy's own scheme",
    edit: replace(nginx, /(X-Forwarded-Proto )\$http_x_forwarded_proto/, "$1$$scheme"),
  },
  {
    rule: "deploy/client-ip-spoofable",
    title: "a header that anybody can send",
    edit: where(env, /IP_HEADER=X-Real-IP/, removeAll(nginx, /^ +proxy_set_header X-Real-IP \$remote_addr;\n/gm)),
    along: /^nginx\//,
  },
  { rule: "deploy/no-rate-limiting", title: "no limits", edit: removeAll(nginx, /^ *limit_req(?:_zone)? .*\n/gm) },
  {
    rule: "deploy/security-headers-missing-everywhere",
    title: "no headers",
    edit: removeAll(nginx, /^ *add_header X-(?:Frame|Content)[^\n]*\n/gm),
    along: /^nginx\//,
  },
  {
    rule: "deploy/no-tls-termination",
    title: "plain HTTP on every port",
    edit: both(removeAll(nginx, / ssl(?=;)/g), removeAll(nginx, /^ +ssl_[^\n]*\n/gm)),
    along: /^(?:nginx|deploy)\//,
  },
  {
    rule: "deploy/direct-app-exposure",
    title: "the app without its proxy",
    edit: both(
      inService(/^ {2}(?:web|proxy|caddy|reverse-proxy):[\s\S]*image: /, () => ""),
      inService(/^ {2}(?:app|api|backend|shop):/, (block) =>
        block.includes("ports:") ? block : add(block, '    ports:\n      - "8000:8000"'),
      ),
    ),
    along: /^(?:compose|deploy)\//,
  },
  {
    rule: "deploy/nonroot-volume-not-writable",
    title: "a volume that belongs to root",
    edit: where(
      dockerfile,
      /^USER (?!root|0)/m,
      inService(/^ {4}build:/m, (block) =>
        block.includes("volumes:")
          ? block
          : block.replace(/^ {4}environment:/m, "    volumes:\n      - spool:/var/spool/app\n    environment:"),
      ),
    ),
    along: /^(?:compose|deploy)\//,
  },
];
