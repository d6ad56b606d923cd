import { certificatesOf, defineRule, satisfied, text, unknown, violated, type Certificate, type Judgement } from "../../src/rule/index.ts";

const conf = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /etc/nginx/certs/fullchain.pem;
      ssl_certificate_key /etc/nginx/certs/privkey.pem;
      root /usr/share/nginx/html;
  }
`;

export default defineRule({
  id: "deploy/tls-cert-not-provided",
  scope: "deployment",
  title: "Certificate is not where nginx looks for it",
  severity: "error",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "nginx reads certificates and keys when it starts, and does not start without them. They do not belong into the repository, so they come into the container by a mount or a secret, and the path in the configuration has to be one that the mount fills. A private key that is copied into the image instead (`key-in-image`) is in every copy of the image, and whoever may pull that can speak for the site.",
  remediation:
    "Mount the folder with the certificates at the path that the configuration names, or correct the path. Keep the private key out of images: mount it, or hand it over as a secret.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate",
    "https://docs.docker.com/compose/how-tos/use-secrets/",
  ],
  cwe: [295],
  examples: [
    {
      title: "a mount that ends elsewhere",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/ssl:ro
        `,
        "nginx/shop.conf": conf,
      },
      flags: ["/etc/nginx/certs/fullchain.pem"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
        `,
        "nginx/shop.conf": conf,
      },
    },
    {
      title: "a folder with the key in the image",
      bad: {
        Dockerfile: text`
          FROM nginx:1.30
          COPY shop.conf /etc/nginx/conf.d/default.conf
          COPY tls /etc/nginx/certs
        `,
        "shop.conf": conf,
      },
      flags: ["tls"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              build: .
              volumes:
                - ./tls:/etc/nginx/certs:ro
        `,
        Dockerfile: text`
          FROM nginx:1.30
          COPY shop.conf /etc/nginx/conf.d/default.conf
        `,
        "shop.conf": conf,
      },
    },
  ],
  *check({ traffic }) {
    for (const proxy of traffic.proxies) for (const certificate of certificatesOf(proxy, traffic)) yield judge(certificate);
  },
});

function judge({ at, path, who, provided, isKey }: Certificate): Judgement {
  if (provided.kind === "unknown") return unknown(at, provided.why);
  if (provided.kind === "none") {
    return violated({
      at,
      message: `The nginx of ${who} does not start: no mount, secret or COPY puts anything at "${path}".`,
      related: [{ at: provided.at, note: "where it takes this configuration" }],
    });
  }
  const { file } = provided;
  if (!isKey || file.by !== "copy") return satisfied(at);
  if (provided.isToldOf) return unknown(at, "the copied file is another rule's matter");
  return violated({
    at: file.at,
    aspect: "key-in-image",
    securitySeverity: 7.5,
    message: `Everyone who can pull the image can read the private key "${path}", which is copied into it.`,
    related: [{ at, note: "the key that nginx proves with whose site it is" }],
  });
}
