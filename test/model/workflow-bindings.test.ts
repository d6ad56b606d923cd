import { expect, test } from "vitest";
import { connectWorkflows } from "../../src/model/workflow/index.ts";
import { parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { textOf } from "../../src/text/index.ts";

test("only what is deployed has variables", () => {
  const text = `on: push
env:
  STAGE: production
jobs:
  test:
    runs-on: ubuntu-latest
    services:
      db:
        image: postgres:16
        env:
          POSTGRES_PASSWORD: postgres
    env:
      JWT_SECRET: test-secret
    steps:
      - run: npm test
        env:
          IN_TEST: "1"
  deploy:
    needs: test
    runs-on: ubuntu-latest
    env:
      DATABASE_URL: postgres://shop:shop@db/shop
      FROM_SECRET: \${{ secrets.X }}
    steps:
      - run: flyctl deploy
        env:
          STAGE: staging
`;
  const { bindings } = connectWorkflows([parseWorkflow({ path: ".github/workflows/w.yml", text })], []);
  const found = bindings(() => "ci");
  expect(found.map(({ name, value, sink }) => [name.value, value.kind === "known" ? value.text : value.kind, sink.kind])).toEqual([
    ["STAGE", "production", "workflow"],
    ["DATABASE_URL", "postgres://shop:shop@db/shop", "workflow"],
    ["FROM_SECRET", "unknown", "workflow"],
    ["STAGE", "staging", "workflow"],
  ]);
  expect(found.map(({ span }) => textOf(span))[0]).toBe("STAGE: production");
  const inner = found.at(-1)!;
  expect(inner.sink.siblings.find("STAGE")).toBe(inner);
  expect(found[0]!.sink.siblings.find("STAGE")).toBe(found[0]);
  expect(inner.sink.siblings.find("DATABASE_URL")?.name.value).toBe("DATABASE_URL");
});
