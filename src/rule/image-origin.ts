import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import { imageRunBy } from "../model/image/run-by.ts";
import type { Related } from "./meta.ts";

/** The other end of a finding about a service: the image that its Dockerfile starts from, or the image it names. */
export function imageOrigin(service: Service, deployment: Deployment, note: string): readonly Related[] {
  const at = imageRunBy(service, deployment)?.base.span ?? service.image?.span;
  return at === undefined ? [] : [{ at, note }];
}
