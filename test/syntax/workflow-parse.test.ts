import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, span, textOf, type Span } from "../../src/text/index.ts";
import {
  expressionsBelow,
  expressionsIn,
  literalText,
  namedValue,
  scriptOf,
  shellOf,
  workingDirectoryOf,
} from "../../src/syntax/workflow/ask.ts";
import type {
  ActionDocument,
  Condition,
  NamedValues,
  Permissions,
  Uses,
  WorkflowDocument,
  WorkflowScalar,
} from "../../src/syntax/workflow/ast.ts";
import { parseAction, parseWorkflow } from "../../src/syntax/workflow/parse.ts";

const sample = `name: Deploy
run-name: Deploy \${{ github.ref_name }} by @\${{ github.actor }}
on:
  push:
    branches: [main, 'release/**']
    paths-ignore:
      - docs/**
  pull_request_target: {types: [opened]}
  schedule:
    - cron: '0 3 * * 1'
  workflow_dispatch:
    inputs:
      target:
        type: choice
        options: [staging, production]
        required: true
  workflow_call:
    secrets:
      token:
    outputs:
      digest: {value: "\${{ jobs.build.outputs.digest }}"}
permissions:
  contents: read
  id-token: write
env:
  REGISTRY: ghcr.io
  EMPTY:
defaults:
  run: {shell: bash, working-directory: ./app}
concurrency:
  group: deploy-\${{ github.ref }}
  cancel-in-progress: false
jobs:
  build:
    runs-on: [self-hosted, "\${{ matrix.os }}"]
    permissions: write-all
    strategy:
      matrix:
        os: [ubuntu-24.04, windows-2025]
        include:
          - os: macos-15
            arch: arm64
        node: \${{ fromJSON(inputs.nodes) }}
    container:
      image: node:22
      credentials:
        username: bot
        password: \${{ secrets.REGISTRY_PASSWORD }}
    services:
      db:
        image: postgres:17
        env: {POSTGRES_PASSWORD: postgres}
        ports: ['5432:5432']
    outputs:
      digest: \${{ steps.push.outputs.digest }}
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: {persist-credentials: false}
      - id: push
        name: Build "it"
        if: github.event_name != 'pull_request_target'
        env:
          TITLE: "\${{ github.event.pull_request.title }}"
        shell: sh
        run: |
          set -e
          echo "\${{ github.head_ref }}"
            docker push "$REGISTRY/app:\${{ github.sha }}"
  deploy:
    needs: build
    if: \${{ github.ref == 'refs/heads/main' }}
    environment: {name: production, url: https://example.org}
    concurrency: production
    uses: ./.github/workflows/roll-out.yml
    with:
      digest: \${{ needs.build.outputs.digest }}
    secrets: inherit
`;

const parse = (text: string): WorkflowDocument => parseWorkflow({ path: ".github/workflows/deploy.yml", text });
const show = (value: WorkflowScalar | undefined): string | undefined => value && textOf(value.span);
const pairs = (values: NamedValues): readonly string[] => values.entries.map(({ nameSpan, value }) => `${textOf(nameSpan)}=${show(value)}`);

