import { describe, expect, test } from "vitest";
import { connect, type Surroundings } from "../../src/model/connect.ts";
import { linkContainers } from "../../src/model/containers.ts";
import type { Deployment, Document } from "../../src/model/deployment.ts";
import { mayOwnFolder } from "../../src/model/image/folder-owner.ts";
import type { Image } from "../../src/model/image/image.ts";
import { portOptionsOf } from "../../src/model/image/port-option.ts";
import { nearestPath, relativePath } from "../../src/model/image/nearest.ts";
import { probesIn } from "../../src/model/image/probe.ts";
import { programIn } from "../../src/model/image/programs.ts";
import { calledPrograms, scriptOfHealthcheck } from "../../src/model/image/service-script.ts";
import { startedBy, startedPrograms } from "../../src/model/image/started.ts";
import { workflowBuildsOf } from "../../src/model/image/workflow-builds.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";
import { textOf } from "../../src/text/index.ts";

const surroundings: Surroundings = {
  tree: { has: () => false, isDirectory: () => false, list: () => [] },
  isTracked: () => undefined,
  isIgnored: () => false,
  isAsked: () => true,
  configuredClass: () => undefined,
  asOf: "2026-11-20",
};

function project(files: Readonly<Record<string, string>>): Deployment {
  const documents = Object.entries(files).map(([path, text]): Document =>
    path.endsWith("Dockerfile") ? parseDockerfile({ path, text }) : parseCompose({ path, text }),
  );
  return connect(documents, surroundings, { containers: linkContainers, workflowBuilds: workflowBuildsOf });
}

const imageOf = (text: string): Image => project({ Dockerfile: text }).images[0]!;

describe("whether an image holds a program", () => {
  const curl = "curl";
  test.each([
    ["FROM debian:trixie-slim", curl, "no"],
    ["FROM python:3.13", curl, "yes"],
    ["FROM ghcr.io/acme/base:1", curl, "unknown"],
    ["ARG BASE\nFROM $BASE", curl, "unknown"],
    ["FROM scratch", "sh", "no"],
    ["FROM debian:trixie\nRUN apt-get update && apt-get install -y curl", curl, "yes"],
    ["FROM debian:trixie\nRUN apt-get install -y curl=8.14.1-2", curl, "yes"],
    ["FROM debian:trixie\nRUN apt-get install -y libcurl4-openssl-dev", curl, "unknown"],
    ["FROM debian:trixie\nARG PACKAGES='ca-certificates tini'\nRUN apt-get install -y $PACKAGES", curl, "no"],
    ["FROM debian:trixie\nARG PACKAGES\nRUN apt-get install -y $PACKAGES", curl, "unknown"],
    ["FROM alpine:3.22\nRUN apk add --no-cache --virtual .get curl && curl -o /ca.pem https://a.test && apk del .get", curl, "no"],
    ["FROM debian:trixie\nRUN apt-get install -y curl\nRUN apt-get purge -y curl", curl, "unknown"],
    ["FROM debian:trixie\nRUN ./setup.sh", curl, "unknown"],
    ["FROM debian:trixie\nRUN useradd app && mkdir /data && chown app /data", curl, "no"],
    ["FROM debian:trixie\nRUN curl -fsS https://a.test/install.sh | sh", curl, "unknown"],
    ["FROM node:24-slim\nRUN npm ci && npm run build", curl, "no"],
    ["FROM debian:trixie\nCOPY --from=curlimages/curl /usr/bin/curl /usr/bin/curl", curl, "yes"],
    ["FROM debian:trixie\nCOPY --from=build /usr/local/bin /usr/local/bin", curl, "unknown"],
    ["FROM debian:trixie\nCOPY --from=build /src/target/release/app /usr/local/bin/app", curl, "no"],
    ["FROM debian:trixie\nCOPY rootfs/ /", curl, "unknown"],
    ["FROM debian:trixie\nCOPY . /srv", curl, "no"],
    ["FROM node:24 AS build\nRUN npm ci\nFROM nginx:1.30-alpine\nCOPY --from=build /dist /usr/share/nginx/html", "npm", "no"],
    ["FROM debian:trixie\nRUN apt-get install -y supervisor", "python3", "unknown"],
    ["FROM alpine:3.22\nRUN apk add py3-pip", "python", "unknown"],
    ["FROM alpine:3.22\nRUN pip install flask", "python3", "unknown"],
    ["FROM python:3.13-slim\nRUN pip install -r requirements.txt", "alembic", "unknown"],
    ["FROM python:3.13-slim\nCOPY --from=build /opt/venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH", "alembic", "unknown"],
    ["FROM python:3.13-slim\nENV PATH=/opt/venv/bin:$PATH", curl, "no"],
    ['FROM python:3.13-slim\nSHELL ["pwsh", "-c"]\nRUN anything', curl, "unknown"],
  ])("%j, %s", (text, program, expected) => expect(programIn(imageOf(text), program)).toBe(expected));
});

/** The service "a" of a Compose file. */
function serviceOf(keys: string, dockerfile?: string): { service: Parameters<typeof scriptOfHealthcheck>[0]; image: Image | undefined } {
  const text = `services:\n  a:\n    ${dockerfile === undefined ? "image: acme/a:1" : "build: ."}\n${keys.replace(/^/gm, "    ")}\n`;
  const { stacks, images } = project({ "compose.yaml": text, ...(dockerfile === undefined ? {} : { Dockerfile: dockerfile }) });
  return { service: stacks[0]!.services[0]!, image: images[0] };
}

