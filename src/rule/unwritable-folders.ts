import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import { baseImageFacts } from "../model/image-facts.ts";
import { imageRunBy, publishedImageOf } from "../model/image/run-by.ts";
import type { Image } from "../model/image/image.ts";
import { textOf } from "../text/index.ts";
import { startedBy, startedPrograms } from "../model/image/started.ts";
import { factsOf } from "../model/image/user.ts";
import { literalText } from "../model/value.ts";

/** The folders that a service's image must be able to write to and that lie on no mount, in the spelling used most; or why that is not known. */
export function unwritableFolders(service: Service, deployment: Deployment): readonly string[] | string {
  const image = imageRunBy(service, deployment);
  const reference = publishedImageOf(service);
  if (image?.parent !== undefined) return "its image is built on another one of the project";
  const ofImage = (image === undefined ? reference && baseImageFacts(reference) : factsOf(image.base))?.writes;
  const ofProgram = ofImage === undefined ? writtenByGunicorn(service, image, deployment) : undefined;
  const writes = ofImage ?? ofProgram;
  if (writes === undefined) return "what its image writes to is not known";
  if (service.open !== undefined || service.entry("volumes_from") !== undefined)
    return service.open ?? "it takes over the volumes of another container";
  const targets = service.mounts.flatMap(({ target, readOnly }) =>
    target?.value.kind === "known" && readOnly !== true ? [target.value.text.replace(/(?<=.)\/+$/, "")] : [],
  );
  if (service.mounts.some(({ target }) => target?.value.kind !== "known")) return "a folder of a mount is filled in at run time";
  const lost = writes.filter((folders) => !folders.some((folder) => targets.some((target) => isAt(target, folder))));
  if (lost.length === 0) return [];
  // What starts it, or a configuration of its own, may move these folders elsewhere.
  const isChanged =
    ofProgram === undefined &&
    (service.command !== undefined ||
      service.entrypoint !== undefined ||
      service.value("user").kind !== "absent" ||
      (image !== undefined && changesServer(image)));
  const isConfigured = service.mounts.some(
    ({ target }) => target?.value.kind === "known" && /\.(?:conf|cnf)$|^\/etc\/(?:nginx|apache2)\/?$/.test(target.value.text),
  );
  if (isChanged || isConfigured) return "its own settings may move what it writes elsewhere";
  return lost.map((folders) => folders[0]!);
}

/**
 * Gunicorn makes a file for each worker in the folder for temporary files and stops where it finds none (Gunicorn docs, "Settings", worker_tmp_dir; Python docs,
 * "tempfile", gettempdir). Undefined where it does not run, or where its settings or a variable may name another folder.
 */
function writtenByGunicorn(service: Service, image: Image | undefined, { tree }: Deployment): readonly (readonly string[])[] | undefined {
  const calls = startedPrograms(startedBy(service, image)).map(({ call }) => call);
  const call = calls.find(({ program }) => /(?:^|\/)gunicorn$/.test(program));
  if (call === undefined || image === undefined || service.openSettings !== undefined) return undefined;
  if (call.words.some(({ text }) => text === undefined || /^(?:--worker-tmp-dir|--config|-c|--chdir)/.test(text))) return undefined;
  const isSet = (name: string): boolean => service.setting(name) !== undefined || image.variables.final(name).kind === "known";
  if (["TMPDIR", "TEMP", "TMP", "GUNICORN_CMD_ARGS"].some(isSet)) return undefined;
  const context = service.builtBy?.context.value ?? "";
  if (tree.has(context === "" ? "gunicorn.conf.py" : `${context}/gunicorn.conf.py`)) return undefined;
  // Where it works is the last folder that it tries.
  const workdir = literalText(image.last("WORKDIR")?.value);
  return workdir?.startsWith("/") === true ? [["/tmp", "/var/tmp", "/usr/tmp", workdir]] : undefined;
}

function isAt(mount: string, folder: string): boolean {
  return mount === folder || mount === "/" || folder.startsWith(`${mount}/`);
}

/** Whether a Dockerfile starts its server in another way, or brings its main configuration. */
function changesServer(image: Image): boolean {
  const started = image.last("CMD") ?? image.last("ENTRYPOINT") ?? image.last("USER") ?? image.last("VOLUME");
  return (
    started !== undefined ||
    image.instructions.some(({ span }) => /nginx\.conf\b(?!\.)|temp_path|httpd\.conf|apache2\.conf|postgresql\.conf/.test(textOf(span)))
  );
}
