import {
  defineRule,
  isOnHostNetwork,
  isStoreOf,
  namesOfService,
  quoteAll,
  satisfied,
  storeConnectionsOf,
  text,
  unknown,
  violated,
  type Connection,
  type Deployment,
  type Judgement,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/database-host-unresolved",
  scope: "stack",
  title: "Connection goes to a host that is not there",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Between containers a host is the name of a service of the same stack. `localhost` is the container itself, in which no database runs, and any other short name resolves to nothing: the application starts, cannot connect, and the values that look right in the env file were right only on the developer's machine.",
  remediation:
    "Write the service's name as the host, as in `postgres://shop@db:5432/shop` for a service `db`, and the port inside of the container rather than the one it is published at. For a server outside of the stack write its full name.",
  references: [
    "https://docs.docker.com/compose/how-tos/networking/",
    "https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/",
  ],
  cwe: [706],
  examples: [
    {
      title: "the address from the developer's machine",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
            shop:
              image: ghcr.io/acme/shop:4.2.0
              env_file: shop.env
        `,
        "shop.env": text`
          DATABASE_URL=postgres://shop:\${DB_PASSWORD}@localhost:5432/shop
          REDIS_URL=redis://cache.acme.internal:6379/0
        `,
      },
      flags: ["localhost"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
            shop:
              image: ghcr.io/acme/shop:4.2.0
              env_file: shop.env
        `,
        "shop.env": text`
          DATABASE_URL=postgres://shop:secret@db:5432/shop
          REDIS_URL=redis://cache.acme.internal:6379/0
        `,
      },
    },
    {
      title: "a name that no service has, and one that the Compose file corrects",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
            cache:
              image: redis:7
            shop:
              image: ghcr.io/acme/shop:4.2.0
              env_file: .env
              environment:
                DB_HOST: db
                REDIS_HOST: redis
        `,
        ".env": "DB_HOST=localhost\n",
      },
      flags: ["redis"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
            cache:
              image: redis:7
            shop:
              image: ghcr.io/acme/shop:4.2.0
              env_file: .env
              environment:
                DB_HOST: db
                REDIS_HOST: cache
        `,
        ".env": "DB_HOST=localhost\n",
      },
    },
  ],
  *check(stack, deployment) {
    if (["example", "test", "ci"].includes(stack.fileClass)) return;
    const names = new Set(stack.services.flatMap((service) => namesOfService(service)));
    for (const connection of storeConnectionsOf(stack, deployment)) yield judge(connection, names, stack, deployment);
  },
});

function judge(connection: Connection, names: ReadonlySet<string>, stack: Stack, deployment: Deployment): Judgement {
  const { host, service, store: kind } = connection;
  const at = host.span;
  const stores = stack.services.filter((one) => one !== service && isStoreOf(kind, one.stateful)).map(({ name }) => name);
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|::1|0\.0\.0\.0)$/i.test(host.value);
  if (names.has(host.value) || (!isLoopback && /[.:]/.test(host.value))) return satisfied(at);
  if (isOnHostNetwork(service)) return satisfied(at);
  const why = openTo(connection, stack, deployment, isLoopback);
  if (why !== undefined) return unknown(at, why);
  if (stores.length === 0) return unknown(at, isLoopback ? "the store may run in the same container" : "the network may know the name");
  const store = quoteAll(stores.slice(0, 3));
  return violated({
    at,
    message: isLoopback
      ? `${named(connection)} leads "${service.name}" to itself, because "${host.value}" in a container is that container: the store is ${store}.`
      : `${named(connection)} leads "${service.name}" to a host "${host.value}", which no service has: the store is ${store}.`,
  });
}

function named({ variable }: Connection): string {
  return `"${variable.value}"`;
}

/** Why the name may mean something that is not seen here; undefined when it cannot. */
function openTo({ service, host, variable }: Connection, stack: Stack, deployment: Deployment, isLoopback: boolean): string | undefined {
  const open = stack.open ?? service.open;
  if (open !== undefined) return open;
  if (deployment.classOf(variable.span.file) === "example") return "the file is an example";
  if (service.networkMode.kind !== "absent") return "it shares the network of something else";
  if (isLoopback) return undefined;
  if (service.at("extra_hosts") !== undefined || service.at("links") !== undefined || service.at("external_links") !== undefined)
    return "the service has names of its own for hosts";
  if (filesWithService(host.value, deployment).some((path) => path !== stack.file.path))
    return "another Compose file of the project has a service of that name";
  return joinsOutside(stack) ? "other containers share an external network with it" : undefined;
}

/** The Compose files that have a service of the name. */
function filesWithService(name: string, deployment: Deployment): readonly string[] {
  let index = serviceFiles.get(deployment);
  if (index === undefined) {
    index = new Map();
    for (const { file, services } of deployment.documents.compose)
      for (const { key } of services) index.set(key.text, [...(index.get(key.text) ?? []).slice(0, 1), file.path]);
    serviceFiles.set(deployment, index);
  }
  return index.get(name) ?? [];
}

const serviceFiles = new WeakMap<Deployment, Map<string, readonly string[]>>();

/** Whether a network of the stack exists outside of it, so that other containers may be in it. */
function joinsOutside({ root, services }: Stack): boolean {
  if (services.some(({ networkMode }) => networkMode.kind !== "absent" && networkMode.kind !== "known")) return true;
  const networks = root.entries.find(({ key }) => key.text === "networks")?.value;
  if (networks?.kind !== "mapping") return false;
  return networks.entries.some(
    ({ value }) =>
      value.kind === "mapping" &&
      value.entries.some(({ key, value: given }) => key.text === "external" && !(given.kind === "scalar" && given.text === "false")),
  );
}
