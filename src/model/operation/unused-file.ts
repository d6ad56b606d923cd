import type { SourceFile } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import { folderOf, nameOf } from "../project-path.ts";

/** A configuration file, and whether anything in the project is known to use it. */
export interface FileUse {
  readonly file: SourceFile;
  readonly kind: "Dockerfile" | "nginx configuration" | "env file";
  readonly isUsed: boolean | "unknown";
}

/** What is built, mounted, included or loaded of a project that deploys something, and what is not; nothing for one without Compose file and workflow. */
export function* fileUses(deployment: Deployment): Iterable<FileUse> {
  const { documents, stacks, workflows } = deployment;
  if (stacks.length === 0 && workflows.length === 0) return;
  const mentions = mentionsIn(deployment);
  const isMentioned = (file: SourceFile): boolean => mentions(file);
  const isOpen = stacks.some(({ open, services }) => open !== undefined || services.some((service) => service.open !== undefined));
  const use = (file: SourceFile, kind: FileUse["kind"], isKnownUse: boolean): FileUse => ({
    file,
    kind,
    isUsed: isKnownUse || (isMentioned(file) || isOpen ? "unknown" : false),
  });
  const built = new Set(
    deployment.images.filter(({ builds, consumers }) => builds.length + consumers.length > 0).map(({ document }) => document),
  );
  const parents = new Set(deployment.images.flatMap(({ parent }) => parent?.document ?? []));
  for (const document of documents.dockerfile) yield use(document.file, "Dockerfile", built.has(document) || parents.has(document));
  const placed = new Set(
    deployment.nginx
      .filter((config) => deployment.traffic.linksOf(config).length > 0 || deployment.traffic.isOfHost(config) !== "no")
      .flatMap((config) => config.documents),
  );
  for (const document of documents.nginx) yield use(document.file, "nginx configuration", placed.has(document));
  const loaded = new Set(
    deployment.bindings.flatMap(({ sink, span }) =>
      sink.kind === "env-file" && sink.services.length + sink.stacks.length > 0 ? [span.file] : [],
    ),
  );
  for (const document of documents.dotenv)
    if (document.assignments.length > 0) yield use(document.file, "env file", loaded.has(document.file));
}

/** Whether another file speaks of this one, by its name or by the folder it lies in. */
function mentionsIn({ documents }: Deployment): (file: SourceFile) => boolean {
  const all = Object.values(documents).flatMap((some) => some.map(({ file }) => file));
  const usual = /^(?:Dockerfile|nginx\.conf|default\.conf|\.env)$/;
  const users = new Map<string, SourceFile | "several">();
  for (const file of all) {
    for (const word of new Set(file.text.slice(0, 200_000).match(/[\w.@-]+/g))) users.set(word, users.has(word) ? "several" : file);
  }
  return (file) => {
    const name = nameOf(file.path);
    const folder = nameOf(folderOf(file.path));
    const user = users.get(usual.test(name) && folder !== "" ? folder : name);
    return user !== undefined && user !== file;
  };
}
