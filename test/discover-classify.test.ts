import { expect, test } from "vitest";
import { classify, classifyAsked } from "../src/discover/classify.ts";

const dockerfile = "FROM node:22-slim\nCOPY . /app\n";
const compose = "services:\n  web:\n    image: nginx:1.29\n";
const nginx = "server {\n  listen 80;\n  server_name shop.example;\n}\n";
const dotenv = "# settings\nPORT=3000\nexport NAME='shop'\n";
const workflow = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: []\n";
const action = "name: Set up\nruns:\n  using: composite\n  steps: []\n";
const kubernetes = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  services: []\n";

/** "dockerfile" and so on, "skipped", or "-" for none of our business. */
function kindOf(path: string, text: string): string {
  const result = classify(path, text);
  return result === undefined ? "-" : "kind" in result ? result.kind : "skipped";
}

test.each<[path: string, text: string, kind: string]>([
  ["Dockerfile", dockerfile, "dockerfile"],
  ["Dockerfile", "", "dockerfile"],
  ["Dockerfile", "RUN make\n", "dockerfile"],
  ["api/dockerfile", dockerfile, "dockerfile"],
  [".devcontainer/Dockerfile", dockerfile, "dockerfile"],
  ["Containerfile", dockerfile, "dockerfile"],
  ["Containerfile.prod", dockerfile, "dockerfile"],
  ["Dockerfile.prod", "\uFEFF# syntax=docker/dockerfile:1\r\n\r\nARG TAG=22\r\nFROM node:${TAG} AS base\r\n", "dockerfile"],
  ["Dockerfile.go", "FROM --platform=$BUILDPLATFORM golang:1.25 AS build # tools\n", "dockerfile"],
  ["prod.dockerfile", dockerfile, "dockerfile"],
  ["web.Dockerfile", dockerfile, "dockerfile"],
  ["Dockerfile-alpine", dockerfile, "dockerfile"],
  ["DockerfilePlain", dockerfile, "dockerfile"],
  ["Dockerfile.py", "from django import forms\n", "-"],
  ["Dockerfile.notes", "From time to time we rebuild the image.\n", "skipped"],
  ["Dockerfile.dev", "ARG only=1\nRUN make\n", "skipped"],
  ["Dockerfile.md", dockerfile, "-"],
  ["docs/dockerfile.html", dockerfile, "-"],
  ["Dockerfile.dockerignore", "node_modules\n", "-"],
  [".dockerignore", "node_modules\n", "-"],
  ["Dockerfile.bak", dockerfile, "-"],
  ["Dockerfile~", dockerfile, "-"],
  ["dockerfile_parser.py", "from x import y\n", "-"],
  ["Dockerfile.j2", "FROM {{ base }}\n", "skipped"],
  ["Dockerfile.template", dockerfile, "skipped"],
  ["Dockerfile.prod.erb", dockerfile, "skipped"],
  ["notes.j2", dockerfile, "-"],
])("a Dockerfile or not: %s", (path, text, kind) => expect(kindOf(path, text)).toBe(kind));