describe("parseWorkflow reads", () => {
  const workflow = parse(sample);
  const [build, deploy] = workflow.jobs;

  test("everything without a problem", () => expect(workflow.problems).toEqual([]));

  test("triggers and their filters", () => {
    const [push, target, schedule, dispatch, call] = workflow.triggers;
    expect(workflow.triggers.map((trigger) => [trigger.event, textOf(trigger.nameSpan)])).toEqual(
      ["push", "pull_request_target", "schedule", "workflow_dispatch", "workflow_call"].map((name) => [name, name]),
    );
    expect(push!.branches!.map(literalText)).toEqual(["main", "release/**"]);
    expect(push!.pathsIgnore!.map(show)).toEqual(["docs/**"]);
    expect([push!.tags, push!.types, target!.branches]).toEqual([undefined, undefined, undefined]);
    expect(target!.types!.map(show)).toEqual(["opened"]);
    expect(schedule!.crons.map(show)).toEqual(["0 3 * * 1"]);
    const [input] = dispatch!.inputs;
    expect([input!.name, show(input!.type), show(input!.required), input!.options.map(show)]).toEqual([
      "target",
      "choice",
      "true",
      ["staging", "production"],
    ]);
    expect([call!.secrets.map((one) => one.name), call!.outputs.map((one) => show(one.value))]).toEqual([
      ["token"],
      ["${{ jobs.build.outputs.digest }}"],
    ]);
    expect(textOf(workflow.triggersKey!)).toBe("on");
  });

  test("settings of the workflow", () => {
    expect([show(workflow.name), expressionsIn(workflow.runName).map((one) => textOf(one.span))]).toEqual([
      "Deploy",
      ["${{ github.ref_name }}", "${{ github.actor }}"],
    ]);
    expect(pairs(workflow.env)).toEqual(["REGISTRY=ghcr.io", "EMPTY="]);
    expect([show(workflow.concurrency!.group), show(workflow.concurrency!.cancelInProgress)]).toEqual([
      "deploy-${{ github.ref }}",
      "false",
    ]);
    expect(workflow.permissions!.scopes.map((scope) => [textOf(scope.nameSpan), scope.access, textOf(scope.span)])).toEqual([
      ["contents", "read", "contents: read"],
      ["id-token", "write", "id-token: write"],
    ]);
  });

  test("jobs", () => {
    expect(workflow.jobs.map((job) => [job.id, textOf(job.idSpan), job.steps.length])).toEqual([
      ["build", "build", 2],
      ["deploy", "deploy", 0],
    ]);
    expect(build!.runsOn!.labels.map(show)).toEqual(["self-hosted", "${{ matrix.os }}"]);
    expect([build!.permissions!.kind, build!.permissions!.level]).toEqual(["all", "write"]);
    expect(build!.matrix!.axes.map((axis) => [axis.name, axis.values.map(show)])).toEqual([
      ["os", ["ubuntu-24.04", "windows-2025"]],
      ["node", ["${{ fromJSON(inputs.nodes) }}"]],
    ]);
    expect([build!.matrix!.include.map(pairs), build!.matrix!.isComplete]).toEqual([[["os=macos-15", "arch=arm64"]], false]);
    expect([show(build!.container!.image), show(build!.container!.username), show(build!.container!.password)]).toEqual([
      "node:22",
      "bot",
      "${{ secrets.REGISTRY_PASSWORD }}",
    ]);
    expect(build!.services.map((one) => [one.id, show(one.image), pairs(one.env), one.ports.map(show)])).toEqual([
      ["db", "postgres:17", ["POSTGRES_PASSWORD=postgres"], ["5432:5432"]],
    ]);
    expect(pairs(build!.outputs)).toEqual(["digest=${{ steps.push.outputs.digest }}"]);
    expect([
      deploy!.needs.map(show),
      show(deploy!.environment!.name),
      show(deploy!.environment!.url),
      show(deploy!.concurrency!.group),
    ]).toEqual([["build"], "production", "https://example.org", "production"]);
    expect([deploy!.uses!.kind, pairs(deploy!.with), textOf(deploy!.inheritsSecrets!), deploy!.secrets.entries]).toEqual([
      "local",
      ["digest=${{ needs.build.outputs.digest }}"],
      "inherit",
      [],
    ]);
  });

  test("steps", () => {
    const [checkout, push] = build!.steps;
    expect([
      checkout!.index,
      pairs(checkout!.with),
      namedValue(checkout!.with, "Persist-Credentials", { ignoreCase: true })?.value.node.text,
    ]).toEqual([0, ["persist-credentials=false"], "false"]);
    expect([show(push!.id), show(push!.name), pairs(push!.env)]).toEqual([
      "push",
      'Build "it"',
      ["TITLE=${{ github.event.pull_request.title }}"],
    ]);
    expect([
      literalText(shellOf(push!, build, workflow)),
      literalText(shellOf(checkout!, build, workflow)),
      literalText(workingDirectoryOf(push!, build, workflow)),
    ]).toEqual(["sh", "bash", "./app"]);
    const script = scriptOf(push!)!;
    const command = script.text.indexOf("docker");
    expect(script.text).toBe('set -e\necho "${{ github.head_ref }}"\n  docker push "$REGISTRY/app:${{ github.sha }}"\n');
    expect(sample.slice(script.offsetOf(command), script.endOf(command + 10))).toBe("docker push");
    const found = expressionsIn(push!.run).map((one) => [
      script.text.slice(one.index, one.index + one.text.length),
      textOf(one.expression!.span),
    ]);
    expect(found).toEqual([
      ["${{ github.head_ref }}", "github.head_ref"],
      ["${{ github.sha }}", "github.sha"],
    ]);
  });

  test("every template of the file, once", () => {
    const texts = workflow.templates.flatMap((one) => expressionsIn(one)).map((one) => one.text);
    expect(texts).toEqual(sample.match(/\$\{\{.*?\}\}/g));
  });

  test("paths", () => expect(workflow.pathAt(sample.indexOf("set -e"))).toBe("jobs.build.steps[1].run"));
});

