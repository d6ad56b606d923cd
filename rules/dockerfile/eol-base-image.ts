import {
  defineRule,
  dockerfile,
  endOfLife,
  nextSupportedLine,
  satisfied,
  sourceImages,
  unknown,
  violated,
  violatedIn,
  type Deployment,
  type Image,
  type ImageReference,
  type Judgement,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/eol-base-image",
  scope: "deployment",
  title: "Image past its end of life",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "After the end of life of a release line its makers publish no security fixes any more, and the image is not rebuilt when the packages beneath it are fixed. Every weakness found from then on stays open in each container that runs it, and scanners report more of them every month. Images that only compile what another stage ships are noted too, because compilers and libraries of that stage end up in the result.",
  remediation:
    "Move to a release line that is still maintained, and plan the next move with the dates at https://endoflife.date. Read the release notes of each major version in between first: data stores need their data migrated, which a new tag alone does not do.",
  references: ["https://endoflife.date/", "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html"],
  cwe: [1104],
  examples: [
    {
      title: "Node.js 16 on Debian 10",
      bad: dockerfile`
        FROM node:16-buster-slim
        WORKDIR /app
        COPY dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
      flags: ["node:16-buster-slim"],
      good: dockerfile`
        FROM node:24-bookworm-slim
        WORKDIR /app
        COPY dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      title: "a service that runs an old database",
      bad: {
        "compose.yaml": `services:\n  db:\n    image: postgres:11-alpine\n`,
      },
      flags: ["postgres:11-alpine"],
      good: {
        "compose.yaml": `services:\n  db:\n    image: postgres:17-alpine\n`,
      },
    },
  ],
  *check(deployment) {
    for (const image of deployment.images) yield* judgeImage(image, deployment);
    for (const { services } of deployment.stacks) {
      for (const { image, build, name } of services) {
        if (image?.reference === undefined || build !== undefined) continue;
        const problem = problemOf(image.reference, deployment.asOf, `"${name}" runs`);
        yield problem === undefined ? satisfied(image.span) : violated({ at: image.span, ...problem });
      }
    }
  },
});

function* judgeImage(image: Image, deployment: Deployment): Iterable<Judgement> {
  for (const { use, stage, span, value, reference } of sourceImages(image)) {
    const ships = use === "from" && image.shippedStages.has(stage);
    if (reference === undefined) {
      if (ships && value.kind === "unknown") yield unknown(span, value.why);
      continue;
    }
    const problem = problemOf(
      reference,
      deployment.asOf,
      ships ? "The image is built on" : use === "from" ? "A stage is built on" : "Files are copied from",
    );
    if (problem === undefined) yield satisfied(span);
    else if (ships) yield* violatedIn(image, deployment, { at: span, severity: "warning", ...problem });
    else if (use === "from") yield* violatedIn(image, deployment, { at: span, severity: "note", securitySeverity: 2, ...problem });
  }
}

/** Undefined where no end of life is known to have passed. */
function problemOf(reference: ImageReference, asOf: string, opening: string): { message: string } | undefined {
  const ended = endOfLife(reference).filter(({ date }) => date < asOf);
  const [first, second] = ended;
  if (first === undefined) return undefined;
  const next = nextSupportedLine(reference, first, asOf);
  const also = second === undefined || second.kind === first.kind ? "" : `, nor has ${second.subject} beneath it since ${second.date}`;
  const advice = next === undefined ? "" : `; ${next.name} is maintained until ${next.date}`;
  const fate = first.kind === "image" ? "which has not been rebuilt with fixes since" : "which has had no security fixes since";
  return { message: `${opening} ${first.subject.replace(/^The /, "the ")}, ${fate} ${first.date}${also}${advice}.` };
}