describe("what a health check calls", () => {
  const called = (test: string): readonly string[] => {
    const script = scriptOfHealthcheck(serviceOf(`healthcheck:\n  test: ${test}`).service);
    return script === undefined
      ? []
      : calledPrograms(script).map(({ call, hasFallback }) => `${textOf(call.name.span)}${hasFallback ? " ||" : ""}`);
  };
  test.each([
    ['["CMD", "curl", "-f", "http://localhost"]', ["curl"]],
    ['["CMD-SHELL", "curl -f http://localhost || exit 1"]', ["curl", "exit"]],
    ["curl -f http://localhost || wget -qO- http://localhost", ["curl ||", "wget"]],
    ["'redis-cli ping | grep PONG'", ["redis-cli", "grep"]],
    ['["CMD", "sh", "-c", "pg_isready -U ${USER_NAME}"]', ["sh", "pg_isready"]],
    ['["CMD-SHELL", "pg_isready -U ${USER_NAME}"]', ["pg_isready"]],
    ['["NONE"]', []],
  ])("%s", (text, expected) => expect(called(text)).toEqual(expected));
});

describe("what a health check asks", () => {
  test.each([
    ["curl -f http://localhost:8000/health", ["localhost 8000 8000"]],
    ["curl -f https://127.0.0.1/", ["127.0.0.1 443 127.0.0.1"]],
    ["curl localhost:3000/up", ["localhost 3000 3000"]],
    ["nc -z localhost 5432", ["localhost 5432 5432"]],
    [`["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/')"]`, ["localhost 8000 8000"]],
    ["curl http://$$HOST:8000/", []],
  ])("%s", (text, expected) => {
    const script = scriptOfHealthcheck(serviceOf(`healthcheck:\n  test: ${text}`).service)!;
    expect(probesIn(script).map(({ host, port, portSpan }) => `${host} ${port} ${textOf(portSpan)}`)).toEqual(expected);
  });
});

describe("what starts a container, and where it listens", () => {
  const print = (keys: string, dockerfile: string): readonly string[] => {
    const { service, image } = serviceOf(keys, dockerfile);
    const calls = startedPrograms(startedBy(service, image)).map(({ call }) => call);
    const options = portOptionsOf(calls).map(({ port, host, at }) => `${port ?? "?"} on ${host ?? "?"} at ${textOf(at)}`);
    return [...new Set([...calls.map(({ program }) => program), ...options])];
  };
  const gunicorn = 'FROM python:3.13\nCMD ["gunicorn", "a:b", "--bind", "0.0.0.0:8000"]';
  test.each([
    ["x-a: 1", gunicorn, ["gunicorn", '8000 on 0.0.0.0 at "0.0.0.0:8000"']],
    ["command: gunicorn a:b -b :9000", gunicorn, ["gunicorn", "9000 on ? at :9000"]],
    ["command: ['-b', '[::]:9000']", 'FROM python:3.13\nENTRYPOINT ["gunicorn", "a:b"]', ["gunicorn", "-b", "9000 on :: at [::]:9000"]],
    ["command: python -m uvicorn a:b --host 127.0.0.1 --port 7000", gunicorn, ["python", "7000 on 127.0.0.1 at 7000"]],
    ["command: python manage.py runserver 0.0.0.0:8001", gunicorn, ["python", "8001 on 0.0.0.0 at 0.0.0.0:8001"]],
    ["command: poetry run flask run -p 5001", gunicorn, ["poetry", "5001 on ? at 5001"]],
    ["command: flask db upgrade -p 1", gunicorn, ["flask"]],
    ["command: sh -c 'uvicorn a:b --port $$PORT'", gunicorn, ["sh", "uvicorn", "? on ? at $$PORT"]],
    ["entrypoint: ['/start.sh']", gunicorn, ["start.sh"]],
    ["command: npm start", 'FROM node:24\nENTRYPOINT ["docker-entrypoint.sh"]', ["docker-entrypoint.sh", "npm"]],
    ["command: gunicorn a:b --bind unix:/run/a.sock", gunicorn, ["gunicorn"]],
  ])("%s", (keys, dockerfile, expected) => expect(print(keys, dockerfile)).toEqual(expected));
});

describe("whether somebody but root may own a folder", () => {
  const data = "/var/data";
  test.each([
    ["FROM debian:trixie\nRUN useradd app && rm -rf /var/lib/apt/lists/*", "no"],
    ["FROM debian:trixie\nRUN mkdir -p /var/data && chown app /var/data", "unknown"],
    ["FROM debian:trixie\nRUN chown -R app /var", "unknown"],
    ["FROM debian:trixie\nWORKDIR /var/data", "unknown"],
    ["FROM debian:trixie\nCOPY files /var/", "unknown"],
    ["FROM debian:trixie\nCOPY files /srv/", "no"],
    ["FROM debian:trixie\nVOLUME /var/data", "unknown"],
    ["FROM postgres:17", "unknown"],
    ["FROM acme/base:1", "unknown"],
  ])("%j", (text, expected) => expect(mayOwnFolder(imageOf(text), data)).toBe(expected));
});

test.each([
  ["web/Dockerfile.web", ["Dockerfile.web", "old/x/Dockerfile.web"], "Dockerfile.web"],
  ["a/b/Dockerfile.x", ["a/Dockerfile.x", "Dockerfile.x"], "a/Dockerfile.x"],
  ["a/Dockerfile.x", ["a/Dockerfile.y"], undefined],
])("the path meant by %s", (path, candidates, expected) => expect(nearestPath(path, candidates)).toBe(expected));

test.each([
  ["web", "Dockerfile", "../Dockerfile"],
  ["", "web/Dockerfile", "web/Dockerfile"],
  ["a/b", "a/c/Dockerfile", "../c/Dockerfile"],
])("from %j to %s", (folder, path, expected) => expect(relativePath(folder, path)).toBe(expected));
