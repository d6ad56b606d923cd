/** How to run what an image offers without root. */
export interface UnprivilegedRow {
  /** Names as people write them; a "*" at the end stands for any rest. */
  readonly names: readonly string[];
  /** The first version this holds for; a tag without a version counts as the newest. */
  readonly from?: string;
  /** A user that the image creates, as USER wants it. */
  readonly user?: string;
  /** Another image of the same program that starts without root. */
  readonly image?: string;
  readonly source: string;
}

// The rows were last gone through on 2026-11-20.

const hub = (name: string): string => `https://hub.docker.com/_/${name}`;

/** The images that people most often leave as root although they have a way out. */
export const unprivilegedImages: readonly UnprivilegedRow[] = [
  { names: ["node"], user: "node", source: "https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md" },
  { names: ["oven/bun"], user: "bun", source: "https://hub.docker.com/r/oven/bun" },
  { names: ["denoland/deno"], user: "deno", source: "https://hub.docker.com/r/denoland/deno" },
  { names: ["nginx"], image: "nginxinc/nginx-unprivileged", source: "https://github.com/nginx/docker-nginx-unprivileged" },
  { names: ["php"], user: "www-data", source: hub("php") },
  { names: ["postgres"], user: "postgres", source: hub("postgres") },
  { names: ["redis"], user: "redis", source: hub("redis") },
  { names: ["valkey/valkey"], user: "valkey", source: "https://hub.docker.com/r/valkey/valkey" },
  { names: ["mysql", "mariadb"], user: "mysql", source: hub("mariadb") },
  { names: ["mongo"], user: "mongodb", source: hub("mongo") },
  { names: ["rabbitmq"], user: "rabbitmq", source: hub("rabbitmq") },
  {
    names: ["mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime", "mcr.microsoft.com/dotnet/runtime-deps"],
    from: "8",
    user: "$APP_UID",
    source: "https://devblogs.microsoft.com/dotnet/securing-containers-with-rootless/",
  },
  { names: ["gcr.io/distroless/*"], user: "nonroot", source: "https://github.com/GoogleContainerTools/distroless" },
];
