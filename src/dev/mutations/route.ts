import type { Files } from "../../rule/meta.ts";
import { both, kinds, replace, serviceBlocks, type FileEdit } from "../file-edit.ts";
import { lastStage } from "./built-service.ts";
import type { Mutation } from "./mutation.ts";

const { compose, dockerfile } = kinds;

/** What several layers and several deployments must agree on. */
export const routeMutations: readonly Mutation[] = [
  {
    rule: "deploy/admin-ui-routed-publicly",
    title: "a queue's monitor on a path of the site",
    edit: withMonitor,
    along: /^compose\/|^deploy\/(?:no-rate|proxy)|^nginx\/missing-forwarded/,
  },
  {
    rule: "deploy/conflicting-security-headers",
    title: "frames allowed outside, refused inside",
    edit: (files) => {
      const inner = Object.entries(files).find(([path, text]) => dockerfile.test(path) && /^FROM \S*nginx/.test(lastStage(text)))?.[0];
      const folder = inner?.slice(0, inner.lastIndexOf("/") + 1);
      if (folder === undefined || folder === "") return undefined;
      return both(
        replace(new RegExp(`^${folder}.*\\.conf$`), /^( +)listen [^\n]+\n/m, '$&$1add_header X-Frame-Options "DENY" always;\n'),
        replace(
          new RegExp(`^(?!${folder}).*\\.conf$`),
          /add_header X-Frame-Options [^;]+;/,
          'add_header X-Frame-Options "ALLOWALL" always;',
        ),
      )(files);
    },
    along: /^nginx\//,
  },
  {
    rule: "deploy/cors-mismatch",
    title: "a host that the site had once",
    // Pages of another domain altogether may ask from anywhere.
    edit: replace(compose, /((?:CORS_ORIGINS?|FRONTEND_ORIGIN)(?:=|: )https:\/\/)(?:[\w-]+\.)*?([\w-]+\.[a-z]+)$/m, "$1old.$2"),
  },
  {
    rule: "deploy/env-parity",
    title: "a variable that only staging gets",
    edit: (files) => {
      const path = Object.keys(files).find((name) => /(?:^|\/)(?:docker-)?compose\.prod\.ya?ml$/.test(name));
      const text = path === undefined ? undefined : files[path]!;
      const changed = text?.replace(/^( {4}environment:\n)( {6}(- )?[A-Z])/m, (_, start: string, next: string, dash?: string) =>
        dash === undefined ? `${start}      BOOKINGS_LIMIT: "30"\n${next}` : `${start}      - BOOKINGS_LIMIT=30\n${next}`,
      );
      return changed === undefined || changed === text ? undefined : { ...files, [path!.replace("prod", "staging")]: changed };
    },
    along: /./,
  },
];

/** A console beside the application, in the same networks as the nginx that leads to it. */
function withMonitor(files: Files): ReturnType<FileEdit> {
  for (const [path, text] of Object.entries(files).filter(([name]) => compose.test(name))) {
    const proxy = serviceBlocks(text).find((block) => /image: \S*nginx/.test(block) && /\.conf:\/etc\/nginx\//.test(block));
    if (proxy === undefined) continue;
    const networks = /^ {4}networks: .*\n/m.exec(proxy)?.[0] ?? "";
    const monitor = `  flower:\n    image: mher/flower:2.0.1\n    restart: unless-stopped\n${networks}\n`;
    const conf = /- \.\/(\S+\.conf):\/etc\/nginx\//.exec(proxy)![1]!;
    const changed = replace(
      new RegExp(`(?:^|/)${conf}$`),
      /^( +)location \/ \{\n(?= +(?:limit_req[^\n]*\n +)?proxy_pass)/m,
      (line, indent) => `${indent}location /flower/ {\n${indent}    proxy_pass http://flower:5555;\n${indent}}\n\n${line}`,
    )(files);
    return changed && { ...changed, [path]: text.replace(proxy, () => `${monitor}${proxy}`) };
  }
  return undefined;
}