describe("events", () => {
  test.each([
    ["on: push", ["push"], []],
    ["'on': [push, pull_request]", ["push", "pull_request"], []],
    ["on:\n  - push\n", ["push"], []],
    ["on: {push: , workflow_run: {workflows: CI}}", ["push", "workflow_run"], []],
    ["on:", [], ["An event is a name or a mapping of names to settings; what is neither was passed over."]],
    ["on: [[push]]", [], ["An event is a name or a mapping of names to settings; what is neither was passed over."]],
    [
      "on: [{push: {branches: main}}]",
      ["push"],
      ["A list of events takes names only, so GitHub refuses this mapping; it was read all the same."],
    ],
    ["on: {push: [main]}", ["push"], ['"push" takes a mapping here; something else was passed over.']],
  ])("%j", (text, events, problems) => {
    const workflow = parse(text);
    expect([workflow.triggers.map((trigger) => trigger.event), workflow.problems.map((one) => one.message)]).toEqual([events, problems]);
  });
});

const drawPermissions = (permissions: Permissions | undefined): string =>
  permissions === undefined
    ? "-"
    : `${permissions.kind} ${permissions.level ?? permissions.scopes.map((one) => `${one.name}:${one.access}`).join()}`;

describe("permissions", () => {
  test.each([
    ["permissions: read-all", "all read"],
    ["permissions: 'write-all'", "all write"],
    ["permissions: {}", "scopes "],
    ["permissions: {contents: read, packages: all}", "scopes contents:read,packages:all"],
    ["permissions:", "unknown "],
    ["permissions: ${{ inputs.x }}", "unknown "],
    ["name: x", "-"],
  ])("%j", (text, drawing) => expect(drawPermissions(parse(text).permissions)).toBe(drawing));
});

const conditionOf = (text: string): Condition | undefined => parse(`jobs:\n  a:\n    if: ${text}\n`).jobs[0]!.if;

describe("conditions", () => {
  test.each([
    ["github.ref == 'x'", "bare", "github.ref == 'x'"],
    ["\"github.ref == 'x'\"", "bare", "github.ref == 'x'"],
    ["${{ github.ref == 'x' }}", "wrapped", "github.ref == 'x'"],
    ["${{ a.b }} && c.d", "mixed", undefined],
    ["${{ a.b }} ${{ c.d }}", "mixed", undefined],
    ["|\n      ${{ a.b }}\n", "mixed", undefined],
    [">-\n      ${{ a.b }}\n", "wrapped", "a.b"],
    ["|\n      a.b &&\n      c.d\n", "bare", "a.b &&\n      c.d"],
    ["false", "bare", "false"],
    ["${{ a b }}", "wrapped", undefined],
  ])("%j", (text, form, expression) => {
    const condition = conditionOf(text)!;
    expect([condition.form, condition.expression && textOf(condition.expression.span)]).toEqual([form, expression]);
  });
  test("an empty one is none", () => expect(conditionOf("")).toBeUndefined());
});