test.each<[path: string, text: string, kind: string]>([
  ["compose.yaml", compose, "compose"],
  ["docker-compose.yml", compose, "compose"],
  ["docker-compose.yml", "", "compose"],
  ["docker-compose.yml", "web:\n  image: nginx\n", "compose"],
  ["docker-compose.yml", "services:\n  web: [\n", "compose"],
  ["docker-compose.prod.yml", compose, "compose"],
  ["prod.docker-compose.yaml", compose, "compose"],
  ["docker-compose.yml.example", compose, "compose"],
  ["compose.override.yaml", "services:\n  web:\n    ports: !reset []\n", "compose"],
  ["stack.yml", compose, "compose"],
  [
    "stack.yml",
    "# production\n---\nx-logging: &logging\n  driver: local\n\nservices:\n\n  web:\n    <<: *logging\n    image: nginx\n",
    "compose",
  ],
  ["deploy/prod.yml", "services:\n    web:\n        environment:\n            - A=b\n        labels: {a: b}\n", "compose"],
  ["deploy/flow.yml", '{"services": {"web": {"image": "nginx", "ports": ["80:80"]}}, "networks": {}}', "compose"],
  ["deploy/inline.yml", 'name: shop\n"services": { web: { image: nginx } }\n', "compose"],
  ["deploy/crlf.yml", "\uFEFFservices:\r\n  web:\r\n    build: .\r\n", "compose"],
  ["config/services.yaml", "parameters: {}\nservices:\n  _defaults:\n    autowire: true\n  App\\:\n    resource: '../src/'\n", "-"],
  [
    "config/services.yaml",
    "services:\n  _defaults:\n    autowire: true\n  app.mailer:\n    class: App\\Mailer\n    arguments: ['@log']\n",
    "-",
  ],
  [".gitlab-ci.yml", "image: node\nservices:\n  - postgres:17\ntest:\n  script: make\n", "-"],
  [".woodpecker.yml", "steps:\n  test:\n    image: node\nservices:\n  db:\n    image: postgres\n", "-"],
  ["render.yaml", "services:\n  - type: web\n    name: shop\n    env: docker\n", "-"],
  [".lando.yml", "name: shop\nrecipe: drupal\nservices:\n  db:\n    type: mariadb\n", "-"],
  ["azure.yaml", "name: shop\nservices:\n  web:\n    project: ./src\n    language: js\n    host: containerapp\n", "-"],
  ["azure.yaml", "name: shop\nservices:\n  web:\n    image: shop\n    project: ./src\n    language: js\n    host: containerapp\n", "-"],
  ["openapi.yaml", "openapi: 3.1.0\ninfo: {}\nservices:\n  web:\n    image: x\n", "-"],
  ["deployment.yaml", kubernetes, "-"],
  ["compose-web.yaml", kubernetes, "-"],
  ["docker-compose.yaml", kubernetes, "skipped"],
  ["composer.yaml", "name: x\n", "-"],
  ["serverless.yml", "service: shop\nprovider:\n  name: aws\n", "-"],
  ["docker-compose.md", compose, "-"],
  ["docker-compose.yml.j2", "services: {{ services }}\n", "skipped"],
  ["values.yaml", "web:\n  services:\n    x:\n      image: y\n", "-"],
  ["traefik.yml", "http:\n  services:\n    web:\n      loadBalancer: {}\n", "-"],
])("a Compose file or not: %s", (path, text, kind) => expect(kindOf(path, text)).toBe(kind));

test.each<[path: string, text: string, kind: string]>([
  ["nginx.conf", nginx, "nginx"],
  ["nginx.conf", "", "nginx"],
  ["nginx.conf", "[program:nginx]\ncommand=nginx\n", "skipped"],
  ["conf.d/shop.conf", nginx, "nginx"],
  ["templates/default.conf.template", "server {\n  listen ${PORT};\n}\n", "nginx"],
  ["nginx/sites-available/shop", nginx, "nginx"],
  ["sites-enabled/shop.example", nginx, "nginx"],
  ["nginx/snippets/tls.inc", "ssl_protocols TLSv1.2 TLSv1.3;\nssl_session_tickets off;\n", "nginx"],
  ["shop.nginx", nginx, "nginx"],
  ["httpd.conf", "<VirtualHost *:80>\n  ServerName shop.example\n</VirtualHost>\n", "-"],
  ["supervisord.conf", "[supervisord]\nnodaemon=true\n", "-"],
  ["redis.conf", "maxmemory 256mb\nappendonly yes\n", "-"],
  ["nginx/reload.sh", "#!/bin/sh\nnginx -s reload\n", "-"],
  ["nginx/html/site.js", "server { listen 80; }\n", "-"],
  ["nginx.conf.j2", nginx, "skipped"],
  ["README.conf.md", nginx, "-"],
])("nginx or not: %s", (path, text, kind) => expect(kindOf(path, text)).toBe(kind));

