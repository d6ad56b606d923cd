import { describe, expect, test } from "vitest";
import { graphOf } from "../../src/model/route/graph.ts";
import { renderDot, renderGraphJson, renderMermaid } from "../../src/report/graph.ts";
import { deploymentOf, type Files } from "../model/traffic.ts";

const same = (path: string): string => path;
const draw = async (files: Files): Promise<string> => renderMermaid(graphOf(await deploymentOf(files)), same);

const bookshop: Files = {
  "compose.yml": `services:
  db:
    image: postgres:17
    ports: ["127.0.0.1:5432:5432"]
  shop:
    build: .
    environment: {DATABASE_URL: "postgres://db:5432/shop"}
  migrate:
    build: .
    restart: "no"
    command: npm run migrate
  web:
    image: nginx:1.30
    ports: ["80:80", "443:443"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
`,
  Dockerfile: "FROM node:24\nEXPOSE 3000\n",
  "nginx.conf": `events {}
http {
    server { listen 80; return 301 https://$host$request_uri; }
    server {
        listen 443 ssl;
        location / { proxy_pass http://shop:3000; }
        location /api/ { proxy_pass http://shop:3000; }
        location /search/ { proxy_pass http://finder:9000; }
        location /fonts/ { proxy_pass https://fonts.example.org; }
    }
}
`,
};

test("a shop behind nginx, for Mermaid", async () => {
  expect(await draw(bookshop)).toBe(`flowchart LR
  %% thick: TLS; dotted: not certain; red: open to others without TLS
  machine(("this machine")):::machine
  outside(("outside")):::outside
  n6("finder"):::missing
  n7("fonts.example.org"):::elsewhere
  subgraph stack0["compose.yml"]
    n0[("db<br/><small>postgres:17</small>")]:::store
    n1["shop<br/><small>built from Dockerfile</small>"]
    n2["migrate<br/><small>built from Dockerfile</small>"]:::job
    n3{{"web<br/><small>nginx:1.30</small>"}}:::proxy
  end
  machine -->|"127.0.0.1:5432"| n0
  outside ==>|"80 → https"| n3
  outside ==>|"443 TLS"| n3
  n3 -->|"/, /api/"| n1
  n3 -.->|"/search/"| n6
  n3 ==>|"/fonts/"| n7
  n1 --> n0
  classDef outside fill:none,stroke-dasharray:4
  classDef machine fill:none,stroke-dasharray:4
  classDef proxy stroke:#0969da,stroke-width:2px
  classDef store stroke:#8250df,stroke-width:2px
  classDef job stroke-dasharray:4
  classDef elsewhere fill:none,stroke-dasharray:4
  classDef missing stroke:#d1242f,stroke-width:2px,stroke-dasharray:4
`);
});

test("the same, for Graphviz", async () => {
  expect(renderDot(graphOf(await deploymentOf(bookshop)), same)).toBe(`digraph deployment {
  rankdir=LR;
  node [shape=box, fontname="Helvetica"];
  edge [fontname="Helvetica"];
  machine [label="this machine", shape=ellipse, style=dashed];
  outside [label="outside", shape=ellipse, style=dashed];
  n6 [label="finder", style=dashed, color="#d1242f"];
  n7 [label="fonts.example.org", style=dashed];
  subgraph cluster_stack0 {
    label="compose.yml";
    n0 [label="db\\npostgres:17", shape=cylinder];
    n1 [label="shop\\nbuilt from Dockerfile"];
    n2 [label="migrate\\nbuilt from Dockerfile", style=dashed];
    n3 [label="web\\nnginx:1.30", shape=hexagon];
  }
  machine -> n0 [label="127.0.0.1:5432"];
  outside -> n3 [label="80 → https", penwidth=2];
  outside -> n3 [label="443 TLS", penwidth=2];
  n3 -> n1 [label="/, /api/"];
  n3 -> n6 [label="/search/", style=dotted];
  n3 -> n7 [label="/fonts/", penwidth=2];
  n1 -> n0 [label=""];
}
`);
});

