import { describe, expect, test } from "vitest";
import { endOfLife } from "../../src/model/image-end-of-life.ts";
import {
  adminInterface,
  baseImageFacts,
  baseImageFactsOfAnyTag,
  databaseAtPort,
  hasProgram,
  rolesOf,
  statefulImage,
} from "../../src/model/image-facts.ts";
import { parseImageReference, type ImageReference } from "../../src/model/image-reference.ts";

interface Expected {
  /** "?": nothing is known of the image. */
  readonly user?: string;
  readonly drops?: "master" | "entrypoint";
  readonly has?: string;
  readonly lacks?: string;
  readonly unsure?: string;
  readonly shell?: boolean;
  readonly healthcheck?: boolean;
  readonly toolchain?: string;
  /** Kind and version of the store. */
  readonly store?: string;
  readonly data?: string;
  readonly wrong?: string;
  readonly admin?: string;
  readonly roles?: string;
  readonly ends?: string;
}

function reference(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (parsed.kind === "invalid") throw new Error(`${text}: ${parsed.reason}`);
  return parsed;
}

/** Every field of `expected` must be said, and no store, console, role or end of life that it does not name. */
function check(text: string, expected: Expected): void {
  const image = reference(text);
  const facts = baseImageFacts(image);
  const store = statefulImage(image);
  const programs = (wanted: string | undefined, answer: string): string | undefined =>
    wanted
      ?.split(" ")
      .filter((program) => facts !== undefined && hasProgram(facts, program) === answer)
      .join(" ");
  const drops = { "dropped-by-master": "master", "dropped-by-entrypoint": "entrypoint" } as const;
  const said: Readonly<Record<keyof Expected, unknown>> = {
    user: facts === undefined ? "?" : facts.user,
    drops: facts?.privileges === undefined ? undefined : drops[facts.privileges],
    has: programs(expected.has, "yes"),
    lacks: programs(expected.lacks, "no"),
    unsure: programs(expected.unsure, "unknown"),
    shell: facts?.shell,
    healthcheck: facts?.healthcheck,
    toolchain: facts?.toolchain,
    store: store === undefined ? undefined : `${store.kind} ${store.version ?? "?"}${store.isStock ? "" : ", not stock"}`,
    data: store?.dataFolders.join(" "),
    wrong: store?.wrongDataFolders.slice(0, 1).join(" "),
    admin: adminInterface(image) === undefined ? undefined : `${adminInterface(image)?.label} ${adminInterface(image)?.ports.join(" ")}`,
    roles: rolesOf(image).length === 0 ? undefined : rolesOf(image).join(" "),
    ends:
      endOfLife(image).length === 0
        ? undefined
        : endOfLife(image)
            .map((end) => `${end.subject} ${end.date}`)
            .join(", "),
  };
  const always = ["store", "admin", "roles", "ends"] as const;
  const keys = [...new Set([...Object.keys(expected), ...always])] as (keyof Expected)[];
  expect(Object.fromEntries(keys.map((key) => [key, said[key]]))).toEqual(Object.fromEntries(keys.map((key) => [key, expected[key]])));
}

const sha = "0123456789abcdef".repeat(4);

