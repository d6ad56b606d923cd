import {
  adminInterface,
  compose,
  decodePiece,
  defineRule,
  isOverridden,
  mayReachProduction,
  parseConnectionUrl,
  satisfied,
  scalarOf,
  unknown,
  upperNameOf,
  variableOf,
  violated,
  type EnvBinding,
  type Judgement,
  type Related,
  type Span,
} from "../../src/rule/index.ts";

/** The accounts that may do everything, by the scheme of the URL; "" for a variable that does not tell the kind of its store. */
const superusers: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgres", "admin"],
  postgresql: ["postgres", "admin"],
  postgis: ["postgres", "admin"],
  mysql: ["root", "admin"],
  mysql2: ["root", "admin"],
  mariadb: ["root", "admin"],
  mssql: ["sa"],
  sqlserver: ["sa"],
  mongodb: ["root", "admin"],
  oracle: ["sys", "system"],
  "": ["postgres", "root", "sa", "system"],
};

const userNames = /^(?:\w+_)?(?:DB|DATABASE|PG|SQL|DATASOURCE)_?(?:USER|USERNAME|USER_NAME)$/;
/** What these services do is the superuser's work. */
const administers =
  /(?:^|[-_])(?:backup|dump|migrat\w*|init|bootstrap|setup|exporter|pgadmin|adminer|phpmyadmin|replica\w*|pgbouncer|pgpool)(?:$|[-_])/i;

export default defineRule({
  id: "env/database-superuser",
  scope: "binding",
  title: "Application connects as database superuser",
  severity: "warning",
  securitySeverity: 5.4,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "A superuser may read and change every database of the server, create accounts, and in PostgreSQL run programs on its host (`COPY … TO PROGRAM`). An application that connects as one turns an SQL injection into the loss of the whole server, where an account of its own would lose only its own tables.",
  remediation:
    "Create an account for the application that owns its database and nothing else, and name it in the connection. Keep the superuser for migrations that need it and for backups. The account that `POSTGRES_USER` names is always created as a superuser, so the application's account needs a script in `/docker-entrypoint-initdb.d`.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html#permissions",
    "https://www.postgresql.org/docs/current/role-attributes.html",
    "https://cwe.mitre.org/data/definitions/250.html",
  ],
  cwe: [250],
  examples: [
    {
      title: "a web application that logs in as postgres",
      bad: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?}
          web:
            image: ghcr.io/acme/tickets:3.0.2
            environment:
              DATABASE_URL: postgresql://postgres:\${POSTGRES_PASSWORD:?}@db:5432/tickets
      `,
      flags: ["postgres"],
      good: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?}
          web:
            image: ghcr.io/acme/tickets:3.0.2
            environment:
              DATABASE_URL: postgresql://tickets_app:\${APP_PASSWORD:?}@db:5432/tickets
      `,
    },
  ],
  *check(binding) {
    const { sink, written, value } = binding;
    if (!mayReachProduction(binding) || written === undefined || isOverridden(binding)) return;
    if (sink.kind === "service" && isAdministrative(sink.service)) return;
    const url = parseConnectionUrl(written);
    if (url !== undefined) {
      const names = superusers[url.scheme.replace(/^jdbc:/, "").replace(/\+.*$/, "")];
      const filled = value.kind === "known" ? parseConnectionUrl(scalarOf(value, binding.span)) : url;
      if (names === undefined || url.user === undefined) return;
      if (filled?.user?.kind !== "literal") yield unknown(url.user.span, "the user is filled in at run time");
      else yield judgeUser(binding, { user: decodePiece(filled.user), at: url.user.span, writtenAt: filled.user.span }, names);
    } else if (userNames.test(upperNameOf(binding))) {
      if (value.kind === "unknown") yield unknown(value.at, value.why);
      else if (value.kind === "known" && value.text !== "")
        yield judgeUser(
          binding,
          { user: value.text, at: written.span, writtenAt: value.origins[0]?.span ?? written.span },
          superusers[""]!,
        );
    }
  },
});

type AppService = Extract<EnvBinding["sink"], { kind: "service" }>["service"];

function isAdministrative(service: AppService): boolean {
  if (service.stateful !== undefined || service.isOneShot || administers.test(service.name)) return true;
  const reference = service.image?.reference;
  return reference !== undefined && adminInterface(reference) !== undefined;
}

interface User {
  readonly user: string;
  /** In the connection. */
  readonly at: Span;
  /** Where the name itself stands: at the same place, or where a variable is given. */
  readonly writtenAt: Span;
}

function judgeUser(binding: EnvBinding, { user, at, writtenAt }: User, names: readonly string[]): Judgement {
  if (!names.includes(user.toLowerCase())) return satisfied(at);
  const related: Related[] =
    writtenAt.file === at.file && writtenAt.start === at.start ? [] : [{ at: writtenAt, note: "the name is given here" }];
  return violated({
    at,
    related,
    message: `${variableOf(binding)} connects as "${user}", who may do everything: one SQL injection and the whole database server is lost, not one application's tables.`,
  });
}
