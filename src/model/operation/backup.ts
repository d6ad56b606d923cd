import type { Span } from "../../text/index.ts";
import { BACKUP_NAME, BACKUP_PROGRAMS, OFF_HOST } from "../../facts/backups.ts";
import { commandText } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Deployment, PathTree } from "../deployment.ts";
import { isBackup } from "../image-facts.ts";
import { nearness } from "../route/resolve.ts";
import { operationsOf } from "./operation.ts";

/** What shows that the data of a stack is copied somewhere. */
export type BackupEvidence =
  /** Something copies it regularly. */
  | { readonly kind: "scheduled"; readonly at: Span }
  /** A service of the stack copies it to a volume of the same machine, and nothing in the project takes it further. */
  | { readonly kind: "same-host"; readonly service: Service }
  /** The project knows backups, but not when they run. */
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "none" };

/** The databases of a stack whose loss would hurt. */
export function durableDatabases(stack: Stack): readonly Service[] {
  return stack.services.filter(({ stateful, isOneShot }) => stateful?.durable === true && stateful.role === "database" && !isOneShot);
}

/** Looks for backups of a stack's databases in its services, in workflows with a schedule, in scripts, and in the names of files. */
export function backupEvidence(stack: Stack, deployment: Deployment): BackupEvidence {
  const service = stack.services.find(isBackupService);
  if (service !== undefined) {
    if (service.isOneShot || service.profiles.length > 0) return { kind: "unknown", why: `"${service.name}" is started by something else` };
    return leavesHost(service, deployment) ? { kind: "scheduled", at: service.nameSpan } : { kind: "same-host", service };
  }
  return remembered(stack, deployment);
}

interface Answers {
  readonly near: ReturnType<typeof nearness>;
  readonly byFolder: Map<string, BackupEvidence>;
}

const known = new WeakMap<Deployment, Answers>();

/** What the project holds is the same for all of its stacks; in a collection of projects each has a folder of its own. */
function remembered({ file }: Stack, deployment: Deployment): BackupEvidence {
  const { near, byFolder } = known.get(deployment) ?? {
    near: nearness(deployment.stacks.map((stack) => stack.file.path)),
    byFolder: new Map(),
  };
  known.set(deployment, { near, byFolder });
  const [top = ""] = file.path.split("/");
  const folder = file.path.includes("/") && !near(file.path, "?/elsewhere") ? top : "";
  const found = byFolder.get(folder) ?? evidenceIn(deployment, folder, (path) => near(file.path, path));
  byFolder.set(folder, found);
  return found;
}

function isBackupService(service: Service): boolean {
  const { image, name, stateful } = service;
  if (image?.reference !== undefined && isBackup(image.reference)) return true;
  if (stateful !== undefined) return false;
  const text = `${commandText(service.entrypoint)} ${commandText(service.command)}`;
  return (
    BACKUP_NAME.test(name) ||
    BACKUP_NAME.test(image?.reference?.name ?? "") ||
    BACKUP_PROGRAMS.test(text) ||
    BACKUP_PROGRAMS.test(labelText(service))
  );
}

/** Schedulers such as Ofelia are told by labels what to run. */
function labelText({ at, node }: Service): string {
  const labels = at("labels");
  return labels === undefined ? "" : node.span.file.text.slice(labels.span.start, Math.min(labels.span.end, labels.span.start + 20_000));
}

function leavesHost(service: Service, { documents }: Deployment): boolean {
  const { node } = service;
  if (service.build !== undefined || service.envFiles.length > 0 || service.open !== undefined) return true;
  if (OFF_HOST.test(node.span.file.text.slice(node.span.start, node.span.end))) return true;
  const others = [...documents.script, ...documents.workflow, ...documents.compose.filter(({ file }) => file !== node.span.file)];
  const isCopied = others.some(({ file }) => /backup/i.test(file.text) && OFF_HOST.test(file.text));
  return isCopied || !service.mounts.some(({ type, source }) => (type === "volume" || type === "bind") && source !== undefined);
}

function evidenceIn(deployment: Deployment, folder: string, isNear: (path: string) => boolean): BackupEvidence {
  const scheduled = operationsOf(deployment).find(
    ({ job, commands }) =>
      job?.workflow?.trigger("schedule") !== undefined &&
      isNear(job.file.path) &&
      commands.some(({ command }) => BACKUP_PROGRAMS.test(textAt(command.span))),
  );
  if (scheduled?.step !== undefined) return { kind: "scheduled", at: scheduled.step.span };
  const { documents, tree } = deployment;
  const all = [
    ...documents.compose,
    ...documents.workflow,
    ...documents.action,
    ...documents.script,
    ...documents.dockerfile,
    ...documents.dotenv,
  ];
  const speaking = all.find(
    ({ file }) => isNear(file.path) && (BACKUP_PROGRAMS.test(file.text) || /(?:^|[^a-z])backups?(?!-missing)(?:$|[^a-z])/i.test(file.text)),
  );
  if (speaking !== undefined) return { kind: "unknown", why: `${speaking.file.path} speaks of backups` };
  if (documents.workflow.length === 0 && tree.isDirectory(".github/workflows") && tree.list(".github/workflows").length > 0)
    return { kind: "unknown", why: "the workflows of the project were not looked at" };
  const named = fileNamed(tree, folder);
  return named === undefined ? { kind: "none" } : { kind: "unknown", why: `${named} is not read` };
}

function textAt({ file, start, end }: Span): string {
  return file.text.slice(start, end);
}

/** How many names are looked at. */
const MAX_NAMES = 20_000;
const notOurs = new Set(["node_modules", ".git", "vendor", "dist", "build", "target", ".venv", "venv", "__pycache__", ".next", "docs"]);

/** The first file or folder whose name speaks of backups, above all others those near the root. */
function fileNamed(tree: PathTree, start: string): string | undefined {
  let left = MAX_NAMES;
  for (let folders = [start]; folders.length > 0;) {
    const below: string[] = [];
    for (const folder of folders) {
      for (const name of tree.list(folder)) {
        if (left-- <= 0) return "a file further down";
        const path = folder === "" ? name : `${folder}/${name}`;
        if (BACKUP_NAME.test(name) && !/\.(?:md|png|svg|jpe?g|tsx|jsx|vue|css|html)$/i.test(name)) return path;
        if (!notOurs.has(name) && tree.isDirectory(path)) below.push(path);
      }
    }
    folders = below;
  }
  return undefined;
}
