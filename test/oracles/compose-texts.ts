import { array, constantFrom, oneof, option, record, subarray, uniqueArray, type Arbitrary } from "fast-check";

/** Flow mappings in which a variable stands need quotes, and so all of these have them. */
const port = constantFrom(
  ..."80 80:80 8080:80/udp 127.0.0.1:80:80 127.0.0.1::80 0.0.0.0:80:80 [::1]:80:80 [::]:80:80 3000-3002 3000-3002:4000-4002 3000-3002:80 127.0.0.1:3000-3001:80-81/tcp ${SET}:80 ${ADDRESS}:80:80 ${UNSET:-8080}:80 ${SET:+127.0.0.1:}80:80 80/tcp :80"
    .split(" ")
    .map((text) => `"${text}"`),
  "80",
  "3000",
  "!!str 80",
  "{ target: 80 }",
  "{ target: 80, published: 8080 }",
  '{ target: 80, published: "8080-8090", host_ip: 127.0.0.1 }',
  "{ target: 80, published: 8080, protocol: udp, mode: host }",
  '{ target: "${SET}", published: 81 }',
);
const volume = constantFrom(
  ..."/data data:/data ./data:/data ./data:/data:ro ../x:/x:rw,z ~/x:/x .:/app /var/run/docker.sock:/var/run/docker.sock data:/data:ro,nocopy ${DATA}:/data ${UNSET:-./a}:/b:${MODE} C:\\\\a:/b ./a/../b:/c data:/slashed/ ${UNSET:-./filled:/filled} /a:/a:cached $DATA:/b"
    .split(" ")
    .map((text) => `"${text}"`),
  "{ type: bind, source: ./a, target: /a }",
  "{ type: bind, source: ./a, target: /a, read_only: true }",
  "{ type: volume, source: data, target: /b }",
  "{ type: tmpfs, target: /t }",
  "{ type: volume, target: /anonymous }",
  '{ type: bind, source: "${DATA}", target: /a, read_only: "${YES}" }',
);
const command = constantFrom(
  ...[
    "a b c",
    "\"a 'b c' d\"",
    "'a \"b c\" d'",
    "[]",
    '""',
    "null",
    "[a, b c]",
    '["a", "b"]',
    "a ${SET} b",
    '["${SET}", b]',
    '["${UNSET:-a b}", c]',
    "sh -c 'a && b'",
  ],
  ...[
    "a \\\n      b",
    ">\n      a\n      b",
    "|\n      a\n      b",
    "a\\ b",
    "'a $$B'",
    'a --b="c d"',
    "a #b",
    "a '' b",
    "~",
    '"a\\tb"',
    'a "b\\"c" \'d\\e\'',
  ],
);
const list = array(
  constantFrom('"A=1"', '"A="', '"B=a=b"', '"C=${SET}"', '"D=${UNSET:-x}"', "\"E='q'\"", '"F=$$x"', '"A=2"', "G", "SECRET"),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const map = uniqueArray(
  constantFrom(
    "A: 1",
    "B: true",
    'C: "x y"',
    "D: ",
    'E: "${SET}"',
    "F: 1.5",
    'G: "0x10"',
    "H: ~",
    'I: ""',
    "J: yes",

    "L: '010'",
    'M: "${UNSET:-}"',
    "O: -1",
  ),
  { minLength: 1, maxLength: 4, selector: (one) => one[0] },
);
const keys = record({
  image: constantFrom("nginx", "nginx:${SET}", "${UNSET:-nginx}", '"nginx:1"', "nginx@sha256:abc"),
  ports: option(array(port, { minLength: 1, maxLength: 2 }).map(block)),
  volumes: option(uniqueArray(volume, { minLength: 1, maxLength: 2, selector: targetOf }).map(block)),
  tmpfs: option(constantFrom("/run", "[/run, /tmp:size=1m]")),
  command: option(command),
  entrypoint: option(command),
  environment: option(
    oneof(
      list.map((all) => `[${all.join(", ")}]`),
      map.map((all) => `{ ${all.join(", ")} }`),
    ),
  ),
  env_file: option(constantFrom("a.env", "[a.env, ./b.env]", "[{ path: a.env, required: false }]", "${SET}.env")),
  healthcheck: option(
    constantFrom(
      ...[
        "{ test: curl -f x }",
        '{ test: ["CMD", "curl", "-f", "x"] }',
        '{ test: ["CMD-SHELL", "curl -f x || exit 1"] }',
        "{ test: [NONE] }",
      ],
      ...["{ disable: true }", "{ interval: 5s }", "{ disable: false, test: a b }", '{ test: ["CMD", "${SET}"] }'],
    ),
  ),
  depends_on: option(
    constantFrom(
      ...["[other]", "{ other: { condition: service_healthy } }", "{ other: { condition: service_started, restart: true } }", "[]"],
      "{ other: { condition: service_completed_successfully, required: false } }",
    ),
  ),
  reach: option(
    constantFrom(
      ...["networks: [front]", "networks: { front: , back: { aliases: [x] } }", "networks: [front, back]", "networks: [default]"],
      ...["network_mode: host", "network_mode: none", 'network_mode: "container:x"'],
    ),
  ),
  user: option(constantFrom("root", '"0:0"', '"${SET}"', '"1000:1000"', "app")),
  restart: option(constantFrom("always", '"no"', "no", "on-failure:3")),
  privileged: option(constantFrom("true", '"${YES}"', "false", '"true"')),
  profiles: option(constantFrom("[a, b]", '["${NAME}"]', "[]")),
  extends: option(constantFrom("other", "{ service: other }"), { freq: 8 }),
});

/** The env files beside every generated stack; Compose fills in what the first of them gives. */
export const envFiles: Readonly<Record<string, string>> = {
  ".env": "SET=81\nADDRESS=127.0.0.1\nDATA=./data\nMODE=ro\nYES=true\nNAME=debug\nSECRET=from the env file\nEARLY=${LATE}\nLATE=late\n",
  "a.env": "A=of a\nZ=1 # a comment\nX='$SET'\nW=\"${SET}\"\n",
  "b.env": "A=of b\nZ=\nexport V: v\nV=w\n",
  "81.env": "Y=${UNSET:-y}\n",
};

/** Compose files of two services, one of which may extend the other. */
export const composeFiles: Arbitrary<string> = record({
  one: keys,
  other: keys,
  kept: subarray(["volumes", "environment", "ports", "command", "healthcheck"]),
}).map(({ one, other, kept }) => {
  const base = Object.entries(other).filter(([key]) => key === "image" || kept.includes(key));
  return stackText(`  one:\n${lines(Object.entries(one))}  other:\n${lines(base)}`);
});

/** Keys that a file which lies over another one, or extends it, gives; some replace or take away what is below. */
const changes = keys.chain((all) =>
  record({
    kept: subarray(Object.entries(all).filter(([key]) => key !== "extends" && key !== "depends_on")),
    tags: array(constantFrom("", "", "", "!override ", "!reset "), { minLength: 20, maxLength: 20 }),
  }).map(({ kept, tags }) =>
    kept.map(([key, value], at) => [key, value === null || key === "reach" ? value : tagged(tags[at] ?? "", value)] as const),
  ),
);

/** "!reset" before a block needs no value behind it. */
function tagged(tag: string, value: string): string {
  return tag === "!reset " ? "!reset null" : tag + value;
}

/** Two files that are started together, the first of which includes a third one and may extend a service of a fourth. */
export const composeStacks: Arbitrary<Readonly<Record<string, string>>> = record({
  one: keys,
  other: keys,
  over: changes,
  base: keys,
  extension: changes,
  included: keys,
  form: constantFrom(
    "[sub/included.yaml]",
    "[{ path: sub/included.yaml, project_directory: . }]",
    "[{ path: [sub/included.yaml], env_file: b.env }]",
  ),
}).map(({ one, other, over, base, extension, included, form }) => {
  const whole = (all: typeof one): [string, string | null][] =>
    Object.entries(all).filter(([key]) => key !== "extends" && key !== "depends_on");
  const services =
    `  one:\n${lines(whole(one))}  other:\n${lines(whole(other))}` +
    `  third:\n    extends: { file: sub/base.yaml, service: base }\n${lines(extension)}`;
  return {
    "compose.yaml": `include: ${form}\n${stackText(services)}`,
    "over.yaml": `services:\n  one:\n    cap_add: [A]\n${lines(over)}`,
    "sub/base.yaml": `services:\n  base:\n${lines(whole(base))}`,
    "sub/included.yaml": `services:\n  fourth:\n${lines(whole(included))}`,
    "sub/.env": "SUBSET=1\nSET=2\n",
    "sub/a.env": "A=of sub\n",
    "sub/b.env": "B=of sub\n",
    "sub/81.env": "Y=of sub\n",
  };
});

/** A Compose file of these services, with what they may refer to. */
export function stackText(services: string): string {
  return `services:\n${services}networks: { front: , back: }\nvolumes: { data: }\n`;
}

/** No path twice: which of two mounts stays when another service is extended depends on more than their order. */
function targetOf(entry: string): string {
  return /(?:target: |:|"|^)(\/[\w.]+)[^/]*$/.exec(entry)?.[1] ?? entry;
}

function block(items: readonly string[]): string {
  return items.map((item) => `\n      - ${item}`).join("");
}

function lines(entries: readonly (readonly [string, string | null])[]): string {
  return entries.map(([key, value]) => (value === null ? "" : key === "reach" ? `    ${value}\n` : `    ${key}: ${value}\n`)).join("");
}
