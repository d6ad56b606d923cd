import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import { healthcheckOf } from "../model/image/health.ts";
import type { Image } from "../model/image/image.ts";
import { imageRunBy } from "../model/image/run-by.ts";
import { scriptOfHealthcheck, scriptOfInstruction } from "../model/image/service-script.ts";
import { startedBy, type Started } from "../model/image/started.ts";
import type { ShellScript } from "../syntax/shell/index.ts";
import { nameOfImage } from "./image.ts";

/** A health check that is written out, with the container it runs in. */
export interface HealthTest {
  /** As a sentence begins with it: `"api"`, `The image`. */
  readonly owner: string;
  readonly script: ShellScript;
  readonly service: Service | undefined;
  readonly image: Image | undefined;
  readonly started: Started;
}

/** The health checks of services, then those of images, each in the container it is written for: a service may start its image in another way. */
export function healthTests(deployment: Deployment): readonly HealthTest[] {
  const ofServices = deployment.stacks.flatMap(({ services }) =>
    services.flatMap((service): readonly HealthTest[] => {
      const script = scriptOfHealthcheck(service);
      if (script === undefined || service.open !== undefined) return [];
      const image = imageRunBy(service, deployment);
      return [{ owner: `"${service.name}"`, script, service, image, started: startedBy(service, image) }];
    }),
  );
  const ofImages = deployment.images.flatMap((image): readonly HealthTest[] => {
    const health = healthcheckOf(image);
    const script = health.kind === "instruction" ? scriptOfInstruction(health.instruction) : undefined;
    if (script === undefined) return [];
    return [{ owner: nameOfImage(image), script, service: undefined, image, started: startedBy(undefined, image) }];
  });
  return [...ofServices, ...ofImages];
}
