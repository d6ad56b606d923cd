import { describe, expect, test } from "vitest";
import { connect, type Surroundings } from "../../src/model/connect.ts";
import { linkContainers } from "../../src/model/containers.ts";
import type { Deployment, Document } from "../../src/model/deployment.ts";
import { contextOf, namesMatching } from "../../src/model/image/build-context.ts";
import { developmentInstalls } from "../../src/model/image/development-install.ts";
import { healthcheckOf } from "../../src/model/image/health.ts";
import type { Image } from "../../src/model/image/image.ts";
import { lockfileAt } from "../../src/model/image/lockfile.ts";
import { nodeInstalls } from "../../src/model/image/node-install.ts";
import { installsOf } from "../../src/model/image/packages.ts";
import { namesSameImage } from "../../src/model/image/published-name.ts";
import { secretFileOf } from "../../src/model/image/secret-file.ts";
import { workflowBuildsOf } from "../../src/model/image/workflow-builds.ts";
import { sourceImages } from "../../src/model/image/sources.ts";
import { isLongRunning, startOf } from "../../src/model/image/start.ts";
import { privilegeDropOf, userOf } from "../../src/model/image/user.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";
import { parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { textOf } from "../../src/text/index.ts";

type Files = Readonly<Record<string, string>>;

/** A project that is only in memory; files that are no configuration are only names. */
function project(files: Files): Deployment {
  const documents = Object.entries(files).flatMap(([path, text]): Document[] => {
    if (/Dockerfile/.test(path)) return [parseDockerfile({ path, text })];
    if (/compose.*\.ya?ml$/.test(path)) return [parseCompose({ path, text })];
    return path.startsWith(".github/") ? [parseWorkflow({ path, text })] : [];
  });
  const paths = Object.keys(files);
  const surroundings = {
    tree: {
      has: (path: string) => paths.some((one) => one === path || one.startsWith(`${path}/`)),
      isDirectory: (path: string) => path === "" || paths.some((one) => one.startsWith(`${path}/`)),
      list: (folder: string) => [
        ...new Set(
          paths
            .filter((one) => folder === "" || one.startsWith(`${folder}/`))
            .map((one) => one.slice(folder === "" ? 0 : folder.length + 1).split("/")[0]!),
        ),
      ],
    },
    isTracked: () => undefined,
    isIgnored: () => false,
    isAsked: () => true,
    configuredClass: () => undefined,
    asOf: "2026-11-20",
  } satisfies Surroundings;
  return connect(documents, surroundings, { containers: linkContainers, workflowBuilds: workflowBuildsOf });
}

const imageOf = (text: string, others: Files = {}): Image => project({ Dockerfile: text, ...others }).images[0]!;

describe("the user", () => {
  const print = (text: string, others?: Files): string => {
    const image = imageOf(text, others);
    const user = userOf(image);
    const drop = privilegeDropOf(image);
    const who = user.kind === "root" ? `root by ${user.from}` : user.kind === "other" ? user.name : "?";
    return `${who} at ${textOf(user.at)}${drop === undefined ? "" : `, drops by ${drop.by === "program" ? drop.program : drop.by}`}`;
  };
  test.each([
    ["FROM node:24", "root by base at node:24"],
    ["FROM node:24\nUSER node", "node at node"],
    ["FROM node:24\nUSER node\nUSER root", "root by instruction at root"],
    ["FROM node:24\nUSER 0:0", "root by instruction at 0:0"],
    ["FROM node:24\nUSER root:staff", "root by instruction at root:staff"],
    ["FROM node:24\nUSER rooted", "rooted at rooted"],
    ["FROM node:24\nUSER 1000:0", "1000:0 at 1000:0"],
    ["FROM node:24\nARG RUN_AS=app\nUSER $RUN_AS", "app at $RUN_AS"],
    ["FROM node:24\nARG RUN_AS=root\nUSER ${RUN_AS}", "root by instruction at ${RUN_AS}"],
    ["FROM node:24\nARG RUN_AS\nUSER $RUN_AS", "? at $RUN_AS"],
    ["ARG BASE\nFROM $BASE", "? at $BASE"],
    ["ARG TAG\nFROM node:$TAG", "root by base at node:$TAG"],
    ["FROM node:24 AS base\nUSER node\nFROM base", "node at node"],
    ["FROM node:24 AS build\nUSER node\nFROM node:24", "root by base at node:24"],
    ["FROM scratch\nCOPY app /app", "root by base at scratch"],
    ["FROM ghcr.io/acme/base:1", "root by default at ghcr.io/acme/base:1"],
    ["FROM nginxinc/nginx-unprivileged:1.29", "nginx at nginxinc/nginx-unprivileged:1.29"],
    ["FROM gcr.io/distroless/static-debian12:nonroot", "nonroot at gcr.io/distroless/static-debian12:nonroot"],
    ["FROM nginx:1.29", "root by base at nginx:1.29, drops by server"],
    ["FROM postgres:17", "root by base at postgres:17, drops by base-entrypoint"],
    ['FROM postgres:17\nENTRYPOINT ["/start.sh"]', "root by base at postgres:17"],
    ['FROM alpine:3.22\nENTRYPOINT ["su-exec", "app", "/srv/app"]', "root by base at alpine:3.22, drops by su-exec"],
    [
      'FROM debian:13\nRUN apt-get update && apt-get install -y gosu\nENTRYPOINT ["/entrypoint.sh"]',
      "root by base at debian:13, drops by gosu",
    ],
    ["FROM mcr.microsoft.com/windows/servercore:ltsc2022", "? at mcr.microsoft.com/windows/servercore:ltsc2022"],
  ])("%j", (text, expected) => {
    expect(print(text)).toBe(expected);
  });

  test("is inherited from another image of the project", () => {
    const files = {
      "base/Dockerfile": "FROM debian:13\nUSER app",
      "compose.yml": "services:\n  base:\n    build: ./base\n    image: acme/base\n  web:\n    build: .\n",
    };
    expect(print("FROM acme/base", files)).toBe("app at acme/base");
  });
});

describe("what is shipped", () => {
  const print = (files: Files): string[] =>
    project(files).images.map((image) =>
      `${image.stage.name?.value ?? image.stage.index} ${image.fileClass} ${image.consumers.map(({ name }) => name).join("+")}`.trim(),
    );
  const stages = "FROM node:24 AS base\nFROM base AS dev\nFROM base AS prod\n";
  test.each<[string, Files, string[]]>([
    ["nobody builds it: the last stage", { Dockerfile: stages }, ["prod neutral"]],
    ["a service without a target", { Dockerfile: stages, "compose.yml": "services:\n  web:\n    build: .\n" }, ["prod neutral web"]],
    [
      "a service with the last stage as its target",
      { Dockerfile: stages, "compose.yml": "services:\n  web:\n    build: {context: ., target: PROD}\n" },
      ["prod neutral web"],
    ],
    [
      "development's stage, and the last one for everybody else",
      { Dockerfile: stages, "compose.yml": "services:\n  web:\n    build: {context: ., target: dev}\n" },
      ["prod neutral", "dev dev web"],
    ],
    [
      "a stage that is not the last",
      { Dockerfile: `${stages}FROM base AS bench`, "compose.yml": "services:\n  web:\n    build: {context: ., target: prod}\n" },
      ["prod neutral web"],
    ],
    ["only development builds it", { Dockerfile: "FROM node:24", "compose.dev.yml": "services:\n  web:\n    build: .\n" }, ["0 dev web"]],
    [
      "a workflow publishes what development builds too",
      {
        Dockerfile: "FROM node:24",
        "compose.dev.yml": "services:\n  web:\n    build: .\n",
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build -t acme/web:1 .\n",
      },
      ["0 neutral web"],
    ],
    [
      "a service runs what a workflow publishes",
      {
        "web/Dockerfile": "FROM node:24",
        "compose.yml": "services:\n  web:\n    image: ghcr.io/acme/shop-web:${TAG}\n",
        ".github/workflows/ci.yml":
          "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: web\n          tags: ghcr.io/${{ github.repository_owner }}/shop-web:latest\n",
      },
      ["0 neutral web"],
    ],
  ])("%s", (_, files, expected) => {
    expect(print(files)).toEqual(expected);
  });
});

test("each stage is one image's to answer for, production's first", () => {
  const text = "FROM node:24 AS base\nFROM base AS dev\nFROM base AS prod\nFROM node:24 AS unused\n";
  const services = "services:\n  a:\n    build: {context: ., target: dev}\n  b:\n    build: {context: ., target: prod}\n";
  const { images } = project({ Dockerfile: text, "compose.yml": services });
  expect(images.map(({ stage, ownStages }) => [stage.name?.value, ownStages.map(({ name }) => name?.value).join(" ")])).toEqual([
    ["prod", "base prod unused"],
    ["dev", "dev"],
  ]);
});

test.each([
  ["ghcr.io/acme/api:1", "ghcr.io/acme/api:2", true],
  ["acme/api", "docker.io/acme/api:1", true],
  ["ghcr.io/acme/api", "ghcr.io/acme/web", false],
  ["ghcr.io/${{ github.repository }}/api:latest", "ghcr.io/acme/shop/api:${TAG}", true],
  ["ghcr.io/${{ github.repository }}/api:latest", "quay.io/acme/api:1", false],
  ["${{ env.IMAGE }}", "${IMAGE}", false],
  ["localhost:5000/api", "localhost:5000/api:2", true],
])("the same image: %s and %s: %s", (one, other, expected) => {
  expect(namesSameImage(one, other)).toBe(expected);
});

test.each([
  ['FROM alpine:3.22\nCMD ["a"]', "- a yes"],
  ['FROM alpine:3.22\nENTRYPOINT ["e"]\nCMD ["a"]', "e a yes"],
  ['FROM alpine:3.22 AS b\nCMD ["a"]\nFROM b\nENTRYPOINT ["e"]', "e - yes"],
  ['FROM alpine:3.22 AS b\nENTRYPOINT ["e"]\nFROM b\nCMD ["a"]', "e a yes"],
  ["FROM alpine:3.22", "- - no"],
  ["FROM nginx:1.29", "- - yes"],
  ["FROM alpine:3.22\nEXPOSE 80", "- - yes"],
  ["FROM acme/base:1", "- - unknown"],
  ["FROM scratch", "- - no"],
])("the start of %j", (text, expected) => {
  const image = imageOf(text);
  const { entrypoint, command } = startOf(image);
  const first = (one: typeof command): string => (one?.command.form === "exec" ? one.command.args[0]!.text : "-");
  expect(`${first(entrypoint)} ${first(command)} ${isLongRunning(image)}`).toBe(expected);
});

test.each([
  ["FROM node:24\nHEALTHCHECK CMD true", "instruction"],
  ["FROM node:24\nHEALTHCHECK CMD true\nHEALTHCHECK NONE", "none"],
  ["FROM node:24 AS a\nHEALTHCHECK CMD true\nFROM a", "instruction"],
  ["FROM node:24 AS a\nHEALTHCHECK CMD true\nFROM node:24", "absent true"],
  ["FROM acme/base:1", "absent false"],
])("the health check of %j", (text, expected) => {
  const found = healthcheckOf(imageOf(text));
  expect(found.kind === "absent" ? `absent ${found.isKnown}` : found.kind).toBe(expected);
});

test.each<[string, string[]]>([
  ["FROM node:24 AS a\nFROM A\nCOPY --from=a / /", ["node:24"]],
  ["FROM node:24\nCOPY --from=0 / /\nCOPY --from=composer:2 / /", ["node:24", "composer:2"]],
  ["FROM scratch\nCOPY --from=docs / /", ["docs"]],
  [
    "FROM python:3.13\nRUN --mount=from=ghcr.io/astral-sh/uv:0.8,source=/uv,target=/bin/uv uv sync",
    ["python:3.13", "ghcr.io/astral-sh/uv:0.8"],
  ],
])("the images %j starts from", (text, expected) => {
  expect(sourceImages(imageOf(text)).map(({ span }) => textOf(span))).toEqual(expected);
});

test("a build context that Compose names is no image", () => {
  const compose = "services:\n  web:\n    build:\n      context: .\n      additional_contexts:\n        docs: ./docs\n";
  expect(sourceImages(imageOf("FROM scratch\nCOPY --from=docs / /", { "compose.yml": compose }))).toEqual([]);
});

test.each<[string, string]>([
  ["apt-get install -y gcc curl", "gcc curl"],
  ["apt-get install -y gcc curl && apt-get purge -y gcc", "curl"],
  ["apt-get install -y gcc-12=12.2 && apt-get remove gcc-12", ""],
  ["apk add --no-cache --virtual .deps gcc && apk add curl && apk del .deps", "curl"],
  ["apk add -t deps gcc && apk del deps", ""],
  ["apt-get install -y $DEPS && make && apt-get purge -y $DEPS", ""],
  ["apt-get install -y libpq-dev && apt-get purge -y '*-dev'", ""],
  ["apt-get install -y gcc; apt-mark auto '.*' > /dev/null; apt-get purge -y --auto-remove", ""],
  ["apt-get -o Dpkg::Use-Pty=0 -t stable install git", "git"],
  ["sh -c 'dnf install -y make'", "make"],
  ["apt-get remove gcc && apt-get install -y gcc", "gcc"],
])("what %j leaves", (script, expected) => {
  const run = imageOf(`FROM debian:13\nRUN ${script}`).instructions[0]!;
  expect(
    run.keyword === "RUN" &&
      installsOf(run)
        .flatMap(({ kept }) => kept.map(({ text }) => text))
        .join(" "),
  ).toBe(expected);
});

test.each<[string, string]>([
  ["npm install", "npm install"],
  ["npm i --omit=dev", "npm i"],
  ["npm ci", "npm ci frozen"],
  ["npm install express", ""],
  ["npm install -g pm2", ""],
  ["npm --prefix web install", "npm install in web"],
  ["cd web && yarn", "yarn in web"],
  ["yarn add left-pad", ""],
  ["yarn install --immutable", "yarn install frozen"],
  ["corepack pnpm@9 i --frozen-lockfile", "pnpm i frozen"],
  ["pnpm install --no-frozen-lockfile", "pnpm install"],
  ["bun install --frozen-lockfile", "bun install frozen"],
  ["npm run install", ""],
])("the installs of %j", (script, expected) => {
  const run = imageOf(`FROM node:24\nRUN ${script}`).instructions[0]!;
  const found = run.keyword === "RUN" ? nodeInstalls(run) : [];
  expect(
    found
      .map(({ text, isFrozen, folder }) => text + (isFrozen ? " frozen" : "") + (folder === undefined ? "" : ` in ${folder.text}`))
      .join(", "),
  ).toBe(expected);
});

test.each<[string, string, readonly string[], string | undefined]>([
  ["named", "COPY package-lock.json ./", [], "package-lock.json"],
  ["by a pattern that takes it", "COPY package*.json ./", ["package.json", "package-lock.json"], "package-lock.json"],
  ["by a pattern that finds none", "COPY package*.json ./", ["package.json"], undefined],
  ["with everything", "COPY . .", ["package-lock.json"], "package-lock.json"],
  ["with everything, but somewhere else", "COPY . /other", ["package-lock.json"], undefined],
  ["with a folder", "COPY web/ .", ["web/package-lock.json"], "package-lock.json"],
  ["in a folder above, as workspaces have it", "COPY . /", ["app/x", "package-lock.json"], "package-lock.json"],
  ["of another package manager", "COPY . .", ["yarn.lock"], undefined],
  ["behind the install", "", ["package-lock.json"], undefined],
])("a lockfile that is copied %s", (_, copy, paths, expected) => {
  const files = Object.fromEntries(paths.map((path) => [path, ""]));
  const deployment = project({ Dockerfile: `FROM node:24\nWORKDIR /app\n${copy}\nRUN npm install\nCOPY . .`, ...files });
  const image = deployment.images[0]!;
  const run = image.instructions.find((one) => one.keyword === "RUN")!;
  expect(
    lockfileAt(nodeInstalls(run)[0]!, { chain: image.chain, run, context: contextOf(image, deployment.tree), tree: deployment.tree }),
  ).toBe(expected);
});

test.each<[string, string]>([
  ["RUN npm ci", "kept"],
  ["RUN npm ci --omit=dev", "left out"],
  ["RUN npm ci --omit dev", "left out"],
  ["ENV NODE_ENV=production\nRUN npm ci", "left out"],
  ["RUN npm ci\nENV NODE_ENV=production", "kept"],
  ["RUN NODE_ENV=production npm ci", "left out"],
  ["ENV NODE_ENV=production\nRUN npm ci --include=dev", "kept"],
  ["ARG NODE_ENV\nENV NODE_ENV=$NODE_ENV\nRUN npm ci", ""],
  ["RUN npm ci && npm run build && npm prune --omit=dev", "left out"],
  ["RUN npm ci\nRUN rm -rf node_modules", "left out"],
  ["RUN pip install -r requirements-dev.txt", "kept"],
  ["RUN pip install -r requirements.txt", ""],
  ["RUN poetry install", "kept"],
  ["RUN poetry install --only main", "left out"],
])("development dependencies of %j", (text, expected) => {
  expect(
    developmentInstalls(imageOf(`FROM node:24\n${text}`))
      .map(({ isKept }) => (isKept ? "kept" : "left out"))
      .join(),
  ).toBe(expected);
});

test.each<[string, "sure" | "likely" | undefined]>([
  [".env", "sure"],
  ["config/.env.production", "sure"],
  [".env.example", undefined],
  [".env.production.sample", undefined],
  [".env.test", undefined],
  ["environment", undefined],
  ["certs/server.key", "sure"],
  ["certs/server.crt", undefined],
  ["ca.pem", undefined],
  ["fullchain.pem", undefined],
  ["location.key", "sure"],
  ["nginx_signing.key", undefined],
  ["nginx-repo.key", "sure"],
  ["id_ed25519", "sure"],
  ["id_ed25519.pub", undefined],
  [".npmrc", "likely"],
  [".git/", "likely"],
  [".gitignore", undefined],
  ["service-account.json", "sure"],
  ["aws-credentials.json", "sure"],
  ["package.json", undefined],
])("%s as a secret file: %s", (path, expected) => {
  expect(secretFileOf(path)?.certainty).toBe(expected);
});

test.each<[string, string]>([
  ["*.key", "a.key b.key"],
  ["?.key", "a.key b.key"],
  ["a*", "a.key a.pem"],
  ["[ab].pem", "a.pem"],
  ["*a*", "a.key a.pem"],
  ["conf/*", "x.conf"],
  ["*/x", "-"],
])("the names %s takes", (pattern, expected) => {
  const { tree } = project({ "a.key": "", "b.key": "", "a.pem": "", "conf/x.conf": "" });
  expect(namesMatching("", pattern, tree)?.toSorted().join(" ") ?? "-").toBe(expected);
});
