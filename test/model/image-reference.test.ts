import { assert, constantFrom, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalText,
  compareVersions,
  familiarName,
  hasVersion,
  isMovingTag,
  isPinned,
  parseImageReference,
  readTag,
  type ImageReference,
} from "../../src/model/image-reference.ts";

const sha = "0123456789abcdef".repeat(4);

function parsed(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference.kind === "invalid") throw new Error(`${text}: ${reference.reason}`);
  return reference;
}

describe("a reference", () => {
  test.each([
    ["redis", "docker.io/library/redis:latest", "redis"],
    ["redis:7-alpine", "docker.io/library/redis:7-alpine", "redis"],
    ["docker.io/redis:7.2", "docker.io/library/redis:7.2", "redis"],
    ["docker.io/library/nginx:1.21.0", "docker.io/library/nginx:1.21.0", "nginx"],
    ["index.docker.io/grafana/grafana", "docker.io/grafana/grafana:latest", "grafana/grafana"],
    ["grafana/grafana:11.0.0", "docker.io/grafana/grafana:11.0.0", "grafana/grafana"],
    ["localhost/api", "localhost/api:latest", "localhost/api"],
    ["localhost:5000/api:dev", "localhost:5000/api:dev", "localhost:5000/api"],
    ["my_private.registry:5000/nginx:1.21.0", "my_private.registry:5000/nginx:1.21.0", "my_private.registry:5000/nginx"],
    ["registry.acme.test:5000/team/a/b:1", "registry.acme.test:5000/team/a/b:1", "registry.acme.test:5000/team/a/b"],
    ["[2001:db8::1]:5000/api", "[2001:db8::1]:5000/api:latest", "[2001:db8::1]:5000/api"],
    ["Acme/api", "Acme/api:latest", "Acme/api"],
    [`rust:1.96.1-bullseye@sha256:${sha}`, `docker.io/library/rust:1.96.1-bullseye@sha256:${sha}`, "rust"],
    [`gcr.io/acme/api@sha256:${sha}`, `gcr.io/acme/api@sha256:${sha}`, "gcr.io/acme/api"],
    ["a__b/c-d---e.f", "docker.io/a__b/c-d---e.f:latest", "a__b/c-d---e.f"],
    ["redis:5000/api", "redis:5000/api:latest", "redis:5000/api"],
  ])("%s is %s", (text, canonical, familiar) => {
    const reference = parseImageReference(text);
    expect(reference.kind === "invalid" ? "invalid" : canonicalText(reference)).toBe(canonical);
    expect(reference.kind === "invalid" ? "" : familiarName(reference)).toBe(familiar);
  });

  test.each([
    [
      `ghcr.io:443/acme/api:v1.2@sha256:${sha}`,
      { registry: "ghcr.io:443", repository: "acme/api", name: "api", tag: "v1.2", digest: `sha256:${sha}` },
    ],
    ["postgres:16", { repository: "postgres", name: "postgres", tag: "16" }],
    ["acme/api", { repository: "acme/api", name: "api" }],
  ])("%s tells where its parts stand", (text, parts) => {
    const { at } = parsed(text);
    expect(Object.fromEntries(Object.entries(at).map(([part, range]) => [part, text.slice(range.start, range.end)]))).toEqual(parts);
  });

  test.each([
    ["", "", "empty"],
    ["Redis", "Redis", "lower case"],
    ["redis:", "", "tag"],
    ["redis:7@", "", "digest"],
    ["redis: 7", " 7", "tag"],
    ["redis:${TAG}", "${TAG}", "tag"],
    ["redis@sha256:abc", "sha256:abc", "32"],
    [`redis@sha256:${sha.slice(2)}`, `sha256:${sha.slice(2)}`, "62"],
    [`redis@sha256:${sha.toUpperCase()}`, `sha256:${sha.toUpperCase()}`, "capital"],
    ["/redis", "/redis", "element"],
    ["acme//api", "acme//api", "element"],
    ["acme/api/", "acme/api/", "element"],
    ["acme/-api", "acme/-api", "element"],
    ["acme/a___b", "acme/a___b", "element"],
    ["-bad.test/api", "-bad.test", "registry"],
    ["reg.test:port/api", "reg.test:port", "registry"],
    ["reg.test/", "", "missing"],
    [`redis:${"a".repeat(129)}`, "a".repeat(129), "128"],
    [sha, sha, "image id"],
    [`acme/${"a".repeat(255)}`, `acme/${"a".repeat(255)}`, "255"],
    ["docker://alpine", "docker:", "registry"],
  ])("%j is none", (text, part, reason) => {
    const reference = parseImageReference(text);
    expect(reference).toMatchObject({ kind: "invalid", reason: expect.stringContaining(reason) });
    expect(reference.kind === "invalid" && text.slice(reference.at.start, reference.at.end)).toBe(part);
  });

  test("is read without throwing, and its ranges lie inside, whatever the text", () => {
    const texts = string({ unit: constantFrom("a", "B", "0", "/", ":", "@", ".", "-", "_", "[", "]", " ", "ü"), maxLength: 60 });
    assert(
      property(texts, (text) => {
        const reference = parseImageReference(text);
        const ranges = reference.kind === "invalid" ? [reference.at] : Object.values(reference.at);
        for (const { start, end } of ranges) expect(0 <= start && start <= end && end <= text.length).toBe(true);
        const again = reference.kind === "invalid" ? reference : parseImageReference(canonicalText(reference));
        expect(again.kind === "invalid" ? "" : familiarName(again)).toBe(reference.kind === "invalid" ? "" : familiarName(reference));
      }),
    );
  });

  test("is pinned by a digest alone", () => {
    expect(isPinned(parsed(`redis@sha256:${sha}`))).toBe(true);
    expect(isPinned(parsed("redis:7.2.4"))).toBe(false);
  });
});

