import {
  count,
  defineRule,
  isSecretName,
  list,
  satisfied,
  text,
  undocumentedVariables,
  unknown,
  unsetVariables,
  violated,
} from "../../src/rule/index.ts";

/** What is found here is left out by `compose/secret-not-required`: what is written down nowhere has to be added first. */
export default defineRule({
  id: "deploy/undefined-variable",
  scope: "stack",
  title: "Variable is defined nowhere",
  severity: "warning",
  securitySeverity: 3.7,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Compose makes an empty text of a variable that nobody gives, prints a warning and goes on. Whoever sets up a server by the project's own example file fills in every line of it and still leaves this variable out, because nothing tells of it; what then starts with an empty key, password or address may look as if it worked.",
  remediation:
    "Add the variable to the example file, with a line on where its value comes from, and write `${NAME:?set NAME}` where it must not be empty or `${NAME:-value}` where there is a sensible default. If the name is a slip of the pen, correct it.",
  references: [
    "https://docs.docker.com/reference/compose-file/interpolation/",
    "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/",
    "https://cwe.mitre.org/data/definitions/1188.html",
  ],
  cwe: [1188],
  examples: [
    {
      title: "a key that the example file forgot",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                DATABASE_URL: \${DATABASE_URL}
                SHOP_NAME: \${SHOP_NAME:-Shop}
                STRIPE_SECRET_KEY: \${STRIPE_SECRET_KEY}
        `,
        ".env.example": text`
          DATABASE_URL=postgres://shop:secret@db:5432/shop
        `,
      },
      flags: ["${STRIPE_SECRET_KEY}"],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                DATABASE_URL: \${DATABASE_URL}
                SHOP_NAME: \${SHOP_NAME:-Shop}
                STRIPE_SECRET_KEY: \${STRIPE_SECRET_KEY}
        `,
        ".env.example": text`
          DATABASE_URL=postgres://shop:secret@db:5432/shop
          # From the dashboard of Stripe
          # STRIPE_SECRET_KEY=
        `,
      },
    },
    {
      title: "a tag that the deploy script gives, and one that nobody does",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: ghcr.io/acme/web:\${WEB_TAG}
            worker:
              image: ghcr.io/acme/worker:\${WORKER_TAG}
              environment:
                MAIL_HOST: \${MAIL_HOST}
        `,
        ".env.example": "MAIL_HOST=mail.acme.eu\n",
        "scripts/deploy.sh": text`
          #!/bin/sh
          WEB_TAG=$(git rev-parse --short HEAD) docker compose up -d
        `,
      },
      flags: ["${WORKER_TAG}"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: ghcr.io/acme/web:\${WEB_TAG}
            worker:
              image: ghcr.io/acme/worker:\${WEB_TAG}
              environment:
                MAIL_HOST: \${MAIL_HOST}
        `,
        ".env.example": "MAIL_HOST=mail.acme.eu\n",
        "scripts/deploy.sh": text`
          #!/bin/sh
          WEB_TAG=$(git rev-parse --short HEAD) docker compose up -d
        `,
      },
    },
  ],
  *check(stack, deployment) {
    const found = undocumentedVariables(stack, deployment);
    if (found === undefined) {
      for (const { span } of unsetVariables(stack).slice(0, 1))
        yield unknown(span, "no env file or example of the project documents what this stack needs");
      return;
    }
    for (const { span } of found.documented) yield satisfied(span);
    const ordered = [...found.undocumented].sort((a, b) => Number(isSecretName(b.name)) - Number(isSecretName(a.name)));
    const [first, ...rest] = ordered;
    if (first === undefined) return;
    const names = ordered.map(({ name }) => name);
    const named = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${count(names.length - 3, "other variable")}` : list(names);
    const [is, it] = names.length === 1 ? ["is", "it"] : ["are", "them"];
    yield violated({
      at: first.span,
      severity: isSecretName(first.name) ? "warning" : "note",
      message: `${named} ${is} empty for whoever follows "${found.document.file.path}": neither it nor any script, workflow or comment tells of ${it}.`,
      related: rest.map(({ name, span }) => ({ at: span, note: `${name} is written down nowhere either` })),
    });
  },
});
