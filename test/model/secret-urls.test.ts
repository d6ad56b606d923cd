import { describe, expect, test } from "vitest";
import { decodePiece, parseConnectionUrl } from "../../src/model/secret/index.ts";
import { parseTemplate, plainInput, sourceOf, type Scalar } from "../../src/syntax/template/index.ts";
import { textOf } from "../../src/text/index.ts";

const scalarOf = (text: string): Scalar => parseTemplate(plainInput({ path: ".env", text: `»${text}«` }, 1, text.length + 1), "dotenv");

const piece = (one: Scalar | undefined): string => (one === undefined ? "-" : sourceOf(one));
const passwordOf = (text: string): string => decodePiece(parseConnectionUrl(scalarOf(text))!.password!);

/** scheme | user | password | host:port,… | path | name=value&…; "-" for what is not there. */
function show(text: string): string | undefined {
  const url = parseConnectionUrl(scalarOf(text));
  if (url === undefined) return undefined;
  for (const one of [url.user, url.password, url.host, url.port, url.path]) {
    expect(one === undefined || textOf(one.span) === sourceOf(one)).toBe(true);
  }
  const hosts = url.hosts.map(({ host, port }) => (port === undefined ? piece(host) : `${piece(host)}:${piece(port)}`)).join(",");
  return [
    url.scheme,
    piece(url.user),
    piece(url.password),
    hosts || "-",
    piece(url.path),
    url.query.map(({ name, value }) => `${name}=${piece(value)}`).join("&") || "-",
  ].join(" | ");
}

describe("connection URLs", () => {
  test.each<[string, string | undefined]>([
    ["postgres://user:password@db:5432/shop", "postgres | user | password | db:5432 | shop | -"],
    [
      "postgresql+asyncpg://app:${DB_PASSWORD}@db:5432/${DB_NAME:-shop}",
      "postgresql+asyncpg | app | ${DB_PASSWORD} | db:5432 | ${DB_NAME:-shop} | -",
    ],
    [
      "postgres://${USER}:${PW:-a:b@c/d}@${HOST}:${PORT}/x?sslmode=disable",
      "postgres | ${USER} | ${PW:-a:b@c/d} | ${HOST}:${PORT} | x | sslmode=disable",
    ],
    ["redis://:secret@cache", "redis |  | secret | cache | - | -"],
    ["redis://:@cache", "redis |  |  | cache | - | -"],
    ["redis://cache:6379/0", "redis | - | - | cache:6379 | 0 | -"],
    ["REDISS://default:a%40b@cache", "rediss | default | a%40b | cache | - | -"],
    ["mongodb://a:b@m1:27017,m2:27018/shop?replicaSet=rs&tls=true", "mongodb | a | b | m1:27017,m2:27018 | shop | replicaSet=rs&tls=true"],
    ["amqp://guest:guest@[::1]:5672//", "amqp | guest | guest | ::1:5672 | / | -"],
    ["postgres://u:p@ss@db/x", "postgres | u | p@ss | db | x | -"],
    ["jdbc:postgresql://db/shop?user=u&password=p", "jdbc:postgresql | - | - | db | shop | user=u&password=p"],
    ["${DB_DRIVER}://u:p@db", " | u | p | db | - | -"],
    ["${DATABASE_URL:-mysql://root:root@db/shop}", "mysql | root | root | db | shop | -"],
    ["sqlite:///data/app.db", "sqlite | - | - | - | data/app.db | -"],
    ["https://public@o0.ingest.sentry.io/1", "https | public | - | o0.ingest.sentry.io | 1 | -"],
    ["postgres:///shop?host=/var/run#x", "postgres | - | - | - | shop | host=/var/run"],
    ["postgres://", "postgres | - | - | - | - | -"],
    ["not a url", undefined],
    ["two words://x", undefined],
    ["postgres://a b", undefined],
    ["${DATABASE_URL}", undefined],
    ["${DATABASE_URL:?postgres://x}", undefined],
    ["db:5432", undefined],
    ["", undefined],
  ])("%s", (text, expected) => expect(show(text)).toBe(expected));

  test("pieces decode, or stay as they are", () => {
    expect([passwordOf("a://u:x%40y@h"), passwordOf("a://u:100%@h")]).toEqual(["x@y", "100%"]);
  });

  test("long hostile text is read in one go", () => {
    const text = `postgres://${"a:b@".repeat(20_000)}h${",h".repeat(20_000)}?${"a&".repeat(20_000)}`;
    expect(parseConnectionUrl(scalarOf(text))?.hosts.length).toBe(20_001);
  });
});
