import { inService, kinds, replace } from "../file-edit.ts";
import { builtServices, lastStage, withBlock } from "./built-service.ts";
import type { Mutation } from "./mutation.ts";

const { dockerfile } = kinds;

/** Starting and being well. */
export const healthMutations: readonly Mutation[] = [
  {
    rule: "deploy/depends-on-healthy-without-healthcheck",
    title: "no health check to wait for",
    edit: inService(/image: (?:postgres|mysql|redis):/, (block) => block.replace(/^ {4}healthcheck:\n(?: {6}.*\n)+/m, "")),
    along: /^compose\/missing-healthcheck/,
  },
  {
    rule: "deploy/healthcheck-binary-missing",
    title: "curl in a slim image",
    edit: (files) => {
      const slim = Object.fromEntries(
        Object.entries(files).filter(
          ([, text]) =>
            /^FROM \S+-slim\S*\n/.test(lastStage(text)) && !/\bcurl\b/.test(lastStage(text).replace(/^HEALTHCHECK(?:[^\n]|\\\n)*/m, "")),
        ),
      );
      const changed = replace(
        dockerfile,
        /^(HEALTHCHECK(?:[^\n]|\\\n)*?CMD ).*$/m,
        "$1curl -f http://127.0.0.1:8000/health || exit 1",
      )(slim);
      return changed && { ...files, ...changed };
    },
    along: /^deploy\/healthcheck-port/,
  },
  {
    rule: "deploy/healthcheck-port-mismatch",
    title: "another port",
    // Only where a command line, a variable or an nginx configuration says where the program listens.
    edit: (files) => {
      const test = /(healthcheck[\s\S]{0,200}?https?:\/\/(?:127\.0\.0\.1|localhost):)(\d+)/i;
      const served = builtServices(files).find(({ text }) => isTold(lastStage(text), test.exec(lastStage(text))?.[2] ?? "-"));
      if (served !== undefined) return { ...files, [served.dockerfilePath]: served.text.replace(test, "$19099") };
      const isNginx = (port: string): boolean =>
        Object.entries(files).some(([path, text]) => kinds.nginx.test(path) && new RegExp(`listen (?:\\S*:)?${port}\\b`).test(text));
      return inService(/image: \S*nginx/, (block) =>
        block.replace(test, (line, start: string, port: string) => (isNginx(port) ? `${start}9099` : line)),
      )(files);
    },
  },
  {
    rule: "deploy/healthcheck-localhost-ipv6",
    title: "localhost for busybox",
    // A server that listens on "::" too, as Node.js does unless it is told, answers there.
    edit: (files) => {
      const isIpv4 = Object.entries(files).some(
        ([path, text]) => kinds.nginx.test(path) && /listen \d+/.test(text) && !text.includes("[::]"),
      );
      const own = builtServices(files).find(
        ({ text }) => /-alpine/.test(lastStage(text).split("\n")[0]!) && /0\.0\.0\.0/.test(lastStage(text)) && askLocalhost(text) !== text,
      );
      if (own !== undefined) return { ...files, [own.dockerfilePath]: askLocalhost(own.text) };
      const web = builtServices(files).find(
        ({ text, block }) => /^FROM \S*nginx\S*-alpine/.test(lastStage(text)) && askLocalhost(block) !== block,
      );
      if (web !== undefined) return isIpv4 ? withBlock(files, web, askLocalhost(web.block)) : undefined;
      return isIpv4 ? inService(/image: \S*nginx\S*-alpine/, askLocalhost)(files) : undefined;
    },
  },
  {
    rule: "deploy/runtime-command-missing-binary",
    title: "a compiler's command at run time",
    // Of an image that starts from another registry's, or that a script of its own fills, nobody knows what it holds.
    edit: (files) => {
      const own = builtServices(files).find(
        ({ block, text }) =>
          /^ {4}command: /m.test(block) && /^FROM (?:node|python|debian|ruby|php):(?![\s\S]*^RUN \.\/)/m.test(lastStage(text)),
      );
      return own && withBlock(files, own, own.block.replace(/^ {4}command: .*$/m, '    command: ["cargo", "run", "--bin", "migrate"]'));
    },
    along: /^deploy\/(?:migration|grace|db-pool|port|healthcheck)/,
  },
  {
    rule: "deploy/read-only-without-tmpfs",
    title: "no place to write",
    // What a program of the project's own writes to is written in its sources; of known servers it is known.
    edit: (files) => {
      const isServer = (block: string): boolean => {
        const built = builtServices(files).find((one) => one.block === block);
        const text = built === undefined ? block : lastStage(built.text) + block;
        return (
          /(?:image: |^FROM )(?:\S*\/)?(?:nginx[\w-]*|httpd|postgres|traefik):/m.test(text) ||
          (/"gunicorn"/.test(text) && !/worker-tmp-dir/.test(text))
        );
      };
      return inService(/^ {4}read_only: true\n/m, (block) =>
        isServer(block) ? block.replace(/^ {4}tmpfs:(?: \[.*\]|\n(?: {6}.*\n)+)\n?/m, "") : block,
      )(files);
    },
  },
];

/** Whether a command line or a variable of a Dockerfile says that the program listens on the port. */
function isTold(text: string, port: string): boolean {
  return new RegExp(`(?:--port\\W+|-b\\W+\\S*:|--bind\\W+\\S*:|\\bPORT=)${port}\\b`).test(text);
}

function askLocalhost(text: string): string {
  return text.replace(/(wget\b[^\n]*http:\/\/)127\.0\.0\.1/, "$1localhost");
}
