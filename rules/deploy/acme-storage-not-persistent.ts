import {
  acmeStorageOf,
  compose,
  defineRule,
  eachService,
  satisfied,
  unknown,
  violated,
  type AcmeStorage,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/acme-storage-not-persistent",
  scope: "stack",
  title: "Fetched certificates are lost with the container",
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A proxy that fetches its certificates itself keeps them, and the key of its account, in a file. Without a volume that file goes with the container, so that every deployment asks for new certificates. Let's Encrypt issues five of the same kind in a week; after that the site has none until the week is over.",
  remediation: "Mount a named volume, or a folder of the host, at the place the program keeps them in.",
  references: [
    "https://letsencrypt.org/docs/rate-limits/",
    "https://doc.traefik.io/traefik/https/acme/",
    "https://caddyserver.com/docs/conventions#data-directory",
  ],
  cwe: [404],
  examples: [
    {
      title: "a proxy that starts without certificates every time",
      bad: compose`
        services:
          proxy:
            image: traefik:v3.5
            command:
              - --entrypoints.websecure.address=:443
              - --certificatesresolvers.le.acme.email=ops@acme.test
              - --certificatesresolvers.le.acme.storage=/letsencrypt/acme.json
              - --certificatesresolvers.le.acme.tlschallenge=true
      `,
      flags: ["--certificatesresolvers.le.acme.storage=/letsencrypt/acme.json"],
      good: compose`
        services:
          proxy:
            image: traefik:v3.5
            command:
              - --entrypoints.websecure.address=:443
              - --certificatesresolvers.le.acme.email=ops@acme.test
              - --certificatesresolvers.le.acme.storage=/letsencrypt/acme.json
              - --certificatesresolvers.le.acme.tlschallenge=true
            volumes:
              - certificates:/letsencrypt
        volumes:
          certificates:
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, function* judgeService(service) {
      for (const storage of acmeStorageOf(service)) yield judge(service, storage);
    });
  },
});

function judge({ name }: Service, { kind, at, why, label, path }: AcmeStorage): Judgement {
  if (kind === "unknown") return unknown(at, why);
  if (kind === "kept") return satisfied(at);
  const how = label.toLowerCase() === name.toLowerCase() ? label : `${label} in "${name}"`;
  return violated({
    at,
    message: `${how} keeps its certificates in ${path}, which is on no volume: each new container fetches them again, until the authority refuses.`,
  });
}
