import { describe, expect, test } from "vitest";
import { allCommands } from "../../src/syntax/shell/index.ts";
import { parseScript } from "../../src/syntax/script/parse.ts";
import { textOf } from "../../src/text/index.ts";

/** Every command as "name: words", with the text its span covers where that differs. */
function commandsOf(path: string, text: string): string[] {
  return parseScript({ path, text }).scripts.flatMap(({ name, script }) =>
    [...allCommands(script)].map(
      (command) =>
        `${name?.value ?? "-"}: ${[command.name, ...command.words].map((word) => word?.text).join(" ")} @ ${textOf(command.span)}`,
    ),
  );
}

describe("scripts that start things", () => {
  test("a shell script", () => {
    expect(commandsOf("deploy.sh", "#!/bin/sh\nset -e\ndocker compose -f a.yml \\\n  up -d\n")).toEqual([
      "-: set -e @ set -e",
      "-: docker compose -f a.yml up -d @ docker compose -f a.yml \\\n  up -d",
    ]);
  });

  test("a Makefile: recipes, make's marks and variables", () => {
    const text =
      "COMPOSE = docker compose -f compose.yml\nTAG ?= $(shell git rev-parse HEAD)\n\nup: build\n\t@$(COMPOSE) up -d\n\t-docker push app:$(TAG)\n\nbuild:\n\tdocker build \\\n\t  -t app .\n\techo $$HOME\n";
    expect(commandsOf("Makefile", text)).toEqual([
      "up: docker compose -f compose.yml up -d @ $(COMPOSE) up -d",
      "up: docker push app:${TAG} @ docker push app:$(TAG)",
      "build: docker build -t app . @ docker build \\\n\t  -t app .",
      "build: echo $HOME @ echo $$HOME",
    ]);
  });

  test("the scripts of a package.json", () => {
    expect(commandsOf("package.json", '{"name": "x", "scripts": {"up": "docker compose -f \\"a b.yml\\" up", "n": 1}}')).toEqual([
      'up: docker compose -f a b.yml up @ docker compose -f \\"a b.yml\\" up',
      "n: 1 @ 1",
    ]);
  });

  test.each(["", "{", "\t", "a:\n\t$(", "x:\n\t${", "\u0000"])("%j does no harm", (text) => {
    for (const path of ["Makefile", "package.json", "x.sh"]) expect(() => commandsOf(path, text)).not.toThrow();
  });
});
