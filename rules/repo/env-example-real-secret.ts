import {
  capitalize,
  copiesOf,
  defineRule,
  isGenerated,
  mayBeCommitted,
  providerOf,
  satisfied,
  secretOf,
  text,
  violated,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "repo/env-example-real-secret",
  scope: "credential",
  title: "Example env file contains a real-looking secret",
  severity: "error",
  securitySeverity: 8.5,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "keep",
  rationale:
    "An example is made by copying a file that works and taking the secrets out; one is easily missed. The file is in the repository by design, so whoever can read it has the secret, and even if it opens nothing any more, everybody who copies the example runs with the same one.",
  remediation:
    "Make the secret invalid where it was issued, and leave the line empty or write a word that cannot be mistaken, as in `STRIPE_SECRET_KEY=` or `SECRET_KEY=<a random value>`.",
  references: [
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/798.html",
  ],
  cwe: [798],
  examples: [
    {
      title: "a key that was forgotten when the example was made",
      bad: {
        ".env.example": text`
          MAIL_PASSWORD=u8Xw3nQz7kLp2vTb
          SECRET_KEY=change-me
          POSTGRES_PASSWORD=changethis
        `,
      },
      flags: ["u8Xw3nQz7kLp2vTb"],
      good: {
        ".env.example": text`
          MAIL_PASSWORD=your-password
          SECRET_KEY=change-me
          POSTGRES_PASSWORD=changethis
        `,
      },
    },
  ],
  *check(credential, deployment) {
    const places = credential.places.filter(({ binding }) => binding.fileClass === "example" && binding.sink.kind === "env-file");
    const [first, ...others] = places.filter(({ at }) => mayBeCommitted(at.file.path, deployment));
    if (first === undefined) return;
    if (credential.valueClass !== "plausible" || !isGenerated(credential)) {
      if (credential.valueClass !== "empty" && credential.valueClass !== "reference") yield satisfied(first.at);
      return;
    }
    const provider = providerOf(credential.text, first.binding.name.value);
    const kind = provider === undefined ? "secret" : provider.title;
    yield violated({
      at: first.at,
      message: `${capitalize(secretOf(first))} in the example looks like a real ${kind}, and everybody who has the repository has it.`,
      related: copiesOf(others),
      redact: credential.places.map(({ at }) => at),
    });
  },
});
