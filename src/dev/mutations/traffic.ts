import { add, both, inService, kinds, removeAll, replace, unless, where, type FileEdit } from "../file-edit.ts";
import { builtServices, lastStage } from "./built-service.ts";
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
    edit: (files) => {
      const ports = Object.entries(files).flatMap(([path, text]) =>
        nginx.test(path) ? [.../proxy_pass http:\/\/127\.0\.0\.1:(\d+)/g[Symbol.matchAll](text)].map(([, port]) => port!) : [],
      );
      return ports.length === 0
        ? undefined
        : replace(compose, new RegExp(`"127\\.0\\.0\\.1:((?:${ports.join("|")}):\\d+)"`), '"$1"')(files);
    },
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
    // Only where the Dockerfile or a command line says where the application listens, and neither an env file nor a command of its own may say otherwise.
    edit: (files) => {
      for (const { block, text } of builtServices(files)) {
        const isServed = /^FROM \S*nginx/.test(lastStage(text)) || /^ {4}(?:env_file|command|<<):.*(?:\.env|node)/m.test(block);
        const name = /^ {2}([\w-]+):/.exec(block)?.[1] ?? "";
        const changed =
          isServed || !/^EXPOSE \d|--port|--bind|\bPORT=/m.test(lastStage(text) + block)
            ? undefined
            : replace(nginx, new RegExp(`(proxy_pass http://${name}:)\\d+`), "$19099")(files);
        if (changed !== undefined) return changed;
      }
      return undefined;
    },
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
  {
    rule: "deploy/no-rate-limiting",
    title: "no limits",
    // An application whose packages are not known, as in an image out of a registry, may limit requests itself.
    edit: (files) =>
      builtServices(files).length === 0
        ? undefined
        : where(
            /(?:package\.json|requirements\.txt)$/,
            /express|fastify|koa|flask|fastapi|django|next/i,
            removeAll(nginx, /^ *limit_req(?:_zone)? .*\n/gm),
          )(files),
  },
  {
    rule: "deploy/security-headers-missing-everywhere",
    title: "no headers, neither outside nor inside",
    edit: behindEachOther(true),
    along: /^nginx\//,
  },
  {
    rule: "nginx/missing-security-header",
    title: "no headers of the only server",
    edit: behindEachOther(false),
  },
  {
    rule: "deploy/no-tls-termination",
    title: "plain HTTP on every port",
    // Who reaches a server that no Compose file of the project publishes is not known.
    edit: where(compose, /^ +- "?(?:443|80):/m, both(removeAll(nginx, / ssl(?=;)/g), removeAll(nginx, /^ +ssl_[^\n]*\n/gm))),
    along: /^(?:nginx|deploy)\//,
  },
  {
    rule: "deploy/direct-app-exposure",
    title: "the app without its proxy",
    edit: both(
      inService(/^ {2}(?:web|proxy|caddy|reverse-proxy):[\s\S]*image: /, () => ""),
      // The rule is of applications that the project builds; an image out of a registry may be anything.
      inService(/^ {2}(?:app|api|backend|shop):[\s\S]*^ {4}build:/m, (block) =>
        block.includes("ports:") ? block : add(block, '    ports:\n      - "8000:8000"'),
      ),
    ),
    along: /^(?:compose|deploy)\//,
  },
  {
    rule: "deploy/nonroot-volume-not-writable",
    title: "a volume that belongs to root",
    // Another service that extends this one would hold the volume too, and might have made the folder its own.
    edit: unless(
      compose,
      /^ {4}extends: /m,
      where(
        dockerfile,
        /^USER (?!root|0)/m,
        inService(/^ {4}build:/m, (block) =>
          block.includes("volumes:")
            ? block
            : block.replace(/^ {4}environment:/m, "    volumes:\n      - spool:/var/spool/app\n    environment:"),
        ),
      ),
    ),
    along: /^(?:compose|deploy)\//,
  },
];

/** Takes the headers away, where one nginx stands behind another, or where there is only one: two rules speak of it. */
function behindEachOther(isLayered: boolean): FileEdit {
  return (files) => {
    const inner = Object.entries(files).find(([path, text]) => dockerfile.test(path) && /^FROM \S*nginx/.test(lastStage(text)))?.[0];
    const folder = inner?.slice(0, inner.lastIndexOf("/") + 1) ?? "";
    const isBoth =
      inner !== undefined &&
      Object.entries(files).some(([path, text]) => nginx.test(path) && !path.startsWith(folder) && /proxy_pass/.test(text));
    return isBoth === isLayered ? removeAll(nginx, /^ *add_header X-(?:Frame|Content)[^\n]*\n/gm)(files) : undefined;
  };
}
