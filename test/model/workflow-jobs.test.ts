import { describe, expect, test } from "vitest";
import { connectWorkflows, tagOf, unguardedStarts, type WorkflowJob } from "../../src/model/workflow/index.ts";
import { hostKeyChecksOf } from "../../src/model/workflow/index.ts";
import { parseAction, parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { textOf } from "../../src/text/index.ts";

/** The job "j" of a workflow; `files` hold what else is in the project. */
function jobOf(text: string, files: Readonly<Record<string, string>> = {}): WorkflowJob {
  const documents = [parseWorkflow({ path: ".github/workflows/w.yml", text })];
  const actions = [];
  for (const [path, other] of Object.entries(files)) {
    if (path.endsWith("action.yml")) actions.push(parseAction({ path, text: other }));
    else documents.push(parseWorkflow({ path, text: other }));
  }
  return connectWorkflows(documents, actions).workflows[0]!.job("j")!;
}

function withScript(script: string, more = ""): WorkflowJob {
  const lines = script
    .split("\n")
    .map((line) => `          ${line}`)
    .join("\n");
  return jobOf(`on: push\njobs:\n  j:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - run: |\n${lines}\n`);
}

describe("what a script deploys with", () => {
  test.each([
    ["kubectl apply -f k8s/", 'runs "kubectl apply"'],
    ["kubectl --context prod set image deployment/web web=app:1", 'runs "kubectl set image"'],
    ["sudo -E helm upgrade --install shop chart/", 'runs "helm upgrade"'],
    ["aws --region eu-west-1 ecs update-service --cluster a --service b", 'runs "aws ecs update-service"'],
    ["gcloud run deploy shop --image x", 'runs "gcloud run deploy"'],
    ["bash -c 'flyctl deploy --remote-only'", 'runs "flyctl deploy"'],
    ["ssh -i key -p 22 deploy@shop.example.net 'docker compose up -d'", 'runs "ssh"'],
    ['ssh "$USER@$HOST" ./update.sh', 'runs "ssh"'],
    ["rsync -az dist/ deploy@shop.example.net:/srv/shop", 'runs "rsync"'],
    ["docker --context production compose up -d", 'runs "docker compose up"'],
    ["docker push ghcr.io/acme/shop:1", "pushes an image"],
    ["docker buildx build --push -t ghcr.io/acme/shop:1 .", "pushes an image"],
    ["docker build --output=type=registry -t ghcr.io/acme/shop:1 .", "pushes an image"],
    ["docker compose -f compose.yml push", "pushes an image"],
    ["npm publish --access public", 'runs "npm publish"'],
    // None of these puts anything anywhere.
    ["kubectl get pods", undefined],
    ["kubectl apply --dry-run=client -f k8s/", undefined],
    ["kind create cluster && kubectl apply -f k8s/", undefined],
    ["ssh -T git@github.com", undefined],
    ["ssh localhost true", undefined],
    ["rsync -a src/ build/", undefined],
    ["docker compose up -d", undefined],
    ["docker push localhost:5000/shop:1", undefined],
    ["docker build -t ghcr.io/acme/shop:1 .", undefined],
    ["docker buildx build --load -t shop .", undefined],
    ["echo kubectl apply", undefined],
    ["terraform plan", undefined],
  ])("%s", (script, what) => expect(withScript(script).deployments[0]?.what).toBe(what));
});

describe("what a script tests with", () => {
  test.each([
    ["pytest backend", true],
    ["npm run test:unit -- --ci", true],
    ["npx eslint .", true],
    ["cargo clippy -- -D warnings", true],
    ["make -C api check", true],
    ["docker compose run --rm api pytest", true],
    ["python -m pytest", true],
    ["./scripts/run-tests.sh", true],
    ["python manage.py test", true],
    ["uv run ruff check", true],
    ["npm ci", false],
    ["npm run build", false],
    ["docker build -t shop:latest .", false],
    ["pip install pytest", false],
    ["curl https://example.net/test", false],
    ["./scripts/deploy-latest.sh", false],
  ])("%s", (script, isTest) => expect(withScript(script).tests.length > 0).toBe(isTest));
});

describe("what an image's tag is", () => {
  test.each([
    ["acme/shop", "moving"],
    ["acme/shop:latest", "moving"],
    ["registry.example.net:5000/shop", "moving"],
    ["acme/shop:production", "moving"],
    ["acme/shop:nightly", "unknown"],
    ["acme/shop:1.4.2", "fixed"],
    ["acme/shop@sha256:0000000000000000000000000000000000000000000000000000000000000000", "fixed"],
    ["acme/shop:${{ github.sha }}", "fixed"],
    ["acme/shop:v${{ github.run_number }}", "fixed"],
    ["acme/shop:${{ github.ref_name }}", "branch"],
    ["acme/shop:${{ env.STAGE }}", "moving"],
    ["acme/shop:${{ env.BUILD }}", "fixed"],
    ["${{ env.WHOLE }}", "moving"],
    ["${{ github.repository }}", "moving"],
    ["acme/shop:${{ inputs.tag }}", "unknown"],
    ["acme/shop:${{ vars.TAG }}", "unknown"],
    ["acme/shop:${{ needs.version.outputs.tag }}", "fixed"],
    ["acme/shop:${{ matrix.stage }}", "moving"],
    ["acme/shop:${{ github.ref_name == 'main' && 'latest' || 'dev' }}", "moving"],
    ["${{ steps.moving.outputs.tags }}", "moving"],
    ["${{ steps.fixed.outputs.tags }}", "fixed"],
  ])("%s", (name, tag) => {
    const job = jobOf(WITH_TAGS.replace("NAME", name));
    const [push] = job.pushes;
    expect(tagOf(push!.names![0]!, push!.place).tag).toBe(tag);
  });

  test("of a shell variable", () => {
    const tags = (script: string): string[] => withScript(script).pushes.map(({ names, place }) => tagOf(names![0]!, place).tag);
    expect(
      tags('TAG=latest\ndocker push "acme/shop:$TAG"\ndocker push "acme/shop:${GITHUB_SHA::7}"\ndocker push "acme/shop:$OTHER"'),
    ).toEqual(["moving", "fixed", "unknown"]);
    expect(tags("TAG=$(git rev-parse --short HEAD)\ndocker push acme/shop:$TAG")).toEqual(["fixed"]);
  });

  test("in a block, each at its own place", () => {
    const job = jobOf(WITH_TAGS.replace("NAME", "|\n            acme/shop:latest\n            acme/api:dev,acme/web:1.0.0"));
    const [push] = job.pushes;
    expect(push!.names!.map((name) => textOf(tagOf(name, push!.place).at))).toEqual(["latest", "dev", "1.0.0"]);
  });
});

const WITH_TAGS = `on:
  push:
    branches: [main]
env:
  STAGE: staging
  BUILD: b-\${{ github.sha }}
  WHOLE: acme/shop:latest
jobs:
  version:
    runs-on: ubuntu-latest
    outputs:
      tag: \${{ steps.v.outputs.tag }}
    steps:
      - id: v
        run: echo "tag=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"
  j:
    needs: version
    runs-on: ubuntu-latest
    strategy:
      matrix:
        stage: [dev, prod]
    steps:
      - id: moving
        uses: docker/metadata-action@v5
        with:
          tags: type=raw,value=latest
      - id: fixed
        uses: docker/metadata-action@v5
        with:
          tags: |
            type=ref,event=branch
            type=sha
      - uses: docker/build-push-action@v6
        with:
          push: true
          tags: NAME
`;

describe("whether a deployment happens", () => {
  const start = (on: string, condition: string): (boolean | undefined)[] => {
    const job = jobOf(
      `on:\n  ${on}\njobs:\n  j:\n    if: ${condition}\n    runs-on: ubuntu-latest\n    steps:\n      - run: kubectl apply -f k8s/\n`,
    );
    return unguardedStarts(job, job.deployments[0]!).map(({ happens }) => happens);
  };

  test.each([
    ["pull_request:", "true", true],
    ["pull_request:", "github.event_name == 'push'", false],
    ["pull_request:", "github.ref == 'refs/heads/main'", false],
    ["pull_request:", "github.ref == 'refs/heads/main' || github.event_name == 'pull_request'", true],
    ["pull_request:", "startsWith(github.ref, 'refs/tags/')", false],
    ["pull_request:", "github.event.pull_request.merged", false],
    ["pull_request:", "github.event.pull_request.merged == true", false],
    ["pull_request:", "github.event.pull_request.head.repo.full_name == github.repository", false],
    ["pull_request:", "github.repository == 'acme/shop'", true],
    ["pull_request:", "contains(github.event.pull_request.labels.*.name, 'deploy')", undefined],
    ["pull_request:", "vars.DEPLOY == 'yes'", undefined],
    ["pull_request:", "${{ github.event_name == 'push' }} ", false],
    ["pull_request:", "${{ github.event_name == 'push' }} && true", true],
    ["pull_request:", "github.event_name != 'pull_request'", false],
    ["pull_request:", "${{ !github.event.pull_request.draft }}", undefined],
    ["pull_request:", "inputs.stage == 'prod'", false],
    ["push:", "true", true],
    ["push:", "github.ref == 'refs/heads/main'", false],
    ["push:", "github.ref_name == 'main' || github.ref_name == 'develop'", false],
    ["push:", "startsWith(github.ref, 'refs/heads/')", true],
    ["push:", "startsWith(github.ref, 'refs/heads/release/')", false],
    ["push:", 'contains(fromJSON(\'["main", "next"]\'), github.ref_name)', false],
    ["push:", "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)", false],
    ["push:", "${{ !contains(github.event.head_commit.message, '[skip deploy]') }}", true],
    ["push:", "always()", true],
    ["push:", "failure()", false],
    ["push:", "github.actor != 'dependabot[bot]'", true],
    ["push:\n    branches-ignore: [dependabot/**]", "true", true],
    ["push:\n    branches: ['**']", "true", true],
  ])("%s if %s", (on, condition, happens) => expect(start(on, condition)).toEqual([happens]));

  test.each([
    ["push:\n    branches: [main]"],
    ["push:\n    tags: ['v*']"],
    ["pull_request:\n    types: [labeled]"],
    ["workflow_dispatch:"],
  ])("nothing unguarded starts it on %s", (on) => expect(start(on, "true")).toEqual([]));

  test("what it needs must have run", () => {
    const text = (condition: string): string =>
      `on: pull_request\njobs:\n  gate:\n    if: github.event_name == 'push'\n    runs-on: x\n    steps: []\n  j:\n    needs: gate\n    if: ${condition}\n    runs-on: x\n    steps:\n      - run: eb deploy\n`;
    const happens = (condition: string): unknown => {
      const job = jobOf(text(condition));
      return unguardedStarts(job, job.deployments[0]!)[0]!.happens;
    };
    expect(happens("true")).toBe(false);
    expect(happens("always()")).toBe(true);
  });

  test("where another workflow calls it", () => {
    const called = "on: workflow_call\njobs:\n  j:\n    runs-on: x\n    steps:\n      - run: eb deploy\n";
    const caller = "on: pull_request\njobs:\n  go:\n    uses: ./.github/workflows/w.yml\n";
    const job = jobOf(called, { ".github/workflows/pr.yml": caller });
    expect(unguardedStarts(job, job.deployments[0]!).map(({ entry, happens }) => [entry.id, happens])).toEqual([["go", true]]);
  });
});

describe("how the server's key is checked", () => {
  test.each([
    ["ssh -o StrictHostKeyChecking=no deploy@shop.example.net", [["off", "StrictHostKeyChecking=no"]]],
    ['ssh -o "StrictHostKeyChecking no" -o UserKnownHostsFile=/dev/null deploy@shop.example.net', [["off", "StrictHostKeyChecking no"]]],
    ["ssh -o StrictHostKeyChecking=accept-new deploy@shop.example.net", [["first", "StrictHostKeyChecking=accept-new"]]],
    ["ssh -o StrictHostKeyChecking=yes deploy@shop.example.net", [["checked", "StrictHostKeyChecking=yes"]]],
    ["cat > ~/.ssh/config <<EOF\nHost *\n  StrictHostKeyChecking no\nEOF", [["off", "StrictHostKeyChecking no"]]],
    ["echo 'StrictHostKeyChecking no' >> ~/.ssh/config", [["off", "StrictHostKeyChecking no"]]],
    ["ssh-keyscan -H shop.example.net >> ~/.ssh/known_hosts", [["scanned", "ssh-keyscan"]]],
    ["ssh-keyscan github.com >> ~/.ssh/known_hosts", []],
    ["ssh -o StrictHostKeyChecking=no root@localhost", []],
    ["ssh deploy@shop.example.net", []],
  ])("%s", (script, checks) => expect(hostKeyChecksOf(withScript(script)).map(({ kind, at }) => [kind, textOf(at)])).toEqual(checks));
});

test("a local action's steps are part of the job, and a login in it counts", () => {
  const job = jobOf(
    "on: push\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: ./.github/actions/login\n      - run: docker push acme/shop\n",
    {
      ".github/actions/login/action.yml":
        "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: docker login -u x --password-stdin\n",
    },
  );
  expect(job.allSteps.length).toBe(3);
  expect(job.logins.map(({ at }) => at.file.path)).toEqual([".github/actions/login/action.yml"]);
});

test("actions and workflows that use themselves come to an end", () => {
  const job = jobOf("on: workflow_call\njobs:\n  j:\n    needs: j\n    uses: ./.github/workflows/w.yml\n");
  expect(job.ancestors).toEqual([]);
  const action = "runs:\n  using: composite\n  steps:\n    - uses: ./a\n    - run: kubectl apply\n      shell: bash\n";
  const looped = jobOf("on: push\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: ./a\n", { "a/action.yml": action });
  expect(looped.deployments.length).toBeGreaterThan(0);
});