describe("a base image", () => {
  test.each<[string, Expected]>([
    ["alpine:3.20", { user: "root", has: "sh wget nc", lacks: "bash curl git python3", ends: "Alpine 3.20 2026-04-01" }],
    ["alpine", { user: "root", has: "wget", lacks: "curl" }],
    ["busybox:1.36", { user: "root", has: "sh wget", lacks: "curl bash" }],
    ["debian:bookworm-slim", { user: "root", has: "sh bash", lacks: "curl wget nc", ends: "Debian 12 (bookworm) 2028-06-30" }],
    ["debian:9.13", { user: "root", ends: "Debian 9 2022-06-30" }],
    ["debian:buster-20210621", { user: "root", ends: "Debian 10 (buster) 2024-06-30" }],
    ["debian:stable-20210621", { user: "root" }],
    ["ubuntu:24.04", { has: "bash", lacks: "curl wget python3", ends: "Ubuntu 24.04 2029-05-31" }],
    ["ubuntu:14.04", { has: "bash", unsure: "python3", ends: "Ubuntu 14.04 2019-04-30" }],
    ["ubuntu:focal", { ends: "Ubuntu 20.04 (focal) 2025-05-31" }],
    ["centos:7", { user: "root", has: "curl", unsure: "wget", ends: "CentOS 7 2024-06-30" }],
    ["centos:latest", { ends: "CentOS 2024-06-30" }],
    ["python:3.12-slim", { user: "root", has: "python python3 pip bash", lacks: "curl wget node", ends: "Python 3.12 2028-10-31" }],
    ["python:3.12-slim-bookworm", { lacks: "curl", ends: "Python 3.12 2028-10-31, Debian 12 (bookworm) 2028-06-30" }],
    ["python:3.12", { has: "curl wget git python", lacks: "nc node", ends: "Python 3.12 2028-10-31" }],
    ["python:3.6-alpine3.9", { has: "wget python3", lacks: "curl bash", ends: "Python 3.6 2021-12-23, Alpine 3.9 2020-11-01" }],
    ["python:alpine3.6", { ends: "Alpine 3.6 2019-05-01" }],
    ["python:3", { has: "curl" }],
    ["python:2.7", { has: "python", unsure: "curl", ends: "Python 2 2020-01-01" }],
    ["node:22-slim", { user: "root", has: "node npm npx", lacks: "curl wget python3", unsure: "yarn", ends: "Node.js 22 2027-04-30" }],
    ["node:26.5-bookworm-slim", { has: "node npm", lacks: "yarn corepack curl", ends: "Debian 12 (bookworm) 2028-06-30" }],
    ["node:20-alpine", { has: "wget node", lacks: "curl bash", ends: "Node.js 20 2026-04-30" }],
    ["node:18", { has: "curl wget git node", unsure: "python3 yarn", ends: "Node.js 18 2025-04-30" }],
    ["node:8.9-slim", { has: "node", unsure: "curl", ends: "Node.js 8 2019-12-31" }],
    ["node:lts-buster-slim", { lacks: "curl", ends: "Debian 10 (buster) 2024-06-30" }],
    ["node:hydrogen", { ends: "Node.js 18 2025-04-30" }],
    ["node:0.12", { ends: "Node.js 0 2016-12-31" }],
    ["node:lts", { has: "curl", unsure: "yarn" }],
    ["public.ecr.aws/docker/library/node:18-slim", { lacks: "curl", ends: "Node.js 18 2025-04-30" }],
    ["arm64v8/python:3.8-alpine", { has: "wget", ends: "Python 3.8 2024-10-14" }],
    ["mycorp/node:18", { user: "?" }],
    ["ghcr.io/acme/python:3.6-buster", { user: "?" }],
    [`python@sha256:${sha}`, { user: "root", unsure: "curl bash", toolchain: undefined }],
    [`python:3.7@sha256:${sha}`, { has: "curl", ends: "Python 3.7 2023-06-27" }],
    ["ruby:2.5", { has: "ruby bundle curl", ends: "Ruby 2.5 2021-03-31" }],
    ["php:8.3-fpm-alpine", { user: "root", drops: "master", has: "curl php wget", lacks: "bash composer", ends: "PHP 8.3 2027-12-31" }],
    ["php:7.4-apache", { user: "root", drops: "master", has: "curl php gcc", lacks: "wget", ends: "PHP 7.4 2022-11-28" }],
    ["golang:1.18-alpine", { toolchain: "Go", has: "go wget", unsure: "git", lacks: "curl", ends: "Go 1.18 2023-02-01" }],
    ["golang:1.7.3", { toolchain: "Go", has: "go curl git", ends: "Go 1.7 2017-08-24" }],
    [`rust:1.96.1-bullseye@sha256:${sha}`, { toolchain: "Rust", has: "cargo curl", ends: "Debian 11 (bullseye) 2026-08-31" }],
    ["rust:1-slim", { toolchain: "Rust", has: "cargo gcc", lacks: "curl wget" }],
    ["maven:3.9.9-eclipse-temurin-17", { toolchain: "Maven", has: "mvn java" }],
    ["openjdk:8u342-jdk", { toolchain: "the JDK", has: "java javac", ends: "The openjdk image 2022-07-31" }],
    ["openjdk:8-jre-slim", { toolchain: undefined, has: "java", lacks: "curl javac", ends: "The openjdk image 2022-07-31" }],
    ["openjdk:25-ea-jdk", { toolchain: "the JDK" }],
    ["eclipse-temurin:17-jre", { toolchain: undefined, has: "java curl bash", lacks: "javac" }],
    ["eclipse-temurin:21", { toolchain: "the JDK", has: "java javac" }],
    ["eclipse-temurin:21-jre-alpine", { has: "java wget", lacks: "javac python3" }],
    ["buildpack-deps:stretch-scm", { toolchain: undefined, has: "git curl", ends: "Debian 9 (stretch) 2022-06-30" }],
    ["mcr.microsoft.com/dotnet/sdk:7.0", { toolchain: "the .NET SDK", has: "curl dotnet", ends: ".NET 7 2024-05-14" }],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", { user: "root", has: "dotnet bash", lacks: "curl wget", ends: ".NET 8 2026-11-10" }],
    [
      "mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled",
      { user: "app", shell: false, lacks: "sh curl", ends: ".NET 8 2026-11-10, Ubuntu 24.04 (noble) 2029-05-31" },
    ],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022", { user: "?", ends: ".NET 8 2026-11-10" }],
    ["python:3.12-windowsservercore-ltsc2022", { user: "?", ends: "Python 3.12 2028-10-31" }],
    [
      "gcr.io/distroless/static-debian12:nonroot",
      { user: "nonroot", shell: false, lacks: "sh curl", ends: "Debian 12 (bookworm) 2028-06-30" },
    ],
    ["gcr.io/distroless/base-debian10", { user: "root", shell: false, ends: "Debian 10 (buster) 2024-06-30" }],
    [
      "gcr.io/distroless/nodejs22-debian12",
      { user: "root", shell: false, lacks: "curl npm", unsure: "node", ends: "Debian 12 (bookworm) 2028-06-30" },
    ],
    ["gcr.io/distroless/cc:debug", { user: "root", has: "sh wget", unsure: "curl" }],
    ["cgr.dev/chainguard/python:latest", { user: "nonroot", unsure: "python curl" }],
    ["cgr.dev/chainguard/wolfi-base", { user: "?" }],
    ["nginxinc/nginx-unprivileged:1.27-alpine", { user: "nginx", has: "curl wget", roles: "edge-proxy", ends: "nginx 1.27 2025-06-24" }],
    ["ghcr.io/astral-sh/uv:python3.12-bookworm-slim", { has: "uv python bash", lacks: "curl", ends: "Debian 12 (bookworm) 2028-06-30" }],
    ["ghcr.io/astral-sh/uv:0.5", { shell: false, has: "uv", lacks: "sh curl python" }],
    ["phusion/baseimage:jammy-1.0.1", { user: "?" }],
    ["acme/api:groovy", { user: "?" }],
    ["traefik/whoami", { user: "root", shell: false, lacks: "wget sh" }],
    ["axllent/mailpit:v1.20", { healthcheck: true, has: "wget", admin: "Mailpit 8025" }],
    ["quay.io/keycloak/keycloak:26.0", { user: "keycloak", has: "bash", lacks: "curl wget" }],
    ["n8nio/n8n", { user: "node", has: "node", unsure: "curl" }],
  ])("%s", check);
});