const drawUses = (uses: Uses | undefined): string => {
  if (uses === undefined) return "-";
  const { kind } = uses;
  const pieces =
    kind === "repository"
      ? [uses.owner, uses.repository, uses.path, uses.ref]
      : kind === "local"
        ? [uses.path]
        : kind === "docker"
          ? [uses.image]
          : [];
  return [
    kind,
    ...pieces.map((piece) => (piece === undefined ? "-" : `${piece.value}${piece.value === textOf(piece.span) ? "" : "!"}`)),
  ].join(" ");
};

describe("uses", () => {
  test.each([
    ["actions/checkout@v4", "repository actions checkout - v4"],
    ["'github/codeql-action/init@v3'", "repository github codeql-action init v3"],
    ["acme/flows/.github/workflows/ci.yml@refs/heads/main", "repository acme flows .github/workflows/ci.yml refs/heads/main"],
    ["actions/checkout", "repository actions checkout - -"],
    ["actions/checkout@", "repository actions checkout - -"],
    ["./.github/actions/x", "local ./.github/actions/x"],
    ["docker://alpine:3.22", "docker alpine:3.22"],
    ["checkout@v4", "unknown"],
    ["${{ inputs.action }}", "unknown"],
    ["", "-"],
  ])("%j", (text, drawing) =>
    expect(
      drawUses(
        parse(`jobs: {a: {steps: [{uses: ${text === "" ? "" : JSON.stringify(text)}}]}}`.replace(/"'|'"/g, "'")).jobs[0]!.steps[0]!.uses,
      ),
    ).toBe(drawing),
  );
});

const problemsOf = (text: string): readonly string[] => parse(text).problems.map(({ at, message }) => `${textOf(at)}: ${message}`);

describe("problems", () => {
  test.each([
    ["", [": This workflow file is empty."]],
    ["- a", ["- a: A workflow file is a mapping; this one is not, so nothing in it was read."]],
    ["jobs: [a]", ['jobs: "jobs" takes a mapping here; something else was passed over.']],
    ["jobs: {a: b}", ['a: The job "a" takes a mapping; it was left out.']],
    ["jobs: {a: {steps: [x, {run: y}]}}", ['steps: "steps" takes a list of steps; what is none was left out.']],
    ["jobs: {a: {steps: {run: y}}}", ['steps: "steps" takes a list of steps; what is none was left out.']],
    ["jobs: {a: {needs: [b, [c]]}}", ['needs: "needs" takes a list of texts; the items that are none were passed over.']],
    ["env: [A]", ['env: "env" takes a mapping here; something else was passed over.']],
    ["env: {A: [b]}", ['A: "A" takes one value here; a list or mapping was passed over.']],
    ["name: ${{ a + b }}", ["+: This expression cannot be read: this is no name, number, text or operator."]],
    ['unheard-of: ["${{ a b }}"]', ["b: This expression cannot be read: unexpected symbol."]],
    ["name: a ${{ b", ["${{: This expression is never closed with }}."]],
    ["name: ${{ ' }} ' }}", []],
    ["jobs: {a: {if: a ==}}", ["==: This expression cannot be read: unexpected end of expression."]],
    ["jobs: {a: {strategy: {matrix: x}}}", ['matrix: "matrix" takes a mapping here; something else was passed over.']],
    ["jobs: {a: &a {if: x y}, b: *a}", ["y: This expression cannot be read: unexpected symbol."]],
    ["x: &x {a: b}\nenv: {<<: *x}", ["<<: GitHub refuses merge keys (<<) in workflows and actions; this one was applied all the same."]],
  ])("%j", (text, problems) => expect(problemsOf(text)).toEqual(problems));

  test("a step behind one that is none keeps its place", () =>
    expect(parse("jobs: {a: {steps: [x, {run: y}]}}").jobs[0]!.steps.map((step) => step.index)).toEqual([1]));
  test("an expression may stand for all of a mapping", () => {
    const [job] = parse(
      'jobs: {a: {env: "${{ fromJSON(x) }}", services: "${{ y }}", strategy: "${{ z }}", container: {credentials: "${{ c }}"}}}',
    ).jobs;
    expect([show(job!.env.expression), job!.env.entries, job!.services, job!.matrix, parse("env: ${{ x }}").problems]).toEqual([
      "${{ fromJSON(x) }}",
      [],
      [],
      undefined,
      [],
    ]);
  });
});

