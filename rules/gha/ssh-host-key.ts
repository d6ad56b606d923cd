import {
  defineRule,
  hostKeyChecksOf,
  satisfied,
  textOf,
  violated,
  workflow,
  type HostKeyCheck,
  type Judgement,
} from "../../src/rule/index.ts";

const knownHosts =
  "Keep the server's line of `known_hosts` as a secret or variable, and write it to `~/.ssh/known_hosts` before the first connection.";

export default defineRule({
  id: "gha/ssh-host-key",
  scope: "job",
  title: "SSH deployment that does not verify the server",
  severity: "warning",
  securitySeverity: 6.5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A runner is a fresh machine that has never seen the server. Unless it is told the server's key beforehand it has to take whichever one it is shown, so that somebody on the way, or whoever took over the name or the address, can pose as the server, read what is copied to it and answer in its name.",
  remediation:
    "Give `appleboy/ssh-action` and `appleboy/scp-action` the server's `fingerprint`. For plain `ssh`, `scp` and `rsync` keep the server's line of `known_hosts` as a secret or variable, write it to `~/.ssh/known_hosts` before the first connection, and leave `StrictHostKeyChecking` at `yes`. Take the key from the server itself once, not from the network at each run.",
  references: [
    "https://man.openbsd.org/ssh_config#StrictHostKeyChecking",
    "https://github.com/appleboy/ssh-action",
    "https://cwe.mitre.org/data/definitions/322.html",
  ],
  cwe: [322, 295],
  examples: [
    {
      title: "an action that is told no fingerprint",
      bad: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: appleboy/ssh-action@v1
                with:
                  host: shop.example.net
                  username: deploy
                  key: \${{ secrets.SSH_KEY }}
                  script: docker compose up -d
      `,
      flags: ["appleboy/ssh-action@v1"],
      good: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: appleboy/ssh-action@v1
                with:
                  host: shop.example.net
                  username: deploy
                  key: \${{ secrets.SSH_KEY }}
                  fingerprint: \${{ vars.SSH_FINGERPRINT }}
                  script: docker compose up -d
      `,
    },
    {
      title: "a check that is switched off, and one that asks the network",
      bad: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  ssh-keyscan shop.example.net >> ~/.ssh/known_hosts
                  rsync -e "ssh -o StrictHostKeyChecking=no" dist/ deploy@shop.example.net:/srv/shop
      `,
      flags: ["ssh-keyscan", "StrictHostKeyChecking=no"],
      good: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  echo "$KNOWN_HOSTS" >> ~/.ssh/known_hosts
                  rsync -e "ssh -o StrictHostKeyChecking=yes" dist/ deploy@shop.example.net:/srv/shop
                env:
                  KNOWN_HOSTS: \${{ vars.KNOWN_HOSTS }}
      `,
    },
  ],
  *check(job) {
    for (const check of hostKeyChecksOf(job)) yield judge(check);
  },
});

function judge({ kind, at, step }: HostKeyCheck): Judgement {
  switch (kind) {
    case "checked":
      return satisfied(at);
    case "none":
      return violated({
        at,
        message: `"${step.action ?? ""}" is given no fingerprint, so that it talks to whichever machine answers for the server.`,
      });
    case "off":
      return violated({ at, message: `With "${textOf(at)}" any machine that answers for the server is taken for it.`, advice: knownHosts });
    case "first":
      return violated({
        at,
        message: 'A fresh runner knows no server yet, so that "accept-new" takes any machine that answers for the server.',
        advice: knownHosts,
      });
    case "scanned":
      return violated({
        at,
        severity: "note",
        securitySeverity: 3.5,
        message: "The server's key is asked of the network it is meant to protect from: whoever answers for the server here is trusted.",
        advice: knownHosts,
      });
  }
}