describe("a server", () => {
  test.each<[string, Expected]>([
    ["nginx", { user: "root", drops: "master", has: "curl bash", lacks: "wget", roles: "edge-proxy" }],
    ["nginx:1.27.4-alpine", { has: "curl wget", roles: "edge-proxy", ends: "nginx 1.27 2025-06-24" }],
    ["nginx:mainline-alpine3.24-slim", { has: "wget", lacks: "curl", roles: "edge-proxy" }],
    ["nginx:1.14.2", { unsure: "curl", lacks: "wget", roles: "edge-proxy", ends: "nginx 1.14 2019-04-23" }],
    ["my_private.registry:5000/nginx:1.21.0", { user: "?", roles: "edge-proxy" }],
    ["httpd:2.4-alpine", { drops: "master", has: "wget", roles: "edge-proxy" }],
    ["haproxy:3.0", { user: "haproxy", drops: undefined, lacks: "curl", roles: "edge-proxy" }],
    ["haproxy:2.2", { user: "root", drops: "master", roles: "edge-proxy", ends: "HAProxy 2.2 2025-06-30" }],
    ["caddy:2-alpine", { user: "root", has: "wget", lacks: "curl", roles: "edge-proxy" }],
    ["lucaslorentz/caddy-docker-proxy:ci-alpine", { user: "?", roles: "edge-proxy socket-consumer" }],
    ["traefik:v3.7", { user: "root", has: "wget", admin: "the Traefik dashboard 8080", roles: "edge-proxy socket-consumer" }],
    ["traefik:2.6", { admin: "the Traefik dashboard 8080", roles: "edge-proxy socket-consumer", ends: "Traefik 2.6 2022-05-24" }],
    ["nginxproxy/nginx-proxy", { roles: "edge-proxy socket-consumer" }],
    ["nginx/nginx-prometheus-exporter:1.1", { user: "?" }],
    ["tecnativa/docker-socket-proxy", { roles: "socket-proxy" }],
    ["lscr.io/linuxserver/socket-proxy:latest", { roles: "socket-proxy" }],
    ["containrrr/watchtower", { roles: "socket-consumer" }],
    ["portainer/portainer-ce:alpine", { has: "wget", admin: "Portainer 9000 9443", roles: "socket-consumer" }],
    ["gcr.io/cadvisor/cadvisor:v0.49.1", { roles: "monitoring-agent" }],
    ["quay.io/prometheus/node-exporter:v0.18.1", { user: "nobody", lacks: "curl", roles: "monitoring-agent" }],
    ["gcr.io/datadoghq/agent:7", { roles: "monitoring-agent" }],
    ["acme/agent:7", { user: "?" }],
    ["linuxserver/wireguard", { roles: "vpn" }],
    ["tailscale/tailscale:v1.24.0", { roles: "vpn" }],
  ])("%s", check);
});

