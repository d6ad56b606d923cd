/** Where an image keeps certificates that it fetches itself, and the key of its account with the authority. */
export interface AcmeStorageRow {
  /** Last elements of image names, in any namespace of any registry; with a "/", that many last elements must agree. */
  readonly names: readonly string[];
  /** The folders that must outlive the container. */
  readonly folders: readonly string[];
  readonly label: string;
  /** "always": it does nothing but fetch certificates, or does so for whatever it serves. Otherwise only where its command, or a label of any service, says so. */
  readonly when: "always" | { readonly command: RegExp } | { readonly label: RegExp };
  readonly source: string;
}

// The rows were last gone through on 2026-11-20.

export const acmeStorage: readonly AcmeStorageRow[] = [
  {
    names: [
      "certbot/certbot",
      "certbot/dns-cloudflare",
      "certbot/dns-route53",
      "certbot/dns-digitalocean",
      "certbot/dns-google",
      "certbot/dns-ovh",
      "certbot/dns-rfc2136",
    ],
    folders: ["/etc/letsencrypt"],
    label: "Certbot",
    when: "always",
    source: "https://eff-certbot.readthedocs.io/en/stable/install.html#running-with-docker",
  },
  {
    names: ["jc21/nginx-proxy-manager"],
    folders: ["/etc/letsencrypt"],
    label: "Nginx Proxy Manager",
    when: "always",
    source: "https://nginxproxymanager.com/guide/",
  },
  {
    names: ["linuxserver/swag"],
    folders: ["/config"],
    label: "SWAG",
    when: "always",
    source: "https://docs.linuxserver.io/images/docker-swag/",
  },
  {
    names: ["steveltn/https-portal"],
    folders: ["/var/lib/https-portal"],
    label: "HTTPS-PORTAL",
    when: "always",
    source: "https://github.com/SteveLTN/https-portal",
  },
  {
    names: ["nginxproxy/acme-companion"],
    folders: ["/etc/nginx/certs"],
    label: "acme-companion",
    when: "always",
    source: "https://github.com/nginx-proxy/acme-companion",
  },
  {
    names: ["lucaslorentz/caddy-docker-proxy"],
    folders: ["/data"],
    label: "Caddy",
    when: {
      label:
        /^\s*(?:-\s*)?["']?caddy(?:_\d+)?["']?\s*[:=]\s*["']?(?:https:\/\/)?(?!localhost|http:|\d+\.)(?:[\w*-]+\.)+(?!localhost|local\b|test\b|internal\b|lan\b)[a-z]{2,}\b/m,
    },
    source: "https://github.com/lucaslorentz/caddy-docker-proxy",
  },
  {
    names: ["caddy"],
    folders: ["/data"],
    label: "Caddy",
    // Without a command of its own it reads a Caddyfile, which alone tells whether it fetches anything.
    when: {
      command:
        /(?:^|\s)(?:reverse-proxy|file-server)\b.{0,400}?\s(?:--from|--domain|-f|-d)[\s=](?:https:\/\/)?(?!localhost|127\.|:)[a-z0-9-]+(?:\.[a-z0-9-]+)+/i,
    },
    source: "https://hub.docker.com/_/caddy",
  },
];
