import {
  chainTo,
  contextOf,
  cover,
  defineRule,
  lockfileAt,
  nodeInstalls,
  satisfied,
  text,
  violatedIn,
  type Deployment,
  type Fix,
  type Image,
  type Judgement,
  type NodeInstall,
  type RunInstruction,
  type Stage,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/npm-install-not-ci",
  scope: "image",
  title: "Dependencies installed without holding to the lockfile",
  severity: "warning",
  securitySeverity: 3,
  confidence: "high",
  profile: "recommended",
  rationale:
    "`npm install` takes the lockfile as advice: where it does not fit `package.json`, newer versions are chosen and the lockfile in the image is changed, without a word. Two builds of the same commit then hold different code, and a version that somebody published an hour ago, perhaps with malice, is installed without anybody having looked at it.",
  remediation:
    "Use the command that fails instead: `npm ci`, `yarn install --immutable` (Yarn 1: `--frozen-lockfile`), `pnpm install --frozen-lockfile` or `bun install --frozen-lockfile`. Copy the lockfile beside `package.json` before it.",
  references: [
    "https://docs.npmjs.com/cli/commands/npm-ci",
    "https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html",
  ],
  cwe: [1357],
  examples: [
    {
      title: "npm install beside a lockfile",
      bad: {
        Dockerfile: text`
          FROM node:24-slim AS build
          WORKDIR /app
          COPY package*.json ./
          RUN npm install
          COPY . .
          RUN npm run build
        `,
        "package.json": "{}\n",
        "package-lock.json": "{}\n",
      },
      flags: ["npm install"],
      good: {
        Dockerfile: text`
          FROM node:24-slim AS build
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          RUN npm run build
        `,
        "package.json": "{}\n",
        "package-lock.json": "{}\n",
      },
    },
    {
      title: "Yarn in a folder of a larger project",
      bad: {
        "shop/Dockerfile": text`
          FROM node:24-slim
          COPY . /srv
          RUN cd /srv/web && yarn --production
        `,
        "shop/web/yarn.lock": "",
      },
      flags: ["yarn"],
      good: {
        "shop/Dockerfile": text`
          FROM node:24-slim
          COPY . /srv
          RUN cd /srv/web && yarn --production --frozen-lockfile
        `,
        "shop/web/yarn.lock": "",
      },
    },
  ],
  *check(image, deployment) {
    for (const stage of image.ownStages)
      for (const instruction of stage.instructions)
        if (instruction.keyword === "RUN")
          for (const install of nodeInstalls(instruction)) yield* judge(install, instruction, stage, image, deployment);
  },
});

function* judge(install: NodeInstall, run: RunInstruction, stage: Stage, image: Image, deployment: Deployment): Iterable<Judgement> {
  const at = cover(install.call.name.span, install.actionWord.span);
  if (install.isFrozen || isFrozenByEnvironment(install, run, image)) return yield satisfied(at);
  const { tree } = deployment;
  const lockfile = lockfileAt(install, { chain: chainTo(stage, image), run, context: contextOf(image, tree), tree });
  // Without a lockfile there is nothing to hold to; that is another rule's finding.
  if (lockfile === undefined) return undefined;
  const fix = fixOf(install);
  return yield* violatedIn(image, deployment, {
    at,
    severity: "warning",
    message: `"${install.text}" may install other versions than "${lockfile}" names, and nobody would notice.`,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** pnpm, and Yarn from version 2, hold to the lockfile by themselves where the variable CI says that nobody is watching. */
function isFrozenByEnvironment({ manager, command }: NodeInstall, run: RunInstruction, image: Image): boolean {
  if (manager !== "pnpm") return false;
  const own = command.assignments.find(({ name }) => name === "CI")?.value.text;
  const set = image.variables.at(run)("CI");
  return /^(?:true|1)$/.test(own ?? (set.kind === "known" ? set.text : ""));
}

function fixOf({ manager, actionWord }: NodeInstall): Fix | undefined {
  if (manager !== "npm" || (actionWord.text !== "install" && actionWord.text !== "i")) return undefined;
  return { title: "Use npm ci", safety: "unsafe", edits: [{ span: actionWord.span, replacement: "ci" }] };
}
