import type { Linkers } from "../model/connect.ts";
import type { Kind } from "../model/deployment.ts";

/** Loads what links these kinds. */
export async function loadLinkers(kinds: ReadonlySet<Kind>): Promise<Linkers> {
  const needs = (...wanted: readonly Kind[]): boolean => wanted.some((kind) => kinds.has(kind));
  const hasContainers = needs("compose", "dockerfile");
  const [containers, nginx, traffic, workflows, workflowBuilds, starts, environment] = await Promise.all([
    hasContainers ? import("../model/containers.ts") : undefined,
    needs("nginx") ? import("../model/nginx/index.ts") : undefined,
    hasContainers ? import("../model/route/connect.ts") : undefined,
    needs("workflow", "action") ? import("../model/workflow/index.ts") : undefined,
    hasContainers && needs("workflow") ? import("../model/image/workflow-builds.ts") : undefined,
    needs("compose") && needs("script", "workflow") ? import("../model/invocation/compose-start.ts") : undefined,
    hasContainers || needs("dotenv", "workflow") ? import("../model/environment/index.ts") : undefined,
  ]);
  return {
    ...(containers && { containers: containers.linkContainers }),
    ...(nginx && { nginx: nginx.connectNginx }),
    ...(traffic && { traffic: traffic.connectTraffic }),
    ...(workflows && { workflows: workflows.connectWorkflows }),
    ...(workflowBuilds && { workflowBuilds: workflowBuilds.workflowBuildsOf }),
    ...(starts && { composeStarts: starts.composeStarts }),
    ...(environment && { environment: { bindings: environment.connectBindings, credentials: environment.connectCredentials } }),
  };
}