describe("a data store", () => {
  test.each<[string, Expected]>([
    [
      "postgres:17-alpine",
      {
        user: "root",
        drops: "entrypoint",
        has: "pg_isready bash wget",
        lacks: "curl",
        store: "postgres 17",
        data: "/var/lib/postgresql/data",
        wrong: "/var/lib/postgresql",
        ends: "PostgreSQL 17 2029-11-08",
      },
    ],
    [
      "postgres:18",
      {
        has: "pg_isready",
        lacks: "curl wget",
        store: "postgres 18",
        data: "/var/lib/postgresql",
        wrong: "/var/lib/postgresql/data",
        ends: "PostgreSQL 18 2030-11-14",
      },
    ],
    ["postgres", { store: "postgres ?", data: "/var/lib/postgresql/data /var/lib/postgresql", wrong: "" }],
    ["postgres:9.6-alpine", { store: "postgres 9.6", data: "/var/lib/postgresql/data", ends: "PostgreSQL 9.6 2021-11-11" }],
    ["postgis/postgis:14-3.3-alpine", { store: "postgres 14", data: "/var/lib/postgresql/data", ends: "PostgreSQL 14 2026-11-12" }],
    ["timescale/timescaledb:2.14.2-pg16", { store: "postgres 16", data: "/var/lib/postgresql/data" }],
    ["timescale/timescaledb:latest", { store: "postgres ?", wrong: "" }],
    [
      "bitnami/postgresql:16",
      {
        user: "1001",
        store: "postgres 16",
        data: "/bitnami/postgresql",
        wrong: "/var/lib/postgresql/data",
        ends: "PostgreSQL 16 2028-11-09",
      },
    ],
    ["bitnamilegacy/postgresql:11", { store: "postgres 11", ends: "PostgreSQL 11 2023-11-09, The Bitnami legacy archive 2025-09-29" }],
    ["sameersbn/postgresql:12", { user: "?", store: "postgres ?, not stock", data: "", wrong: "" }],
    ["registry.acme.test/infra/postgres:3", { user: "?", store: "postgres ?, not stock", data: "", wrong: "" }],
    ["mysql:5.7", { drops: "entrypoint", has: "mysqladmin", store: "mysql 5.7", data: "/var/lib/mysql", ends: "MySQL 5.7 2023-10-31" }],
    ["mysql:8", { store: "mysql 8" }],
    ["mysql:8.0.36", { store: "mysql 8.0.36", ends: "MySQL 8.0 2026-04-30" }],
    ["mariadb:11", { has: "mariadb-admin healthcheck.sh", lacks: "mysqladmin", store: "mariadb 11" }],
    [
      "mariadb:10.6.4-focal",
      { has: "mysqladmin", store: "mariadb 10.6.4", ends: "MariaDB 10.6 2026-07-06, Ubuntu 20.04 (focal) 2025-05-31" },
    ],
    ["mongo:7.0", { has: "mongosh", lacks: "mongo curl", store: "mongo 7.0", data: "/data/db", ends: "MongoDB 7.0 2027-08-31" }],
    ["mongo:4.2.0", { has: "mongo", unsure: "mongosh", store: "mongo 4.2.0", ends: "MongoDB 4.2 2023-04-30" }],
    ["docker.io/redis:7.2", { drops: "entrypoint", has: "redis-cli", lacks: "curl", store: "redis 7.2", data: "/data" }],
    ["redis:5-alpine", { store: "redis 5", has: "wget", ends: "Redis 5 2022-04-27" }],
    ["redis:6.2.13", { store: "redis 6.2.13" }],
    ["ghcr.io/rhysd/redis", { user: "?", store: "redis ?, not stock" }],
    ["docker.io/valkey/valkey:8.0-alpine", { has: "valkey-cli wget", lacks: "curl", store: "valkey 8.0" }],
    ["memcached:1.5.20", { user: "memcache", lacks: "nc", store: "memcached 1.5.20", data: "" }],
    [
      "rabbitmq:3-management",
      {
        has: "rabbitmq-diagnostics",
        lacks: "curl",
        store: "rabbitmq 3",
        admin: "RabbitMQ management 15672 15671",
        ends: "RabbitMQ 3 2024-09-17",
      },
    ],
    ["rabbitmq:4-alpine", { has: "bash wget", store: "rabbitmq 4" }],
    ["elasticsearch:7.17.0", { store: "elasticsearch 7.17.0", ends: "Elasticsearch 7 2026-01-15" }],
    ["docker.elastic.co/elasticsearch/elasticsearch:8.15.0", { user: "elasticsearch", has: "curl", store: "elasticsearch 8.15.0" }],
    ["apache/kafka:3.7.0", { store: "kafka 3.7.0" }],
    ["gcr.io/etcd-development/etcd:v3.4.15", { store: "etcd 3.4.15" }],
    ["mcr.microsoft.com/mssql/server:2022-latest", { user: "mssql", store: "mssql 2022", data: "/var/opt/mssql /var/opt/mssql/data" }],
    ["minio/minio:RELEASE.2025-09-07T16-13-09Z", { store: "minio 2025.09.07", admin: "the MinIO console 9001" }],
    ["influxdb:1.8", { store: "influxdb 1.8", data: "/var/lib/influxdb" }],
    ["hashicorp/vault:1.17", { store: "vault 1.17" }],
  ])("%s", check);

  test.each([
    "prometheuscommunity/postgres-exporter:v0.15.0",
    "oliver006/redis_exporter",
    "mycompany/redis-exporter",
    "rediscommander/redis-commander",
    "mongo-express:1.0",
    "edoburu/pgbouncer:1.21",
    "bitnami/pgbouncer",
    "my-app/postgres-client",
    "acme/postgres-backup",
    "prodrigestivill/postgres-backup-local",
    "dpage/pgadmin4",
    "acme/mysql-migrations",
    "minio/mc",
    "confluentinc/cp-schema-registry:7.6.0",
    "acme/server:1",
    "nats-box",
    "quay.io/prometheuscommunity/elasticsearch-exporter",
    "redis2",
    "acme/database",
    "cockroachdb/cockroach-k8s-init:0.2",
  ])("%s is none", (text) => expect(statefulImage(reference(text))).toBeUndefined());

  test("of a strange publisher keeps what switches authentication off, not how it starts", () => {
    expect(statefulImage(reference("mongo:7"))?.auth.default).toBe("open");
    const own = statefulImage(reference("acme/mongo:7"));
    expect(own?.auth).toMatchObject({ default: "unknown", disabledBy: { arguments: ["--noauth"] } });
    expect(own?.ports).toEqual([27_017]);
  });

  test.each([
    [5432, "PostgreSQL"],
    [27_017, "MongoDB"],
    [9000, undefined],
    [8080, undefined],
    [-1, undefined],
  ])("at port %d is %s", (port, label) => expect(databaseAtPort(port)).toBe(label));
});