test.each<[path: string, text: string, kind: string]>([
  [".env", dotenv, "dotenv"],
  [".env", "", "dotenv"],
  [".env.local", dotenv, "dotenv"],
  [".env.production.example", dotenv, "dotenv"],
  [".env.template", dotenv, "dotenv"],
  [".env-sample", dotenv, "dotenv"],
  [".env.bak", dotenv, "dotenv"],
  ["prod.env", dotenv, "dotenv"],
  ["prod.env", "HOME\nPATH\n", "dotenv"],
  ["backend.env.development", dotenv, "dotenv"],
  ["env.example", dotenv, "dotenv"],
  [".flaskenv", dotenv, "dotenv"],
  [".envs/.production/.django", dotenv, "dotenv"],
  ["env", "print the environment of the process\n", "-"],
  ["env.example", "# only a note\n", "-"],
  [".envrc", "export A=b\n", "-"],
  [".env.ts", "export const A = 1;\n", "-"],
  [".env.d.ts", "interface ImportMetaEnv {}\n", "-"],
  ["env.js", "window.ENV = {};\n", "-"],
  [".env.json", "{}\n", "-"],
  [".env.gpg", "secret\n", "-"],
  ["setup.env", "#!/bin/sh\nA=b\n", "skipped"],
  [".env.key", "-----BEGIN PRIVATE KEY-----\n", "skipped"],
  [".env.j2", "A={{ a }}\n", "skipped"],
  ["environment.yml", "dependencies: []\n", "-"],
  ["env.rb", "A = 1\n", "-"],
])("an env file or not: %s", (path, text, kind) => expect(kindOf(path, text)).toBe(kind));

test.each<[path: string, text: string, kind: string]>([
  [".github/workflows/ci.yml", workflow, "workflow"],
  [".github/workflows/ci.yml", "", "workflow"],
  [".github/workflows/docker-compose.yml", workflow, "workflow"],
  [".github/workflows/scripts/data.yml", "a: b\n", "-"],
  [".github/dependabot.yml", "version: 2\nupdates: []\n", "-"],
  ["examples/ci.yaml", workflow, "workflow"],
  ["examples/ci.yaml", `"on":\n  push: {}\n${workflow.replace("on: push\n", "")}`, "workflow"],
  ["docs/ci.md", workflow, "-"],
  [".circleci/config.yml", "version: 2.1\njobs:\n  test:\n    steps: []\nworkflows: {}\n", "-"],
  ["azure-pipelines.yml", "trigger: [main]\njobs:\n  - job: test\n    steps: []\n", "-"],
  ["action.yml", action, "action"],
  [".github/actions/setup/action.yaml", action, "action"],
  ["action.yml", "name: an Ansible action\nhosts: all\n", "-"],
  ["deploy.yml", action, "-"],
])("a workflow, an action or neither: %s", (path, text, kind) => expect(kindOf(path, text)).toBe(kind));

test("a reason says what the name promises and the content does not keep", () => {
  expect(classify("Dockerfile.j2", "")).toEqual({ skipped: "a template (.j2): it becomes a Dockerfile only once it is filled in" });
  expect(classify("docker-compose.yaml", kubernetes)).toEqual({
    skipped: "named like a Compose file, but its top-level keys belong to another format",
  });
});

test.each<[path: string, text: string, kind: string]>([
  ["image.txt", dockerfile, "dockerfile"],
  ["build/web", dockerfile, "dockerfile"],
  ["stack.txt", compose, "compose"],
  ["site", nginx, "nginx"],
  ["README.md", dockerfile, "skipped"],
  ["main.py", "from x import y\n", "skipped"],
  ["picture", "", "skipped"],
])("the content of a file the user names may speak for any kind: %s", (path, text, kind) => {
  const result = classifyAsked(path, text);
  expect(result && ("kind" in result ? result.kind : "skipped")).toBe(kind);
});

test.each([
  ["Dockerfile.x", `${"\n".repeat(500_000)}`],
  ["Dockerfile.x", `${"#\n".repeat(500_000)}FROM`],
  ["Dockerfile.x", `ARG a\n${"FROM a b c\n".repeat(100_000)}`],
  ["a.yml", `services:\n${" ".repeat(500_000)}a`],
  ["a.yml", `services:\n${"a ".repeat(250_000)}`],
  ["a.yml", `services: ${"{".repeat(500_000)}`],
  ["a.yml", `{"services":${'{"a":'.repeat(100_000)}`],
  ["a.env", "=".repeat(500_000)],
  ["a.env", " ".repeat(500_000)],
  ["a.env", "a".repeat(500_000)],
  ["a.conf", "{".repeat(500_000)],
])("hostile content is classified without throwing: %s", (path, text) => {
  expect(["-", "skipped", "compose", "dotenv", "dockerfile", "nginx"]).toContain(kindOf(path, text));
});
