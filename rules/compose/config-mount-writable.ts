import {
  compose,
  defineRule,
  eachService,
  isMountedConfig,
  readOnlyFix,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Mount,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/config-mount-writable",
  scope: "stack",
  title: "Configuration or certificate mounted writable",
  severity: "note",
  securitySeverity: 2.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "What a container can write to on the host, whoever takes it over can change for good: a proxy's configuration that then sends visitors elsewhere, a certificate's key, a script that runs at the next start. Configuration is read, not written, so the mount can be read-only at no cost.",
  remediation: "Append `:ro` to the mount, or set `read_only: true` in its long form.",
  references: [
    "https://docs.docker.com/engine/storage/bind-mounts/",
    "https://docs.docker.com/reference/compose-file/services/#volumes",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [732],
  examples: [
    {
      title: "a proxy that may rewrite its own configuration",
      bad: compose`
        services:
          web:
            image: nginx:1.30
            volumes:
              - ./nginx/nginx.conf:/etc/nginx/nginx.conf
              - "./certs:/etc/nginx/certs:z"
              - ./uploads:/usr/share/nginx/html/uploads
      `,
      flags: ["./nginx/nginx.conf:/etc/nginx/nginx.conf", "./certs:/etc/nginx/certs:z"],
      good: compose`
        services:
          web:
            image: nginx:1.30
            volumes:
              - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
              - "./certs:/etc/nginx/certs:z,ro"
              - ./uploads:/usr/share/nginx/html/uploads
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, function* judgeService(service) {
      for (const mount of service.mounts) if (isMountedConfig(mount, service)) yield judge(mount, service);
    });
  },
});

function judge(mount: Mount, service: Service): Judgement {
  const { readOnly, span, source } = mount;
  if (readOnly === true) return satisfied(span);
  if (readOnly === "unknown") return unknown(span, "its options are filled in at run time");
  const fix = readOnlyFix(mount, service);
  const path = source?.value.kind === "known" ? source.value.text : "its configuration";
  return violated({ at: span, message: `"${service.name}" can write to "${path}" on the host.`, ...(fix === undefined ? {} : { fix }) });
}
