export type { Argument, Block, Directive, NginxDocument } from "./ast.ts";
export { parseNginx } from "./parse.ts";
export { looksLikeNginx } from "./recognise.ts";
export { nginxTemplateReason } from "./template.ts";
