import {
  count,
  defineRule,
  dotenv,
  nginx,
  placeholderHostIn,
  placeholderOwnerIn,
  satisfied,
  settingOf,
  violated,
  type Deployment,
  type Judgement,
  type SourceFile,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/placeholder-host",
  scope: "deployment",
  title: "Placeholder host left in a configuration for production",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Names such as `yourdomain.com` and `example.com` stand in guides where the reader's own belongs. Left in, a login redirects to nowhere, a certificate is never issued, mail is lost, and what is allowed for `https://yourdomain.com` is allowed for whoever owns that name: those that are not reserved for documentation belong to somebody.",
  remediation:
    "Write the host that the deployment really has, or a variable that has to be set. If the file is a template that people copy, say so by its name: `.env.production.example`.",
  references: ["https://www.rfc-editor.org/rfc/rfc2606.html", "https://cwe.mitre.org/data/definitions/1188.html"],
  cwe: [1188],
  examples: [
    {
      title: "an env file with the guide's domain",
      bad: dotenv`
        CORS_ORIGINS=https://yourdomain.com,https://www.yourdomain.com
        SMTP_HOST=smtp.example.com
        DOCS_URL=https://docs.acme.eu/example.com
      `,
      flags: ["yourdomain.com"],
      good: dotenv`
        CORS_ORIGINS=https://acme.eu,https://www.acme.eu
        SMTP_HOST=smtp.acme.eu
        DOCS_URL=https://docs.acme.eu/example
      `,
    },
    {
      title: "a server that answers to a name nobody asks for",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name api.your-domain.com;
        }
      `,
      flags: ["api.your-domain.com"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name api.acme.eu;
        }
      `,
    },
  ],
  *check(deployment) {
    const found = new Map<SourceFile, Place[]>();
    for (const { file, text, at } of valuesIn(deployment)) {
      if (!isForProduction(file, deployment)) continue;
      const host = placeholderHostIn(text);
      if (host === undefined) {
        yield satisfied(at);
        continue;
      }
      // Where every character stands for itself the host alone can be shown.
      const isPlain = at.end - at.start === text.length;
      const span = isPlain ? { ...at, start: at.start + host.index, end: at.start + host.index + host.host.length } : at;
      const own = found.get(file);
      if (own === undefined) found.set(file, [{ host: host.host, span }]);
      else own.push({ host: host.host, span });
    }
    yield* images(deployment);
    for (const [{ path }, places] of found) yield report(path, places);
  },
});

interface Place {
  readonly host: string;
  readonly span: Span;
}

interface Value {
  readonly file: SourceFile;
  readonly text: string;
  readonly at: Span;
}

/** The variables that may hold a host, and the names that nginx answers to. A default that somebody may override is not among them. */
function* valuesIn({ bindings, nginx: configs }: Deployment): Iterable<Value> {
  const seen = new Set<string>();
  for (const binding of bindings) {
    if (binding.sink.kind === "image") continue;
    if (binding.sink.kind === "workflow" && binding.sink.purpose !== "deploy") continue;
    const setting = settingOf(binding);
    if (setting?.kind !== "known" || setting.isDefault || !holdsHost(binding.name.value)) continue;
    yield { file: binding.span.file, text: hostPart(setting.text), at: setting.at };
  }
  for (const { names } of configs.flatMap(({ servers }) => servers))
    for (const { text, kind, span } of names) {
      const key = `${span.start} ${span.file.path}`;
      if ((kind !== "exact" && kind !== "wildcard") || seen.has(key)) continue;
      seen.add(key);
      yield { file: span.file, text, at: span };
    }
}

function holdsHost(name: string): boolean {
  return (
    /(?:HOST|DOMAIN|URL|URI|ORIGIN|SERVER|EMAIL|MAIL|FROM|ENDPOINT|CALLBACK|REDIRECT|SITE|ADDRESS|REGISTRY|ISSUER)/i.test(name) &&
    !/(?:EXAMPLE|TEST|MOCK|DUMMY|PROXY_FOR|NO_PROXY)/i.test(name)
  );
}

/** Only what names the host counts, not the path of an address. */
function hostPart(text: string): string {
  const path = /^[a-z][\w+.-]*:\/\/[^/?#\s,]*([/?#].*)$/i.exec(text)?.[1];
  return path === undefined || text.includes(",") ? text : text.slice(0, text.length - path.length) + " ".repeat(path.length);
}

function* images({ stacks, classOf }: Deployment): Iterable<Judgement> {
  for (const stack of stacks) {
    if (["example", "test", "ci", "dev"].includes(classOf(stack.file))) continue;
    for (const { image, build } of stack.services) {
      const owner = image?.value.kind === "known" && build === undefined ? placeholderOwnerIn(image.value.text) : undefined;
      if (image !== undefined && owner !== undefined)
        yield violated({
          at: image.span,
          message: `"${owner}" in the name of this image stands for an account that was never filled in, and whoever registers it decides what runs here.`,
        });
    }
  }
}

function isForProduction(file: SourceFile, { classOf }: Deployment): boolean {
  const fileClass = classOf(file);
  return fileClass === "prod" || fileClass === "staging" || fileClass === "neutral" || file.path.startsWith(".github/");
}

function report(path: string, places: readonly Place[]): Judgement {
  const [first, ...others] = places as [Place, ...Place[]];
  const more = others.length === 0 ? "" : `, like ${count(others.length, "other value")} in "${path}"`;
  return violated({
    at: first.span,
    message: `"${first.host}" is the name from a guide, not a host of yours${more}.`,
    related: others.slice(0, 5).map(({ host, span }) => ({ at: span, note: `"${host}" as well` })),
  });
}