test("the same as data, with places", async () => {
  const json = JSON.parse(renderGraphJson(graphOf(await deploymentOf(bookshop)), (path) => `shop/${path}`)) as {
    nodes: object[];
    edges: object[];
    groups: object[];
  };
  expect(json).toMatchObject({ version: 1, groups: [{ id: "stack0", path: "shop/compose.yml" }], unresolved: [] });
  expect(json.nodes[0]).toEqual({
    id: "n0",
    kind: "store",
    label: "db",
    detail: "postgres:17",
    group: "stack0",
    path: "shop/compose.yml",
    line: 2,
    column: 3,
  });
  expect(json.edges[2]).toEqual({
    from: "outside",
    to: "n3",
    kind: "entrance",
    label: "443 TLS",
    tls: "yes",
    isExposed: false,
    isCertain: true,
    path: "shop/compose.yml",
    line: 14,
    column: 23,
  });
});

describe("arrows", () => {
  const edges = async (files: Files): Promise<string[]> =>
    (await draw(files))
      .split("\n")
      .filter((line) => /-->|==>|\.->|linkStyle/.test(line))
      .map((line) => line.trim());
  const compose = (services: string): Files => ({ "compose.yml": `services:\n${services}` });
  test.each<[string, Files, string[]]>([
    [
      "open without TLS",
      compose(
        "  app:\n    image: acme/app:1\n    ports: ['8000:8000']\n  db:\n    image: postgres:17\n    ports: ['10.0.0.5:5432:5432', '5433']\n",
      ),
      [
        'outside -->|"8000 plain"| n0',
        'outside -->|"10.0.0.5:5432"| n1',
        'outside -->|"a random port"| n1',
        "linkStyle 0,1,2 stroke:#d1242f,color:#d1242f",
      ],
    ],
    [
      "behind a proxy that is not read",
      compose("  edge:\n    image: caddy:2\n    ports: ['443:443', '443:443/udp']\n  app:\n    image: acme/app:1\n"),
      ['outside -.->|"443"| n0', 'outside -.->|"443/udp"| n0', 'n0 -.->|"?"| n1', "linkStyle 1 stroke:#d1242f,color:#d1242f"],
    ],
    [
      "through the machine's own nginx",
      {
        ...compose("  app:\n    image: acme/app:1\n    ports: ['127.0.0.1:9000:80']\n"),
        "host.conf": "server { listen 443 ssl; location / { proxy_pass http://127.0.0.1:9000; } }",
      },
      ['outside ==>|"443 TLS"| n1', 'n1 -->|"/"| n0'],
    ],
    [
      "many paths",
      {
        ...compose(
          "  web:\n    image: nginx:1.30\n    volumes: ['./a.conf:/etc/nginx/conf.d/default.conf']\n  app:\n    image: acme/app:1\n",
        ),
        "a.conf": `server { ${[1, 2, 3, 4, 5].map((n) => `location /${n} { proxy_pass http://app; }`).join(" ")} }`,
      },
      ['n0 -->|"/1, /2, /3 +2"| n1'],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await edges(files)).toEqual(expected);
  });
});

test("nothing that a file holds gets out of its label", async () => {
  const files: Files = {
    "compose.yml": 'services:\n  "a\\"]\\nclick a b %%{init: {}}%% <img src=x> `b` \\\\":\n    image: "x\\"];y"\n    ports: ["80:80"]\n',
  };
  const graph = graphOf(await deploymentOf(files));
  const [, , , , node] = renderMermaid(graph, same).split("\n");
  expect(node).toBe(
    '    n0["a#34;] click a b #37;#37;{init: {}}#37;#37; #60;img src=x#62; #96;b#96; #92;<br/><small>x#34;]#59;y</small>"]',
  );
  expect(renderDot(graph, same)).toContain('n0 [label="a\\"] click a b %%{init: {}}%% <img src=x> `b` \\\\\\nx\\"];y"];');
});

test("without anything to draw", async () => {
  expect(await draw({ "notes.txt": "" })).toBe("flowchart LR\n  %% thick: TLS; dotted: not certain; red: open to others without TLS\n");
});
