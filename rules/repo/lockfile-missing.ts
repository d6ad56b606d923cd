import { defineRule, folderOf, isProject, manifestInstalls, satisfied, text, violated, violatedIn } from "../../src/rule/index.ts";

/** `dockerfile/npm-install-not-ci` asks whether a lockfile is held to; this one whether there is any. */
export default defineRule({
  id: "repo/lockfile-missing",
  scope: "image",
  title: "Application is built without a lockfile",
  severity: "note",
  securitySeverity: 3,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Without a lockfile every build takes the newest versions that the manifest allows, of every package and all that they bring along. Two builds of the same commit differ, and a package that was taken over an hour ago is in the next image before anybody has heard of it.",
  remediation:
    "Commit the file that the package manager writes (`package-lock.json`, `yarn.lock`, `Cargo.lock`, `Gemfile.lock`, …), copy it into the image together with the manifest, and install by it: `npm ci`, `cargo build --locked`.",
  references: [
    "https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json",
    "https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1357.html",
  ],
  cwe: [1357],
  examples: [
    {
      title: "an image whose packages change from build to build",
      bad: {
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY package.json ./
          RUN npm install --omit=dev
          COPY . .
        `,
        "package.json": "{}\n",
        ".gitignore": "node_modules/\n",
      },
      flags: ["npm install"],
      good: {
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY package.json ./
          RUN npm install --omit=dev
          COPY . .
        `,
        "package.json": "{}\n",
        "package-lock.json": "{}\n",
        ".gitignore": "node_modules/\n",
      },
    },
  ],
  *check(image, deployment) {
    if (!isProject(deployment)) return;
    for (const { at, text: call, manifest, names, lockfile } of manifestInstalls(image, deployment)) {
      const folder = folderOf(manifest);
      const ignored = names.find((name) => deployment.isIgnored(folder === "" ? name : `${folder}/${name}`));
      if (lockfile !== undefined && deployment.isTracked(lockfile) !== false) yield satisfied(at);
      else if (ignored !== undefined || lockfile !== undefined)
        yield violated({
          at,
          severity: "warning",
          message: `"${call}" installs other versions on every machine: git keeps "${lockfile ?? ignored!}" out of the repository.`,
        });
      else
        yield* violatedIn(image, deployment, {
          at,
          severity: "note",
          message: `"${call}" installs whatever is newest that "${manifest}" allows: it has no lockfile.`,
        });
    }
  },
});
