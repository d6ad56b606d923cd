import {
  addKey,
  compose,
  defineRule,
  quoteAll,
  satisfied,
  text,
  unknown,
  unwritableFolders,
  violated,
  type Deployment,
  type Fix,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/read-only-without-tmpfs",
  scope: "stack",
  title: "Read-only container lacks folders that its image writes to",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "`read_only: true` is a good defence: whoever breaks in can change nothing. But most servers write a little of their own, such as the process id file and cache folders of nginx. Without these folders the server stops at once, and the usual repair at three in the morning is to drop the defence altogether.",
  remediation: "Mount a `tmpfs` at the folders that the image writes to. They are empty at every start, and gone with the container.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#tmpfs",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [706],
  examples: [
    {
      title: "nginx without its cache folder",
      bad: compose`
        services:
          web:
            image: nginx:1.30
            read_only: true
            ports:
              - "80:80"
      `,
      flags: ["read_only: true"],
      good: compose`
        services:
          web:
            image: nginx:1.30
            tmpfs:
              - /var/cache/nginx
              - /var/run
            read_only: true
            ports:
              - "80:80"
      `,
    },
    {
      title: "Gunicorn, whose workers need a folder for temporary files",
      bad: {
        "compose.yaml": text`
          services:
            desk:
              build: .
              read_only: true
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY desk.py ./
          CMD ["gunicorn", "desk:app", "--bind", "0.0.0.0:8000"]
        `,
      },
      flags: ["read_only: true"],
      good: {
        "compose.yaml": text`
          services:
            desk:
              build: .
              tmpfs:
                - /tmp
              read_only: true
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY desk.py ./
          CMD ["gunicorn", "desk:app", "--bind", "0.0.0.0:8000"]
        `,
      },
    },
  ],
  *check(stack, deployment) {
    for (const service of stack.services) {
      const entry = service.entry("read_only");
      const value = service.value("read_only");
      if (entry === undefined || value.kind !== "known" || value.text !== "true") continue;
      yield judge(service, entry.span, deployment);
    }
  },
});

function judge(service: Service, at: Judgement["at"], deployment: Deployment): Judgement {
  const folders = unwritableFolders(service, deployment);
  if (typeof folders === "string") return unknown(at, folders);
  if (folders.length === 0) return satisfied(at);
  const fix = fixFor(service, folders);
  return violated({
    at,
    message: `"${service.name}" cannot start read-only: its image writes to ${quoteAll(folders)}, and nothing is mounted there.`,
    ...(fix === undefined ? {} : { fix }),
  });
}

function fixFor(service: Service, folders: readonly string[]): Fix | undefined {
  if (service.entry("tmpfs") !== undefined) return undefined;
  const edit = addKey(service, ["tmpfs:", ...folders.map((folder) => `  - ${folder}`)]);
  return edit === undefined ? undefined : { title: "Mount temporary folders there", safety: "safe", edits: [edit] };
}
