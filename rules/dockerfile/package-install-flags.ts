import {
  defineRule,
  dockerfile,
  mayAsk,
  packageCalls,
  satisfied,
  takesRecommended,
  violatedIn,
  type CallPlace,
  type Deployment,
  type Fix,
  type Judgement,
  type PackageCall,
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
    for (const stage of image.ownStages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "RUN") continue;
        for (const call of packageCalls(instruction))
          if (call.action === "install") yield* judge(call, { image, stage, run: instruction }, deployment);
      }
    }
  },
});

function* judge(call: PackageCall, place: CallPlace, deployment: Deployment): Iterable<Judgement> {
  const { image, stage } = place;
  const at = call.actionWord.span;
  const command = `"${call.manager} ${call.actionWord.text}"`;
  const asks = mayAsk(call, place);
  const recommends = image.shippedStages.has(stage) && takesRecommended(call, place);
  if (asks) {
    const option = call.manager === "zypper" ? "--no-confirm" : "-y";
    const fix = insertion(call, option, "safe");
    const advice = `Add \`${option}\`.`;
    const message = `${command} asks before it installs more than it was told, and the build fails because nobody answers.`;
    yield* violatedIn(image, deployment, { at, aspect: "yes", severity: "error", message, advice, fix });
  }
  if (recommends) {
    const fix = insertion(call, "--no-install-recommends", "unsafe");
    const advice = "Add `--no-install-recommends`, and name what turns out to be needed.";
    const message = `${command} also installs the packages that are only recommended beside the ones it names.`;
    yield* violatedIn(image, deployment, { at, aspect: "recommends", severity: "note", message, advice, fix });
  }
  if (!asks && !recommends) yield satisfied(at);
}

function insertion({ actionWord: { span } }: PackageCall, option: string, safety: "safe" | "unsafe"): Fix {
  return { title: `Add ${option}`, safety, edits: [{ span: { ...span, start: span.end }, replacement: ` ${option}` }] };
}
