import type { RunInstruction, Stage } from "../../syntax/dockerfile/ast.ts";
import { hasFlag } from "../../syntax/shell/index.ts";
import { textOf } from "../../text/index.ts";
import { chainTo, type Image } from "./image.ts";
import { valuedOptions, type PackageCall } from "./packages.ts";

/** Where a package manager is called. */
export interface CallPlace {
  readonly image: Image;
  readonly stage: Stage;
  readonly run: RunInstruction;
}

/** Options from the manuals; microdnf does not ask. */
const yes: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["-y", "--yes", "--assume-yes", "--force-yes", "-qq", "--quiet=2", "-q=2"],
  apt: ["-y", "--yes", "--assume-yes", "--force-yes", "-qq", "--quiet=2", "-q=2"],
  yum: ["-y", "--assumeyes"],
  dnf: ["-y", "--assumeyes"],
  zypper: ["-y", "--no-confirm", "-n", "--non-interactive"],
};

/** Whether an install may ask before it goes on. Something piped into it counts as an answer. */
export function mayAsk({ manager, call, command, packages }: PackageCall, place: CallPlace): boolean {
  const options = yes[manager];
  if (options === undefined || packages.length === 0 || command.position > 0) return false;
  if (hasFlag(call, options, valuedOptions(manager)) || hasFlag(call, ["--download-only", "-d", "--dry-run", "-s", "--simulate"]))
    return false;
  if (call.words.some(({ text }) => /^-[a-z]*q[a-z]*q/.test(text) || /assume-?yes=(?:true|1|yes)/i.test(text))) return false;
  return !isSetBefore(/assume-?yes[\s"'=:]+(?:true|1|yes)/i, place);
}

/** Whether an install of APT also takes packages that are only recommended. */
export function takesRecommended({ manager, call, packages }: PackageCall, place: CallPlace): boolean {
  if ((manager !== "apt-get" && manager !== "apt") || packages.length === 0) return false;
  const off = /install-recommends[\s"'=:]+(?:false|0|no)/i;
  return !hasFlag(call, "--no-install-recommends") && !call.words.some(({ text }) => off.test(text)) && !isSetBefore(off, place);
}

/** Whether an instruction before, or an earlier part of the same one, writes the setting into the manager's configuration. */
function isSetBefore(setting: RegExp, { image, stage, run }: CallPlace): boolean {
  return chainTo(stage, image).some((one) => firstSetting(setting, one) <= run.span.start);
}

const settings = new WeakMap<Stage, Map<string, number>>();

/** Where the first instruction of a stage that writes the setting begins; asked for every install, looked for once. */
function firstSetting(setting: RegExp, stage: Stage): number {
  const known = settings.get(stage) ?? new Map<string, number>();
  settings.set(stage, known);
  const found =
    known.get(setting.source) ??
    stage.instructions.find(({ keyword, span }) => keyword !== "ENV" && setting.test(textOf(span)))?.span.start ??
    Infinity;
  known.set(setting.source, found);
  return found;
}
