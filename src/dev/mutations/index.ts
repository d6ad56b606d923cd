import { buildMutations } from "./build.ts";
import { environmentMutations } from "./environment.ts";
import { healthMutations } from "./health.ts";
import { operationMutations } from "./operation.ts";
import { repositoryMutations } from "./repository.ts";
import { routeMutations } from "./route.ts";
import { trafficMutations } from "./traffic.ts";
import type { Mutation } from "./mutation.ts";

export type { Mutation } from "./mutation.ts";

/** One defect each; several where a rule finds several. Rules that do not exist are passed over. */
export const mutations: readonly Mutation[] = [
  ...operationMutations,
  ...buildMutations,
  ...environmentMutations,
  ...healthMutations,
  ...trafficMutations,
  ...routeMutations,
  ...repositoryMutations,
];
