import { officialImages } from "./official-images.ts";
import { vendorImages } from "./vendor-images.ts";

/** What must be true of a tag for a row to speak of it. */
export interface TagCondition {
  /** Words the tag must all have. A word also stands for itself with digits behind it: "alpine" is found in `alpine3.19`. */
  readonly has?: readonly string[];
  /** Words of which it must have at least one. */
  readonly any?: readonly string[];
  /** The first version the row holds for; a tag without a version, or with less of it, counts as the newest there is. */
  readonly from?: string;
  /** The first version it no longer holds for. */
  readonly before?: string;
  /** Only for tags that give a version. */
  readonly versioned?: true;
}

/** Every field says what is known for sure; what is absent is not known. */
export interface BaseImageRow {
  /** Names as people write them ("node", "grafana/grafana", "quay.io/keycloak/keycloak"); a "*" at the end stands for any rest. */
  readonly names: readonly string[];
  /** Names a "*" above takes in, but about which the row says nothing. */
  readonly except?: readonly string[];
  readonly tag?: TagCondition;
  /** Who runs the first process unless the container is told otherwise: "root", or a name or numeric id. */
  readonly user?: string;
  /** Who gives up root later, when `user` is "root": the server's master process for its workers, or the entry script for the server. */
  readonly privileges?: "dropped-by-master" | "dropped-by-entrypoint";
  /** Found through PATH. Names not in `trackedPrograms` may be listed, but say nothing about other images. */
  readonly programs?: readonly string[];
  /** There in some releases and not in others. */
  readonly maybe?: readonly string[];
  /** Not there, although `complete` cannot be claimed. */
  readonly lacks?: readonly string[];
  /** Every tracked program that neither `programs` nor `maybe` lists is missing from the image. */
  readonly complete?: true;
  readonly shell?: boolean;
  readonly healthcheck?: boolean;
  /** What the image's EXPOSE names. */
  readonly ports?: readonly number[];
  /** The compiler or build tool the image is made around. */
  readonly toolchain?: string;
  /** Folders the main process must be able to write to; any one of an inner list will do. */
  readonly writes?: readonly (readonly string[])[];
  /** Where the fact stands: an address, or the file of a public repository. */
  readonly source: string;
  /** "read": looked up in that source; "known": from experience with the image, and common knowledge about it. */
  readonly basis: "read" | "known";
}

/** When the rows were last gone through. */
export const baseImagesDate = "2026-11-20";

/** The first row of a name whose condition holds speaks; later ones are not asked. */
export const baseImages: readonly BaseImageRow[] = [...officialImages, ...vendorImages];

/** The programs `complete` speaks of: those that health checks and start commands call, and that images often lack. */
export const trackedPrograms: readonly string[] = [
  "bash",
  "curl",
  "wget",
  "nc",
  "ncat",
  "netcat",
  "git",
  "gcc",
  "g++",
  "make",
  "jq",
  "python",
  "python3",
  "pip",
  "pip3",
  "poetry",
  "uv",
  "pipenv",
  "alembic",
  "flask",
  "django-admin",
  "gunicorn",
  "uvicorn",
  "celery",
  "node",
  "npm",
  "npx",
  "yarn",
  "pnpm",
  "corepack",
  "bun",
  "deno",
  "prisma",
  "tsx",
  "ts-node",
  "pm2",
  "next",
  "go",
  "cargo",
  "rustc",
  "java",
  "javac",
  "mvn",
  "gradle",
  "dotnet",
  "ruby",
  "bundle",
  "rails",
  "rake",
  "php",
  "composer",
  "artisan",
  "pg_isready",
  "psql",
  "mysqladmin",
  "mysql",
  "mariadb",
  "mariadb-admin",
  "redis-cli",
  "valkey-cli",
  "mongosh",
  "mongo",
  "rabbitmq-diagnostics",
  "rabbitmqctl",
  "cqlsh",
  "clickhouse-client",
  "sqlite3",
];

/** Namespaces and hosts that hold the Docker official images under the same name, for one architecture or as a mirror. */
export const officialImageMirrors: readonly string[] = [
  "docker.io/library/",
  "docker.io/amd64/",
  "docker.io/i386/",
  "docker.io/arm32v6/",
  "docker.io/arm32v7/",
  "docker.io/arm64v8/",
  "docker.io/ppc64le/",
  "docker.io/s390x/",
  "docker.io/riscv64/",
  "public.ecr.aws/docker/library/",
  "mirror.gcr.io/library/",
];

/** A tag with one of these words is a Windows image, about which the tables say nothing. */
export const windowsVariants: readonly string[] = ["windowsservercore", "nanoserver", "windows", "ltsc"];
