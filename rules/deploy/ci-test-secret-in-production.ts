import { capitalize, copiesOf, defineRule, satisfied, secretOf, testSecretOf, text, violated } from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/ci-test-secret-in-production",
  scope: "credential",
  title: "Secret of the tests is the secret of production",
  severity: "error",
  securitySeverity: 8.1,
  confidence: "high",
  profile: "recommended",
  rationale:
    "What a workflow gives its tests stands in the repository in plain text, and that is fine for a database that lives for three minutes. When production has the same value, everybody who can read the workflow, or a log of it, can log in there or sign tokens for it.",
  remediation:
    "Give production a random value of its own and keep it out of the repository; the one in the workflow can stay. Change it where it is in use already: a database keeps the password that it was first started with.",
  references: [
    "https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1392.html",
  ],
  cwe: [1392],
  examples: [
    {
      title: "the test database's password on the server",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: shop
                POSTGRES_PASSWORD: kiosk-42
        `,
        ".github/workflows/ci.yml": text`
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              services:
                postgres:
                  image: postgres:16
                  env:
                    POSTGRES_PASSWORD: kiosk-42
              steps:
                - uses: actions/checkout@v4
                - run: npm test
        `,
      },
      flags: ["kiosk-42"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: shop
                POSTGRES_PASSWORD: 4f1e9c07ab52d86370be94d1
        `,
        ".github/workflows/ci.yml": text`
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              services:
                postgres:
                  image: postgres:16
                  env:
                    POSTGRES_PASSWORD: kiosk-42
              steps:
                - uses: actions/checkout@v4
                - run: npm test
        `,
      },
    },
  ],
  *check(credential, deployment) {
    const found = testSecretOf(credential, deployment);
    const { places } = credential;
    if (found === undefined) {
      if (credential.valueClass === "plausible" && deployment.workflows.length > 0) yield satisfied(places[0].at);
      return;
    }
    const { place, inTests, name } = found;
    const { path } = inTests.file;
    yield violated({
      at: place.at,
      message: `${capitalize(secretOf(place))} is what "${path}" gives its tests as ${name}: whoever can read the workflow has it.`,
      related: [{ at: inTests, note: "the tests have it in plain text" }, ...copiesOf(places.filter((one) => one !== place))],
      redact: [inTests, ...places.map(({ at }) => at)],
    });
  },
});
