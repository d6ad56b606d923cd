export { compose, dockerfile, dotenv, nginx, text, workflow } from "./example.ts";
export { defineRule, satisfied, unknown, violated, type Rule } from "./define-rule.ts";
export type { Example, Files, Judgement, Problem, Related, RuleMeta, Severity } from "./meta.ts";
export { count, list, quoteAll } from "./wording.ts";
export { cover, textOf, type Edit, type Fix, type Located, type SourceFile, type Span } from "../text/index.ts";
export type { Deployment } from "../model/deployment.ts";
export type { Stack } from "../model/compose/stack.ts";
export type { Service } from "../model/compose/service.ts";
export type { Mount } from "../model/compose/mount.ts";
export type { PublishedPort } from "../model/compose/port.ts";
export {
  adminInterface,
  baseImageFacts,
  databaseAtPort,
  hasProgram,
  isEdgeProxy,
  isSocketProxy,
  rolesOf,
  statefulImage,
  type StatefulImage,
} from "../model/image-facts.ts";
export { hasVersion, isPinned, type ImageReference } from "../model/image-reference.ts";
