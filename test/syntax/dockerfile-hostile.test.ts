import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { dockerfileTemplateReason, parseDockerfile, type DockerfileDocument } from "../../src/syntax/dockerfile/index.ts";
import { allScripts } from "../../src/syntax/shell/index.ts";
import type { Span } from "../../src/text/index.ts";

const SAMPLES = [
  `# syntax=docker/dockerfile:1
# The web shop, built and served.
ARG NODE_VERSION=20.11
FROM --platform=$BUILDPLATFORM node:\${NODE_VERSION:-20}-slim AS build
WORKDIR /srv/shop
ENV NODE_ENV=production \\
    # only while building
    NPM_CONFIG_LOGLEVEL="warn \${LEVEL:+loud}" PATH='/srv/shop/bin':$PATH
COPY --chown=node:node ["package.json", "package-lock.json", "./"]
RUN --mount=type=cache,target=/root/.npm \\
    apt-get update \\
    # git is needed for one dependency
    && apt-get install -y --no-install-recommends git \\

    && sh -c "npm ci --omit=dev && echo \\"done \${NODE_ENV}\\"" \\
    && for f in $(ls /srv); do rm -rf "/srv/$f/.git"; done
COPY . .

FROM nginx:1.25-alpine
MAINTAINER Jo O'Neil <jo@example.com>
LABEL "org.example.team"="shop" tier=web
LABEL description all in one
COPY --from=build /srv/shop/dist /usr/share/nginx/html/
COPY <<EOF <<'RAW' /etc/nginx/
server { listen 80; root \${ROOT}; }
EOF
FROM raw text
RAW
RUN <<-SETUP
	set -eux
	adduser -D shop || true
	SETUP
ONBUILD RUN ["echo", "a \\u00e9 \\"b\\""]
EXPOSE 80/tcp 443
HEALTHCHECK --interval=30s CMD wget -qO- http://localhost/ || exit 1
USER shop:$GROUP
CMD ["nginx", "-g", "daemon off;"]
`,
  '# escape=`\r\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\r\nSHELL ["powershell", "-Command"]\r\nRUN Get-Item `\r\n  # note\r\n  C:\\x\r\nWORKDIR C:\\app\r\nENV A b c\r\nENTRYPOINT app.exe\r\n',
  '\uFEFFfrom scratch\nadd a.tar /\nstopsignal SIGTERM\nvolume ["/d"]\nshell ["/bin/sh", "-c"]\nRUN cat <<A >/a && cat <<B >/b\n1\nA\n2\nB\n',
];

/** Every span that can be reached from a document, those of the scripts in it included. */
function spansOf(document: DockerfileDocument): readonly Span[] {
  const spans: Span[] = [...document.blocks()];
  const seen = new Set<unknown>([document.file]);
  const pending: unknown[] = [document];
  for (const instruction of document.instructions) {
    if ("command" in instruction && instruction.command) pending.push([...allScripts(instruction.command.script)]);
  }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    if ("start" in next && "end" in next && "file" in next) spans.push(next as Span);
    else pending.push(...Object.values(next).filter((item) => item !== undefined));
  }
  return spans;
}

function holds(text: string): void {
  const document = parseDockerfile({ path: "Dockerfile", text });
  dockerfileTemplateReason(text);
  for (const { start, end } of spansOf(document)) {
    if (!(start >= 0 && start <= end && end <= text.length))
      throw new Error(`${start}–${end} is not within ${text.length} characters of ${JSON.stringify(text)}`);
  }
  for (const { span } of document.instructions) expect(document.pathAt(span.start)).toBeTypeOf("string");
  const { instructions } = document;
  for (const [i, { span }] of instructions.entries()) expect(span.start).toBeGreaterThanOrEqual(instructions[i - 1]?.span.end ?? 0);
}

test.each(SAMPLES.map((sample, index) => [index, sample] as const))("the whole of sample %i is understood", (_, sample) => {
  expect(parseDockerfile({ path: "Dockerfile", text: sample }).problems).toEqual([]);
});

test.each(SAMPLES.map((sample, index) => [index, sample] as const))("every prefix of sample %i parses", (_, sample) => {
  for (let length = 0; length < sample.length; length++) holds(sample.slice(0, length));
});

const BITS = [
  "\\",
  "\\\n",
  "\n",
  "\r",
  "\r\n",
  "\n#c\n",
  '"',
  "'",
  "$",
  "${",
  "${X:-",
  "}",
  "<<E",
  "\nE\n",
  "[",
  "]",
  '["a", "b"]',
  ",",
  "\\u00",
  "--",
  "--f=",
  "FROM a AS b\n",
  "\nRUN ",
  "ONBUILD ",
  "`",
  "=",
  " ",
  "\t",
  "\f",
  "\u2028",
  "é",
  "{{",
  "`a`",
  "sh -c '",
];

test("samples with pieces taken out and put in parse", () => {
  const edit = tuple(integer({ min: 0, max: 2000 }), integer({ min: 0, max: 20 }), constantFrom(...BITS));
  assert(
    property(constantFrom(...SAMPLES), array(edit, { minLength: 1, maxLength: 6 }), (sample, edits) => {
      let text = sample;
      for (const [at, length, bit] of edits) text = text.slice(0, at) + bit + text.slice(at + length);
      holds(text);
    }),
    { numRuns: 600, seed: 11 },
  );
});

test.each([
  ["one long RUN", `FROM a\nRUN ${"echo hello && \\\n".repeat(40_000)}true`],
  ["many instructions", `FROM a\n${"RUN echo ${X} > y\n".repeat(8000)}`],
  ["no Dockerfile at all", "x\n".repeat(50_000)],
  ["heredocs that never end", `FROM a\n${Array.from({ length: 8000 }, (_, i) => `RUN <<A${i}\n`).join("")}`],
  ["nested substitutions", `FROM a\nRUN ${"$(".repeat(20_000)}\nENV A=${"${a:-".repeat(20_000)}`],
  ["one long array", `FROM a\nCMD [${'"a", '.repeat(100_000)}"b"]`],
  ["nested arrays", `FROM a\nCMD ${"[".repeat(100_000)}`],
  ["chained triggers", `FROM a\nONBUILD ${"ONBUILD ".repeat(50_000)}`],
  ["blank lines", `FROM a\nRUN b \\\n${"\n".repeat(200_000)}{{`],
  ["mount fields", `FROM a\nRUN --mount=${"$a=b,".repeat(50_000)} x`],
])("%s can be read to the end", (_, text) => {
  const document = parseDockerfile({ path: "Dockerfile", text });
  for (const instruction of document.instructions) {
    if ("command" in instruction && instruction.command) expect(instruction.command.script.region.file).toBe(document.file);
  }
  expect(dockerfileTemplateReason(text)).toBeUndefined();
});
