/*
 * Files that nginx, its packages and Certbot install, which configurations include by name. An include of one of them that is not part of the
 * project is no reason to call everything unknown: it can only set what stands here.
 * Sources: conf/ of the nginx sources; the nginx packages of Debian 12 (nginx-common) and of nginx.org; certbot-nginx's
 * options-ssl-nginx.conf; read 2026-11-20.
 */
export interface NginxStockFile {
  /** The end of the path as an include writes it; `*` stands for one file name. */
  readonly path: string;
  /** The directives it holds; a name that ends in `*` stands for all that begin so. */
  readonly sets: readonly string[];
}

export const nginxStockFiles: readonly NginxStockFile[] = [
  { path: "mime.types", sets: ["types"] },
  { path: "fastcgi_params", sets: ["fastcgi_param"] },
  { path: "fastcgi.conf", sets: ["fastcgi_param"] },
  { path: "uwsgi_params", sets: ["uwsgi_param"] },
  { path: "scgi_params", sets: ["scgi_param"] },
  { path: "proxy_params", sets: ["proxy_set_header"] },
  { path: "koi-utf", sets: ["charset_map"] },
  { path: "koi-win", sets: ["charset_map"] },
  { path: "win-utf", sets: ["charset_map"] },
  { path: "modules-enabled/*.conf", sets: ["load_module"] },
  { path: "/usr/share/nginx/modules/*.conf", sets: ["load_module"] },
  { path: "snippets/snakeoil.conf", sets: ["ssl_certificate", "ssl_certificate_key"] },
  { path: "snippets/fastcgi-php.conf", sets: ["fastcgi_*", "set", "try_files"] },
  {
    path: "options-ssl-nginx.conf",
    sets: ["ssl_ciphers", "ssl_prefer_server_ciphers", "ssl_protocols", "ssl_session_cache", "ssl_session_tickets", "ssl_session_timeout"],
  },
];
