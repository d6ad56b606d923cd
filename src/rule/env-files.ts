export { classOfPath } from "../model/file-class.ts";
export { allComposeRuns, composeRunsOf, type ComposeRun } from "./compose-runs.ts";
export { isDefaultOrPlaceholder } from "./environment.ts";
export {
  envExamplesIn,
  envFilesIn,
  exampleOf,
  fileNameOf,
  folderOf,
  foldersAbove,
  isExampleName,
  isProject,
  mayBeCommitted,
  mentionsOf,
  projectPath,
} from "./project.ts";
export { undocumentedVariables, unloadedEnvFile, unsetVariables, variablesIn } from "./stack-variables.ts";
export { isStoreOf, namesOfService, serviceEnvironmentsOf, storeConnectionsOf, storeSetting, type Connection } from "./store-connection.ts";
export { shadowingOf, type Shadowing } from "./shadowing.ts";
export { testSecretOf, type TestSecret } from "./test-secrets.ts";
export { bundlerPrefixOf, isServerSecret } from "./public-secret.ts";
export { placeholderHostIn, placeholderOwnerIn } from "./placeholder-host.ts";
export { lackingSecrets, type LackingSecret } from "./lacking-secret.ts";
export { manifestsOf, type Manifest } from "./manifests.ts";
export { manifestInstalls, type ManifestInstall } from "./missing-lockfile.ts";
