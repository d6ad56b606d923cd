import {
  classifyValue,
  count,
  defineRule,
  isGenerated,
  isProject,
  isSecretName,
  list,
  satisfied,
  text,
  violated,
  type Deployment,
  type EnvBinding,
  type Judgement,
} from "../../src/rule/index.ts";

/**
 * Real-looking values in such a file are `env/committed-secret`'s, one by one, because each has to be made invalid: this finding leaves those files to it, and speaks
 * of the others, in which nothing real is seen yet.
 */
export default defineRule({
  id: "repo/env-file-committed",
  scope: "deployment",
  title: "Env file with secrets is in the repository",
  severity: "error",
  securitySeverity: 8,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Whoever can read the repository, a fork or a backup of it has what is in the file, and taking the file out later does not take it out of the history. A file that holds only placeholders today is the one that gets the real values tomorrow, on a server where the change is then committed by somebody in a hurry.",
  remediation:
    "Take the file out of the repository with `git rm --cached`, which leaves it on disk, add it to `.gitignore`, and commit an example with the same names and no secrets. Change every real secret that it ever held.",
  references: [
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    "https://git-scm.com/docs/gitignore",
    "https://cwe.mitre.org/data/definitions/538.html",
  ],
  cwe: [538, 312],
  examples: [
    {
      title: "an env file beside an ignore file that forgot it",
      bad: {
        ".env.production": text`
          LOG_LEVEL=info
          SESSION_SECRET=change-me
          SMTP_PASSWORD=\${SMTP_PASSWORD}
        `,
        ".gitignore": "node_modules/\n",
      },
      flags: ["SESSION_SECRET"],
      good: {
        ".env.production": text`
          LOG_LEVEL=info
          SESSION_SECRET=change-me
          SMTP_PASSWORD=\${SMTP_PASSWORD}
        `,
        ".gitignore": text`
          node_modules/
          .env.production
        `,
      },
    },
  ],
  *check(deployment) {
    const byFile = new Map<string, EnvBinding[]>();
    for (const binding of deployment.bindings) {
      if (binding.sink.kind !== "env-file") continue;
      const own = byFile.get(binding.span.file.path);
      if (own === undefined) byFile.set(binding.span.file.path, [binding]);
      else own.push(binding);
    }
    const real = new Set(deployment.credentials.filter(isGenerated).flatMap(({ places }) => places.map(({ at }) => at.file.path)));
    for (const [path, bindings] of byFile) if (!real.has(path)) yield* judge(bindings, deployment);
  },
});

function* judge(bindings: readonly EnvBinding[], deployment: Deployment): Iterable<Judgement> {
  const [first] = bindings;
  if (first === undefined) return;
  const { file } = first.span;
  const isTracked = deployment.isTracked(file.path);
  if (["example", "test", "ci"].includes(first.fileClass) || isEncrypted(file.text) || (isTracked === undefined && !isProject(deployment)))
    return;
  if (!(isTracked ?? !deployment.isIgnored(file.path))) {
    yield satisfied(first.name.span);
    return;
  }
  const secrets = bindings.filter(({ name }) => isSecretName(name.value));
  // Without the name of a secret it is a file of settings, which many tools mean to be committed.
  if (secrets.length === 0) return void (yield satisfied(first.name.span));
  const given = secrets.filter(({ value }) => value.kind === "known" && !["empty", "reference"].includes(classifyValue(value.text)));
  const [at] = given.length > 0 ? given : secrets;
  const names = [...new Set((given.length > 0 ? given : secrets).map(({ name }) => name.value))];
  const named = names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${count(names.length - 2, "more secret")}` : list(names);
  const what = given.length > 0 ? `with ${named}` : `with a place for ${named}`;
  yield violated({
    at: at!.name.span,
    ...(given.length === 0
      ? { severity: "note" as const, securitySeverity: 3.1 }
      : isTracked === undefined
        ? { severity: "warning" as const }
        : {}),
    message:
      isTracked === true
        ? `"${file.path}" is in the repository ${what}.`
        : `"${file.path}" would be committed ${what}: no ignore rule keeps it out.`,
    redact: given.flatMap(({ written }) => (written === undefined ? [] : [written.span])),
  });
}

/** Files that dotenvx, sops or git-crypt wrote are meant to be committed. */
function isEncrypted(file: string): boolean {
  return /^\w+=["']?(?:encrypted:|ENC\[)|^sops_|DOTENV_PUBLIC_KEY|^.GITCRYPT/m.test(file.slice(0, 20_000));
}
