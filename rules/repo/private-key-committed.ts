import { classOfPath, defineRule, mayBeCommitted, isProject, satisfied, violated, type Deployment } from "../../src/rule/index.ts";

const contents = {
  "private-key": "a private key",
  "encrypted-key": "a private key, which only its passphrase protects",
  keystore: "a keystore, which only its password protects",
  "service-account": "the key of a service account",
} as const;

export default defineRule({
  id: "repo/private-key-committed",
  scope: "deployment",
  title: "Private key or keystore is in the repository",
  severity: "error",
  securitySeverity: 9.1,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "keep",
  rationale:
    "Whoever has the private key of a certificate can pose as the site, and whoever has an SSH key or a service account's can log in as its owner. A repository is copied to every developer, runner and backup, and keeps what was deleted from it.",
  remediation:
    "Have the certificate or key revoked and make a new one; deleting the file is not enough. Keep the new one on the server, in the CI's secrets or a secret store, and let git ignore the file.",
  references: [
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    "https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/321.html",
  ],
  cwe: [321],
  examples: [
    {
      title: "the key of the site's certificate",
      bad: {
        "nginx/ssl/site.key":
          "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ4mB0y6b3xqVbL0qk2pYd5r8Xh1oZ3nQe7sUwT9aFgK\n-----END PRIVATE KEY-----\n",
        "nginx/ssl/site.pem": "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQx\n-----END CERTIFICATE-----\n",
        ".gitignore": "node_modules/\n",
      },
      flags: ["-----BEGIN PRIVATE KEY-----"],
      good: {
        "nginx/ssl/site.pem": "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQx\n-----END CERTIFICATE-----\n",
        ".gitignore": "nginx/ssl/*.key\n",
      },
    },
  ],
  *check(deployment) {
    for (const { file, holds, at } of deployment.documents.sensitive) {
      if (holds === "data-dump" || !isKept(file.path, deployment)) continue;
      if (holds === undefined) {
        yield satisfied(at);
        continue;
      }
      const isForTests = ["test", "example", "dev"].includes(classOfPath(file.path) ?? "");
      yield violated({
        at,
        ...(isForTests
          ? { severity: "note" as const, securitySeverity: 2 }
          : holds === "encrypted-key"
            ? { severity: "warning" as const, securitySeverity: 6 }
            : {}),
        message: `"${file.path}" holds ${contents[holds]}, and ${deployment.isTracked(file.path) === true ? "is in the repository" : "nothing keeps it out of the repository"}.`,
        redact: holds === "private-key" && file.text !== "" ? [{ file, start: at.end, end: file.text.length }] : [],
      });
    }
  },
});

/** Whether the file is part of the repository. Without one, a key that lies on a server beside what it is for is where it belongs. */
function isKept(path: string, deployment: Deployment): boolean {
  return deployment.isTracked(path) ?? (isProject(deployment) && mayBeCommitted(path, deployment));
}