describe("a tag", () => {
  test.each([
    ["3.11-slim-bookworm", "3.11", ["slim", "bookworm"]],
    ["latest", undefined, ["latest"]],
    ["lts-buster-slim", undefined, ["lts", "buster", "slim"]],
    ["v2.11", "2.11", []],
    ["8u342-jdk", "8", ["jdk"]],
    ["21.0.1_12-jre-alpine", "21.0.1", ["jre", "alpine"]],
    ["3.13.0rc1-slim", "3.13.0", ["rc1", "slim"]],
    ["17-ea-jdk", "17", ["ea", "jdk"]],
    ["1.25.3-alpine3.18", "1.25.3", ["alpine3.18"]],
    ["16-3.4-alpine", "16", ["3.4", "alpine"]],
    ["2.14.2-pg16", "2.14.2", ["pg16"]],
    ["RELEASE.2024-01-16T16-07-38Z", "2024.01.16", []],
    ["5c3dda6b", undefined, ["5c3dda6b"]],
    ["34dfbb8b0c01b8db904b945a3790a371244839ef", undefined, ["34dfbb8b0c01b8db904b945a3790a371244839ef"]],
    ["20221121073136master", undefined, ["20221121073136master"]],
    ["20240115", undefined, ["20240115"]],
    ["python3.12-bookworm-slim", undefined, ["python3.12", "bookworm", "slim"]],
    ["9.0.99-jdk17-temurin", "9.0.99", ["jdk17", "temurin"]],
    ["--", undefined, [""]],
  ])("%s says version %s and %j", (tag, version, variants) => {
    expect(readTag(tag)).toEqual(version === undefined ? { variants } : { version, variants });
    expect(hasVersion(tag)).toBe(version !== undefined);
  });

  test.each([
    ["latest", true],
    ["lts-alpine", true],
    ["stable-alpine", true],
    ["nightly", true],
    ["bookworm", false],
    ["1.27", false],
    ["2024-latest", false],
  ])("%s follows a line by its name: %s", (tag, moving) => expect(isMovingTag(tag)).toBe(moving));
});

test.each([
  ["1.9", "1.10", false, -1],
  ["1.21", "1.21.0", false, 0],
  ["8", "8.4", true, 1],
  ["8", "8.4", false, -1],
  ["18.0.1", "18", true, 1],
  ["17", "18", true, -1],
])("%s against %s", (left, right, floating, sign) => expect(Math.sign(compareVersions(left, right, floating))).toBe(sign));