describe("a console", () => {
  test.each<[string, Expected]>([
    ["adminer", { user: "adminer", has: "curl wget", admin: "Adminer 8080" }],
    ["phpmyadmin/phpmyadmin", { admin: "phpMyAdmin 80 8080 443 8443" }],
    ["dpage/pgadmin4:8", { user: "pgadmin", lacks: "curl", admin: "pgAdmin 80 443 5050" }],
    ["mongo-express", { admin: "mongo-express 8081" }],
    ["rediscommander/redis-commander:latest", { admin: "Redis Commander 8081" }],
    ["mher/flower:2.0", { admin: "Flower 5555" }],
    ["grafana/grafana:11.0.0", { user: "grafana", has: "curl", admin: "Grafana 3000" }],
    ["prom/prometheus", { user: "nobody", admin: "Prometheus 9090" }],
    ["jaegertracing/all-in-one:1.57", { admin: "Jaeger 16686 16687" }],
    ["acme/all-in-one:1", { user: "?" }],
    ["registry:2", { admin: "the image registry 5000" }],
    ["acme/registry:2", { user: "?" }],
    ["rabbitmq:3.13", { store: "rabbitmq 3.13", ends: "RabbitMQ 3.13 2024-09-17" }],
    ["selenium/standalone-chrome:120.0", { admin: "Selenium 4444 7900 5900" }],
    ["quay.io/jupyter/scipy-notebook:2024-01-15", { user: "jovyan", healthcheck: true, admin: "Jupyter 8888" }],
    ["grafana/loki:3.0.0", { user: "?" }],
    ["grafana/promtail:3.0.0", { user: "?", roles: "monitoring-agent" }],
  ])("%s", check);
});

test("what holds for every tag says nothing that differs between them", () => {
  const facts = baseImageFactsOfAnyTag(reference("node"));
  expect(facts).toMatchObject({ user: "root", healthcheck: false, complete: false });
  expect(facts?.programs).toEqual(expect.arrayContaining(["sh", "node", "npm"]));
  expect(facts?.programs).not.toEqual(expect.arrayContaining(["curl"]));
  expect(facts === undefined ? "" : hasProgram(facts, "curl")).toBe("unknown");
  expect(baseImageFactsOfAnyTag(reference("acme/api"))).toBeUndefined();
});
