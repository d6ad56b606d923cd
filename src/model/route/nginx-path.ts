/**
 * What nginx makes of a file at a path of a container: the main configuration; a part of `http` that the main one of the stock images includes
 * ("part"); a template that the image's entrypoint renders into such a part ("template"); something that another file may include ("included");
 * nothing at all, as its name or folder is none that is read ("unread"); or what a script of the container puts in place, if any does ("elsewhere").
 */
export type PathMeaning = "main" | "part" | "template" | "included" | "unread" | "elsewhere";

/** The folders that nginx and its relatives keep their configuration in (images nginx, openresty/openresty, bitnami/nginx, angie; packages of Debian and Alpine). */
const homes =
  /^\/(?:etc\/(?:nginx|openresty|angie|tengine)|usr\/local\/etc\/nginx|usr\/local\/nginx\/conf|usr\/local\/openresty\/nginx\/conf|opt\/bitnami\/(?:nginx|openresty)\/conf)(?:\/|$)/;
const homeFolders = [
  "/etc/nginx",
  "/etc/openresty",
  "/etc/angie",
  "/etc/tengine",
  "/usr/local/etc/nginx",
  "/usr/local/nginx/conf",
  "/usr/local/openresty/nginx/conf",
  "/opt/bitnami/nginx/conf",
  "/opt/bitnami/openresty/conf",
];
const partsFolders = /^(?:conf\.d|http\.d|sites-enabled|vhosts?(?:\.d)?|server_blocks|stream\.d)(?:\/|$)/;
/** What people hang on a file that a script of theirs fills in. */
const templateEnding = /\.(?:template|tmpl|tpl|tmp|in|envsubst|j2)$/;

/** What nginx makes of a file at an absolute path of a container; undefined outside of the folders it reads. */
export function meaningOfPath(path: string): PathMeaning | undefined {
  const home = homes.exec(path)?.[0];
  if (home === undefined || home.length === path.length) return undefined;
  const inside = path.slice(home.length);
  if (inside.startsWith("templates/")) return /\.(?:stream-)?template$/.test(inside) ? "template" : "unread";
  const plain = inside.replace(templateEnding, "");
  if (/^(?:nginx|openresty|angie)\.conf$/.test(plain)) return "main";
  if (!partsFolders.test(plain)) return "included";
  return plain.endsWith(".conf") || plain.startsWith("sites-enabled/") ? "part" : "unread";
}

/** Whether a folder of a container is one of those, lies in one, or holds one. */
export function mayHoldConfig(folder: string): boolean {
  return homes.test(folder) || homeFolders.some((home) => folder === "/" || home.startsWith(`${folder}/`));
}

/** Whether what stands at a path decides which servers there are: the configuration folder itself, one for parts, or a file that is read. */
export function decidesServers(path: string): boolean {
  const home = homes.exec(path)?.[0];
  if (home === undefined) return false;
  const inside = path.slice(home.length);
  if (inside === "") return true;
  const meaning = meaningOfPath(path);
  return partsFolders.test(inside) || /^templates\/?$/.test(inside) || meaning === "main" || meaning === "template";
}
