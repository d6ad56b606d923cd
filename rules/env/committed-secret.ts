import {
  capitalize,
  copiesOf,
  defineRule,
  dotenv,
  isJudgedElsewhere,
  isGenerated,
  providerOf,
  satisfied,
  secretOf,
  violated,
  type Credential,
  type CredentialPlace,
  type Deployment,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/committed-secret",
  scope: "deployment",
  title: "Real-looking secret committed in a configuration file",
  severity: "error",
  securitySeverity: 9.1,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "keep",
  rationale:
    "Whoever can read the repository, a clone, a fork, a backup or a build log has the secret, and removing the line later does not take it out of the history. Tokens of known providers are found by programs that read every public commit within minutes.",
  remediation:
    "Make the secret invalid where it was issued and create another one; deleting the line is not enough. Keep the new one outside of the repository: in a secret store, a Docker secret, the CI's secrets, or an env file that git ignores, with an example file that names the variable and holds no value.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    "https://cwe.mitre.org/data/definitions/798.html",
  ],
  cwe: [798, 312],
  examples: [
    {
      title: "the key of a mail service in an env file",
      bad: dotenv`
        MAIL_HOST=smtp.mail.acme.eu
        MAIL_PASSWORD=u8Xw3nQz7kLp2vTb
      `,
      flags: ["u8Xw3nQz7kLp2vTb"],
      good: {
        ...dotenv`
          MAIL_HOST=smtp.mail.acme.eu
          MAIL_PASSWORD=u8Xw3nQz7kLp2vTb
        `,
        ".gitignore": ".env.production\n",
      },
    },
  ],
  *check(deployment) {
    for (const credential of deployment.credentials) yield* judge(credential, deployment);
    for (const stack of deployment.stacks) for (const service of stack.services) yield* judgeCommand(service, deployment);
  },
});

function* judge(credential: Credential, deployment: Deployment): Iterable<Judgement> {
  if (!isGenerated(credential)) return;
  const places = credential.places.filter((place) => !isJudgedElsewhere(place) && !isExampleFile(place));
  const [first, ...others] = places.filter(({ at }) => mayBeCommitted(at.file.path, deployment));
  if (first === undefined) {
    if (places[0] !== undefined) yield satisfied(places[0].at);
    return;
  }
  const { fileClass } = first.binding;
  const { path } = first.at.file;
  const provider = providerOf(credential.text, first.binding.name.value);
  const secret = capitalize(secretOf(first));
  const claim = provider === undefined ? `${secret} looks like a real secret` : `${secret} looks like a real ${provider.title}`;
  const message =
    deployment.isTracked(path) === true
      ? `${claim} and is committed: whoever has the repository or its history has it.`
      : `${claim}, and nothing keeps its file out of the repository.`;
  yield violated({
    at: first.at,
    message,
    ...(fileClass === "test" || fileClass === "example" ? { severity: "note" as const } : {}),
    related: copiesOf(others),
    redact: credential.places.map(({ at }) => at),
  });
}

/** An env file that is an example: `repo/env-example-real-secret` speaks of what it holds. */
function isExampleFile({ binding }: CredentialPlace): boolean {
  return binding.fileClass === "example" && binding.sink.kind === "env-file";
}

/** A word of a command has no name that says what it is, so only a provider's form counts. */
function* judgeCommand({ name, command, entrypoint }: Service, deployment: Deployment): Iterable<Judgement> {
  for (const word of [...(entrypoint?.words ?? []), ...(command?.words ?? [])]) {
    const { value } = word;
    if (value.kind !== "known" || value.through.length > 0 || !mayBeCommitted(word.span.file.path, deployment)) continue;
    const provider = providerOf(value.text);
    if (provider === undefined) continue;
    const message = `The command of "${name}" holds what looks like a real ${provider.title}: whoever has this file has it, and so does every process on the host.`;
    yield violated({ at: word.span, message, redact: [word.span] });
  }
}

function mayBeCommitted(path: string, deployment: Deployment): boolean {
  return deployment.isTracked(path) ?? !deployment.isIgnored(path);
}
