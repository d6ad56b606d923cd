import {
  isForSwarm,
  addKey,
  compose,
  defineRule,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/missing-no-new-privileges",
  scope: "stack",
  title: "Processes may gain privileges",
  severity: "warning",
  securitySeverity: 4,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "With `no-new-privileges` the kernel refuses what setuid programs and file capabilities are for: becoming more than the process that started them. Without it, a flaw in an application that runs as an ordinary user becomes root in the container through any such program in the image, and images bring them along unasked.",
  remediation:
    'Add `security_opt: ["no-new-privileges:true"]` to each service; a YAML anchor saves writing it out. Images that drop from root to another user at their start keep working; only those that use `sudo` or `su` inside do not.',
  references: [
    "https://docs.docker.com/reference/compose-file/services/#security_opt",
    "https://docs.docker.com/reference/cli/docker/container/run/#security-opt",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [269],
  examples: [
    {
      title: "an application of one's own, and a database",
      bad: compose`
        services:
          db:
            image: postgres:17
          shop:
            build: .
      `,
      flags: ["shop"],
      good: compose`
        x-hardened: &hardened
          security_opt: ["no-new-privileges:true"]
        services:
          db:
            image: postgres:17
            <<: *hardened
          shop:
            build: .
            <<: *hardened
      `,
    },
  ],
  *check(stack) {
    if (isForSwarm(stack)) return;
    const lacking: Service[] = [];
    for (const service of stack.services) {
      const found = judge(service);
      if (found.kind === "violated") lacking.push(service);
      else yield found;
    }
    if (lacking.length > 0) yield together(lacking, stack);
  },
});

function judge(service: Service): Judgement {
  const entry = service.entry("security_opt");
  const options = service.texts("security_opt");
  const at = entry?.key.inner ?? service.nameSpan;
  const given = options.find((option) => option.kind === "known" && /^no-new-privileges(?:[:=]true)?$/i.test(option.text.trim()));
  if (given !== undefined) return satisfied(at);
  if (options.some((option) => option.kind !== "known")) return unknown(at, "an option is filled in at run time");
  if (service.open !== undefined) return unknown(at, service.open);
  return violated({ at, message: "" });
}

/** One finding for the stack: at the first service the project builds itself, whose flaws are its own, with the others beside it. */
function together(lacking: readonly Service[], stack: Stack): Judgement {
  const own = lacking.filter(({ build }) => build !== undefined);
  const first = own[0] ?? lacking[0]!;
  const others = lacking.filter((service) => service !== first);
  const rest =
    others.length === 0
      ? ""
      : others.length === stack.services.length - 1
        ? ", and so may every other service"
        : `, and so may ${others.length} other ${others.length === 1 ? "service" : "services"}`;
  const edits = lacking.map((service) =>
    service.entry("security_opt") === undefined ? addKey(service, ["security_opt:", '  - "no-new-privileges:true"']) : undefined,
  );
  return violated({
    at: first.entry("security_opt")?.key.inner ?? first.nameSpan,
    ...(own.length > 0 ? {} : { severity: "note" as const, securitySeverity: 3 }),
    message: `Processes in "${first.name}" may gain privileges through setuid programs${rest}.`,
    related: others.map(({ name, nameSpan }) => ({ at: nameSpan, note: `"${name}" may as well` })),
    ...(edits.includes(undefined)
      ? {}
      : { fix: { title: "Forbid new privileges", safety: "unsafe" as const, edits: edits.flatMap((edit) => edit ?? []) } }),
  });
}
