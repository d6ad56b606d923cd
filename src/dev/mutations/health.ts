import { inService, kinds, replace } from "../file-edit.ts";
import type { Mutation } from "./mutation.ts";

const { compose, dockerfile } = kinds;

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
      const slim = Object.fromEntries(Object.entries(files).filter(([, text]) => /^FROM \S+-slim\S*\n(?![\s\S]*^FROM )/m.test(text)));
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
    edit: replace(/compose|Dockerfile/, /(healthcheck[\s\S]{0,200}?https?:\/\/(?:127\.0\.0\.1|localhost):)\d+/i, "$19099"),
  },
  {
    rule: "deploy/healthcheck-localhost-ipv6",
    title: "localhost for busybox",
    edit: replace(compose, /("wget"[^\n]*http:\/\/)127\.0\.0\.1/, "$1localhost"),
  },
  {
    rule: "deploy/runtime-command-missing-binary",
    title: "a compiler's command at run time",
    edit: inService(/^ {4}build:/m, (block) => block.replace(/^ {4}command: .*$/m, '    command: ["cargo", "run", "--bin", "migrate"]')),
    along: /^deploy\/(?:migration|grace|db-pool|port|healthcheck)/,
  },
  {
    rule: "deploy/read-only-without-tmpfs",
    title: "no place to write",
    edit: inService(/^ {4}read_only: true\n/m, (block) => block.replace(/^ {4}tmpfs:(?: \[.*\]|\n(?: {6}.*\n)+)\n?/m, "")),
  },
];
