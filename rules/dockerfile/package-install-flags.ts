import {
  chainTo,
  defineRule,
  dockerfile,
  hasFlag,
  packageCalls,
  satisfied,
  textOf,
  valuedOptions,
  violatedIn,
  type Deployment,
  type Fix,
  type Image,
  type Judgement,
  type PackageCall,
  type RunInstruction,
  type Stage,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/package-install-flags",
  scope: "image",
  title: "Package installation asks, or installs more than named",
  severity: "note",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A build has nobody to answer a question: without an option that says yes beforehand, `apt-get`, `yum`, `dnf` and `zypper` stop the build as soon as a package needs another one, which may be today or with the next release. Packages that are only recommended make the image larger, and each of them is one more thing that can have a weakness.",
  remediation:
    "Write `apt-get install -y --no-install-recommends`, `dnf install -y` or `zypper --non-interactive install`. When a recommended package turns out to be needed, name it.",
  references: [
    "https://docs.docker.com/build/building/best-practices/#apt-get",
    "https://manpages.debian.org/bookworm/apt/apt-get.8.en.html",
  ],
  cwe: [710],
  examples: [
    {
      title: "a question nobody answers, and recommended packages",
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
          && apt-get install --no-install-recommends ca-certificates \
          && rm -rf /var/lib/apt/lists/*
        USER nobody
        CMD ["/usr/bin/true"]
      `,
      flags: ["install"],
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update \
          && apt-get install -y --no-install-recommends ca-certificates \
          && rm -rf /var/lib/apt/lists/*
        USER nobody
        CMD ["/usr/bin/true"]
      `,
    },
    {
      title: "recommended packages in what ships",
      bad: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y libpq5
      `,
      flags: ["install"],
      good: dockerfile`
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y --no-install-recommends libpq5
      `,
    },
  ],
  *check(image, deployment) {
    for (const stage of image.document.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "RUN") continue;
        for (const call of packageCalls(instruction))
          if (call.action === "install") yield* judge(call, { image, stage, run: instruction }, deployment);
      }
    }
  },
});

interface Place {
  readonly image: Image;
  readonly stage: Stage;
  readonly run: RunInstruction;
}

function* judge(call: PackageCall, place: Place, deployment: Deployment): Iterable<Judgement> {
  const { image, stage } = place;
  const at = call.actionWord.span;
  const asks = mayAsk(call, place);
  const recommends = image.shippedStages.has(stage) && takesRecommended(call, place);
  if (asks) {
    const fix = insertion(call, call.manager === "zypper" ? "--no-confirm" : "-y", "safe");
    yield* violatedIn(image, deployment, {
      at,
      aspect: "yes",
      severity: "error",
      message: `"${call.manager} ${call.actionWord.text}" asks before it installs more than it was told, and the build fails because nobody answers.`,
      fix,
    });
  }
  if (recommends) {
    const fix = insertion(call, "--no-install-recommends", "unsafe");
    yield* violatedIn(image, deployment, {
      at,
      aspect: "recommends",
      severity: "note",
      message: `"${call.manager} ${call.actionWord.text}" also installs the packages that are only recommended beside the ones it names.`,
      fix,
    });
  }
  if (!asks && !recommends) yield satisfied(at);
}

/** Options from the manuals; microdnf does not ask. */
const yes: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["-y", "--yes", "--assume-yes", "--force-yes", "-qq", "--quiet=2", "-q=2"],
  apt: ["-y", "--yes", "--assume-yes", "--force-yes", "-qq", "--quiet=2", "-q=2"],
  yum: ["-y", "--assumeyes"],
  dnf: ["-y", "--assumeyes"],
  zypper: ["-y", "--no-confirm", "-n", "--non-interactive"],
};

function mayAsk({ manager, call, command, packages }: PackageCall, place: Place): boolean {
  const options = yes[manager];
  if (options === undefined || packages.length === 0 || command.position > 0) return false;
  if (
    hasFlag(call, options, valuedOptions(manager)) ||
    call.words.some(({ text }) => /^-[a-z]*q[a-z]*q/.test(text) || /assume-?yes=(?:true|1|yes)/i.test(text))
  )
    return false;
  if (hasFlag(call, ["--download-only", "-d", "--dry-run", "-s", "--simulate"])) return false;
  return !isSetBefore(/assume-?yes[\s"'=:]+(?:true|1|yes)/i, place);
}

function takesRecommended({ manager, call, packages }: PackageCall, place: Place): boolean {
  if ((manager !== "apt-get" && manager !== "apt") || packages.length === 0) return false;
  const off = /install-recommends[\s"'=:]+(?:false|0|no)/i;
  return !hasFlag(call, "--no-install-recommends") && !call.words.some(({ text }) => off.test(text)) && !isSetBefore(off, place);
}

/** Whether an instruction before, or an earlier part of the same one, writes the setting into the manager's configuration. */
function isSetBefore(setting: RegExp, { image, stage, run }: Place): boolean {
  const stages = chainTo(stage, image);
  return stages.some(({ instructions }) =>
    instructions.some((one) => one.span.start <= run.span.start && one.keyword !== "ENV" && setting.test(textOf(one.span))),
  );
}

function insertion({ actionWord: { span } }: PackageCall, option: string, safety: "safe" | "unsafe"): Fix {
  return { title: `Add ${option}`, safety, edits: [{ span: { ...span, start: span.end }, replacement: ` ${option}` }] };
}