const parseText = (text: string): ActionDocument => parseAction({ path: "action.yml", text });

describe("parseAction reads", () => {
  test("a composite action", () => {
    const action = parseText(
      "name: Setup\ndescription: d\ninputs:\n  token: {required: true, default: '${{ github.token }}'}\noutputs: {out: {value: '${{ steps.a.outputs.b }}'}}\nruns:\n  using: composite\n  steps:\n    - {id: a, run: 'echo ${{ inputs.token }}', shell: bash}\n    - uses: acme/x@v1\n",
    );
    expect(action.problems).toEqual([]);
    expect([
      show(action.name),
      action.inputs.map((one) => [one.name, show(one.default)]),
      action.outputs.map((one) => show(one.value)),
    ]).toEqual(["Setup", [["token", "${{ github.token }}"]], ["${{ steps.a.outputs.b }}"]]);
    expect([action.runs!.kind, action.runs!.steps.map((step) => [show(step.run), step.uses?.kind])]).toEqual([
      "composite",
      [
        ["echo ${{ inputs.token }}", undefined],
        [undefined, "repository"],
      ],
    ]);
    expect(action.templates.length).toBe(3);
  });
  test.each([
    ["runs: {using: node24, main: dist/index.js, post: dist/post.js}", ["javascript", undefined, ["dist/index.js", "dist/post.js"], []]],
    [
      'runs: {using: docker, image: Dockerfile, args: [-v, "${{ inputs.x }}"], entrypoint: run.sh}',
      ["docker", "Dockerfile", ["run.sh"], ["-v", "${{ inputs.x }}"]],
    ],
    ["runs: {using: later}", ["unknown", undefined, [], []]],
  ])("%j", (text, drawing) => {
    const { runs } = parseText(text);
    expect([runs!.kind, show(runs!.image), runs!.scripts.map(show), runs!.args.map(show)]).toEqual(drawing);
  });
  test("no runs", () => expect(parseText("name: x").runs).toBeUndefined());
});

/** Every span an AST holds, wherever it stands; shared and YAML nodes once. */
function spansIn(value: unknown, seen = new Set<object>()): readonly Span[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  const own = "start" in value && "end" in value && "file" in value ? [value as unknown as Span] : [];
  return [...own, ...Object.entries(value).flatMap(([key, child]) => (key === "file" ? [] : spansIn(child, seen)))];
}

const inspect = (text: string): void => {
  for (const document of [parse(text), parseAction({ path: "action.yml", text })]) {
    const whole = span(document.file, 0, text.length);
    for (const one of spansIn(document)) expect(one.start <= one.end && contains(whole, one)).toBe(true);
    for (const template of document.templates)
      for (const { span: outer, expression } of expressionsIn(template))
        for (const inner of expression === undefined ? [] : expressionsBelow(expression)) expect(contains(outer, inner.span)).toBe(true);
  }
};

describe("whatever the text", () => {
  test("every prefix is read", () => {
    for (let end = 0; end < sample.length; end += 7) inspect(sample.slice(0, end));
  });

  test("every mutation is read", () => {
    const change = fc.tuple(
      fc.nat(sample.length),
      fc.nat(12),
      fc.constantFrom(
        "",
        "-",
        ":",
        " ",
        "\n",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        "${{",
        "}}",
        "!",
        "&a ",
        "*a",
        "<<: *a",
        "|\n",
        "(",
        ")",
        ".",
        "#",
        "on",
        "jobs:\n",
      ),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        inspect(changes.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), sample));
      }),
      { numRuns: 150 },
    );
  });
});
