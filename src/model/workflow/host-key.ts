import type { Span } from "../../text/index.ts";
import { operands, type Word } from "../../syntax/shell/index.ts";
import { regionSpan, subRegion, type Region } from "../../syntax/shell/index.ts";
import { regionOf } from "../../syntax/yaml/ask.ts";
import type { WorkflowJob } from "./job.ts";
import type { WorkflowStep } from "./step.ts";

/** How a job makes sure, or does not, that the server it talks to over SSH is the one it means. */
export interface HostKeyCheck {
  /**
   * "off": any key is taken. "first": the key shown at first is taken, and a fresh runner knows none. "scanned": the network is asked for
   * the key. "none": the action checks only what it is told to, and it is told nothing. "checked": the key is known beforehand.
   */
  readonly kind: "off" | "first" | "scanned" | "none" | "checked";
  readonly at: Span;
  readonly step: WorkflowStep;
}

/** Actions that take any host key unless they are given its fingerprint (the actions' own READMEs). */
const FINGERPRINT_ACTIONS: readonly string[] = ["appleboy/ssh-action", "appleboy/scp-action"];

/** The places where a job, the local actions it uses not included, decides about host keys. */
export function hostKeyChecksOf(job: WorkflowJob): readonly HostKeyCheck[] {
  return job.steps.flatMap((step) => [...ofAction(step), ...ofInputs(step), ...ofScript(step)]);
}

function ofAction(step: WorkflowStep): HostKeyCheck[] {
  if (step.action === undefined || !FINGERPRINT_ACTIONS.includes(step.action)) return [];
  const fingerprint = ["fingerprint", "proxy_fingerprint"]
    .map((name) => step.input(name))
    .find((one) => one !== undefined && one.node.text !== "");
  return [fingerprint === undefined ? { kind: "none", at: step.span, step } : { kind: "checked", at: fingerprint.span, step }];
}

/** What is handed to other actions: `args`, `ssh_options`, a script to run on the server. */
function ofInputs(step: WorkflowStep): HostKeyCheck[] {
  const values = [...step.syntax.with.entries, ...step.syntax.env.entries].map(({ value }) => value);
  return values.flatMap((value) => settingsIn(regionOf(value.node), step));
}

function ofScript(step: WorkflowStep): HostKeyCheck[] {
  return step.commands.flatMap(({ command, effective }) => {
    const { program, words } = effective;
    if (program === "ssh-keyscan")
      return isGitHost(operands(effective, ["-p", "-T", "-t", "-f"])) ? [] : [{ kind: "scanned", at: effective.name.span, step } as const];
    if (words.some(({ text }) => /(?:^|@)(?:localhost|127\.0\.0\.1)(?::|$)/.test(text))) return [];
    const bodies = command.redirects.flatMap(({ body }) => body?.region ?? []);
    const { script } = step;
    const found = script === undefined ? [] : words.flatMap((word) => settingsIn(regionOfWord(word, script.region), step));
    return oneDecision([...found, ...bodies.flatMap((body) => settingsIn(body, step))]);
  });
}

/** GitHub, GitLab and Bitbucket publish their keys; they are no servers to deploy to. */
function isGitHost(hosts: readonly Word[]): boolean {
  return (
    hosts.length > 0 && hosts.every(({ text }) => /(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|ssh\.dev\.azure\.com)$/.test(text))
  );
}

/** The raw text of a word: what is looked for in it holds no escapes. */
function regionOfWord({ span }: Word, { file }: Region): Region {
  return subRegion({ file, text: file.text, offsetOf: (index) => index }, span.start, span.end);
}

const SETTING =
  /(?:StrictHostKeyChecking[ \t]*[= \t][ \t]*["']?(no|off|accept-new|yes|ask)\b|UserKnownHostsFile[ \t]*[= \t][ \t]*["']?(\/dev\/null))/gi;

/** ssh_config(5), `StrictHostKeyChecking` and `UserKnownHostsFile`, on a command line or in a file that is written. */
function settingsIn(region: Region, step: WorkflowStep): HostKeyCheck[] {
  if (!/HostKeyChecking|KnownHostsFile/i.test(region.text)) return [];
  const found = [...region.text.matchAll(SETTING)].map((match): HostKeyCheck => {
    const at = regionSpan(region, match.index, match.index + match[0].replace(/["']$/, "").length);
    const value = match[1]?.toLowerCase();
    const kind = value === "yes" || value === "ask" ? "checked" : value === "accept-new" ? "first" : "off";
    return { kind, at, step };
  });
  return oneDecision(found);
}

/** Both settings together, as they are usually given, are one. */
function oneDecision(checks: readonly HostKeyCheck[]): HostKeyCheck[] {
  return checks.filter(({ kind }, index) => kind !== "off" || checks.findIndex((one) => one.kind === "off") === index);
}
