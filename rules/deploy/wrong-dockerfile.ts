import {
  defineRule,
  productionSibling,
  satisfied,
  text,
  violated,
  type Deployment,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/wrong-dockerfile",
  scope: "stack",
  title: "Production is not built from the Dockerfile that is made for it",
  severity: "warning",
  securitySeverity: 4,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "`build: .` takes the file called Dockerfile, which next to a `Dockerfile.prod` is usually the one for development: its server reloads itself and shows stack traces, and its image brings compilers and test tools. Everything works, only slower and with more to attack, and nobody notices that the image made for production is built by nobody.",
  remediation: "Name production's Dockerfile with `dockerfile`, or delete it if it is out of use.",
  references: ["https://docs.docker.com/reference/compose-file/build/#dockerfile"],
  cwe: [489],
  examples: [
    {
      title: "the plain Dockerfile, beside one for production",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build: ./api
        `,
        "api/Dockerfile": text`
          FROM python:3.13
          CMD ["flask", "--debug", "run"]
        `,
        "api/Dockerfile.prod": text`
          FROM python:3.13-slim
          CMD ["gunicorn", "api:app"]
        `,
      },
      flags: ["./api"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build:
                context: ./api
                dockerfile: Dockerfile.prod
        `,
        "api/Dockerfile": text`
          FROM python:3.13
          CMD ["flask", "--debug", "run"]
        `,
        "api/Dockerfile.prod": text`
          FROM python:3.13-slim
          CMD ["gunicorn", "api:app"]
        `,
      },
    },
  ],
  *check({ services, fileClass }, deployment) {
    if (fileClass !== "prod" && fileClass !== "staging") return;
    for (const service of services) {
      const judgement = judge(service, deployment);
      if (judgement !== undefined) yield judgement;
    }
  },
});

function judge({ name, build }: Service, deployment: Deployment): Judgement | undefined {
  if (build === undefined || build.isInline) return undefined;
  // A target, or another Dockerfile, was chosen on purpose.
  const { target, dockerfile } = build;
  if (target !== undefined) return satisfied(target.span);
  if (dockerfile.value === undefined) return undefined;
  const sibling = productionSibling(dockerfile.value, deployment);
  if (sibling === undefined) return satisfied(dockerfile.span);
  return violated({
    at: dockerfile.span,
    message: `"${name}" is built from "${dockerfile.value}", and "${sibling.file.path}", made for production, is built by nobody.`,
    related: sibling.stages.slice(0, 1).map(({ from }) => ({ at: from.keywordSpan, note: "this is the one that is left out" })),
  });
}
