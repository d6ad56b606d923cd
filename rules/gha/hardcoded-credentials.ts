import {
  defineRule,
  literalCredentialsOf,
  satisfied,
  violated,
  workflow,
  type Judgement,
  type LiteralCredential,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/hardcoded-credentials",
  scope: "job",
  title: "Credential written into a workflow",
  severity: "error",
  securitySeverity: 8.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Everybody who can read the repository can read its workflows, all their older versions and every fork: a password written there is known to all of them, cannot be masked in logs, and stays in the history after it is taken out.",
  remediation:
    "Make a new credential, since this one is known, store it as a secret of the deployment's environment, and refer to it, as in `${{ secrets.REGISTRY_PASSWORD }}`.",
  references: [
    "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  ],
  cwe: [798],
  examples: [
    {
      title: "the registry's password and the application's key",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            runs-on: ubuntu-latest
            container:
              image: registry.example.net/tools:2.4.1
              credentials:
                username: ci
                password: Nightingale-42-forever
            env:
              JWT_SECRET: 8f3b2c9d7e6a5f4b3c2d1e0f9a8b7c6d
            steps:
              - run: flyctl deploy --env JWT_SECRET="$JWT_SECRET"
      `,
      flags: ["Nightingale-42-forever", "8f3b2c9d7e6a5f4b3c2d1e0f9a8b7c6d"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            runs-on: ubuntu-latest
            container:
              image: registry.example.net/tools:2.4.1
              credentials:
                username: ci
                password: \${{ secrets.REGISTRY_PASSWORD }}
            env:
              JWT_SECRET: \${{ secrets.JWT_SECRET }}
            steps:
              - run: flyctl deploy --env JWT_SECRET="$JWT_SECRET"
      `,
    },
    {
      title: "a password on a command line",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - run: docker login registry.example.net -u ci -p Tr0ub4dor-and-3
              - run: docker push registry.example.net/shop:\${{ github.sha }}
      `,
      flags: ["Tr0ub4dor-and-3"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - run: echo "$PASSWORD" | docker login registry.example.net -u ci --password-stdin
                env:
                  PASSWORD: \${{ secrets.REGISTRY_PASSWORD }}
              - run: docker push registry.example.net/shop:\${{ github.sha }}
      `,
    },
  ],
  *check(job) {
    for (const credential of literalCredentialsOf(job)) yield judge(credential);
  },
});

function judge({ what, at, isLiteral }: LiteralCredential): Judgement {
  if (!isLiteral) return satisfied(at);
  return violated({
    at,
    redact: [at],
    message: `${what} stands here in plain text, for everybody who can read the repository or one of its older versions.`,
  });
}
