import { commandText } from "../model/compose/command.ts";
import type { Service } from "../model/compose/service.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { SourceFile, Span } from "../text/index.ts";

/** Whether a stack runs for others than those who write it: its file is not development's, and neither a test nor an example. */
export function isForProduction({ fileClass }: Stack): boolean {
  return fileClass === "prod" || fileClass === "staging" || fileClass === "neutral";
}

/** Whether a stack whose file does not say what it is for shows that people write code in it: it mounts the source over the image, or restarts at every change. */
export function isWorkedOn({ fileClass, services }: Stack): boolean {
  return fileClass === "neutral" && services.some((service) => mountsSource(service) || reloads(service));
}

function mountsSource({ mounts, build }: Service): boolean {
  if (build === undefined) return false;
  return mounts.some(({ type, source, target }) => {
    if (type !== "bind" || source?.value.kind !== "known" || target?.value.kind !== "known") return false;
    const isCode =
      /^\/(?:app|src|code|usr\/src\/app|workspace|var\/www(?:\/html)?|opt\/app|srv\/app|home\/\w+\/app)(?:\/(?:src|app|code))?\/?$/.test(
        target.value.text,
      );
    return isCode && source.value.text.startsWith(".");
  });
}

function reloads({ command, entrypoint, build }: Service): boolean {
  const text = `${commandText(entrypoint)} ${commandText(command)}`;
  const stage = build?.target?.value;
  if (stage?.kind === "known" && /^(?:dev|development|local|debug)$/i.test(stage.text)) return true;
  return /--reload\b|\bnodemon\b|\b(?:npm|yarn|pnpm)\s+(?:run\s+)?(?:start:)?dev\b|\brunserver\b|\bcargo watch\b|\bair\b|--watch\b/.test(
    text,
  );
}

/** The first word of a file, which stands for it as a whole; comments are passed over. */
export function spanOfFile(file: SourceFile): Span {
  const found = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/.exec(file.text)?.[0].length ?? 0;
  const word = /^\S*/.exec(file.text.slice(found, found + 200))?.[0].length ?? 0;
  return { file, start: found, end: found + word };
}

export { acmeStorageOf, type AcmeStorage } from "../model/operation/acme.ts";
export { backupEvidence, durableDatabases } from "../model/operation/backup.ts";
export { connectionBudgets, type ConnectionBudget, type PoolDemand } from "../model/operation/connection-limit.ts";
export { deployedImageOf, type DeployedImage } from "../model/operation/deployed-image.ts";
export { migrationAtStart, migrationOrders, type MigrationOrder } from "../model/operation/migration.ts";
export { renewalsOf, type Renewal } from "../model/operation/renewal.ts";
export { replicasOf } from "../model/operation/replicas.ts";
export { replicatedServices, type ReplicatedService, type SharedState } from "../model/operation/shared-state.ts";
export { gracePeriodOf, requestTimeOf, type GracePeriod } from "../model/operation/shutdown.ts";
export { fileUses } from "../model/operation/unused-file.ts";
