export { compose, dockerfile, dotenv, nginx, text, workflow } from "./example.ts";
export { defineRule, satisfied, unknown, violated, type Rule } from "./define-rule.ts";
export type { Example, Files, Judgement, Problem, Related, RuleMeta, Severity } from "./meta.ts";
export { capitalize, count, list, quoteAll } from "./wording.ts";
export { cover, textOf, type Edit, type Fix, type Located, type SourceFile, type Span } from "../text/index.ts";
export type { Deployment } from "../model/deployment.ts";
export { entryOf, valueOf } from "../syntax/yaml/ask.ts";
export { interpolatedIn, lastDefaultOf } from "./interpolated.ts";
export { wayOf } from "./way.ts";
export { bindToLoopback } from "./bound-port.ts";
export { loginOf } from "./login.ts";
export { isMountedConfig, readOnlyFix } from "./config-mount.ts";
export { dataPlaceOf } from "./data-place.ts";
export { healthOf, isAwaitedInVain, probeFor, surenessOfHealth } from "./service-health.ts";
export { unversionedImage, type UnversionedImage } from "./unversioned-image.ts";
export { portName, reachOf, storeAt } from "./reach.ts";
export { addKey } from "./added-key.ts";
export { eachService } from "./each-service.ts";
export { isOnHostNetwork, openPorts } from "../model/compose/exposure.ts";
export { commandText } from "../model/compose/command.ts";
export type { Stack } from "../model/compose/stack.ts";
export type { Service, ServiceImage } from "../model/compose/service.ts";
export type { Mount } from "../model/compose/mount.ts";
export type { PublishedPort } from "../model/compose/port.ts";
export { adminInterface, isSocketProxy, rolesOf, type StatefulImage } from "../model/image-facts.ts";
export type { ImageReference } from "../model/image-reference.ts";
export type { Credential, CredentialPlace } from "../model/environment/credential.ts";
export type { EnvBinding, Siblings } from "../model/environment/binding.ts";
export { isOverridden, mayReachProduction, settingOf, type Setting } from "../model/environment/setting.ts";
export { companionsOf, type Companion } from "../model/environment/companion.ts";
export { environmentsOf } from "../model/environment/environments.ts";
export {
  copiesOf,
  isJudgedElsewhere,
  isForEmulator,
  isReadByCompose,
  sandboxOf,
  secretOf,
  upperNameOf,
  variableOf,
} from "./environment.ts";
export type { Image, BaseImage } from "../model/image/image.ts";
export { healthcheckOf } from "../model/image/health.ts";
export { isLongRunning, startOf } from "../model/image/start.ts";
export { factsOf, isRoot, isWindows, privilegeDropOf, userOf, type ImageUser, type PrivilegeDrop } from "../model/image/user.ts";
export {
  baseText,
  fixByUser,
  isToolItself,
  isWorkplace,
  isWorkshop,
  mayBeBuiltUnseen,
  nameOfImage,
  startsAsOther,
  violatedIn,
  wayOutText,
} from "./image.ts";
export { isGenerated, keyStrengthOf, type KeyStrength } from "./key-strength.ts";
export { classifyValue, isPublicName, isSecretName, providerOf } from "../model/secret/index.ts";
export { listEntriesOf } from "./list-value.ts";
export { decodePiece, parseConnectionUrl } from "../model/secret/index.ts";
export { scalarOf } from "../model/value.ts";
export { sourceImages, type SourceImage } from "../model/image/sources.ts";
export { nextSupportedLine } from "../model/image/supported-line.ts";
export { endOfLife } from "../model/image-end-of-life.ts";
export { baseImageFactsOfAnyTag as publicImage } from "../model/image-facts.ts";
export type { Directive as NginxDirective } from "../syntax/nginx/ast.ts";
export {
  locationOf,
  NginxLocation,
  placesOf,
  serverOf,
  type CipherWeakness,
  type NginxConfig,
  type NginxLevel,
  type NginxListen,
  type NginxServer,
  type ResponseHeader,
} from "../model/nginx/index.ts";
export { isFilledIn, isGuarded, lineBehind, mayBeTls, nameOf, namesOf, settingsOf, type NginxSetting } from "./nginx.ts";
export { cipherFaultsOf, serversOnOldDefault, weakProtocolsIn, type DatedSuite } from "./nginx-tls.ts";
export { allowedOrigins, type AllowedOrigin } from "./nginx-cors.ts";
export { shownCertificates, type ShownCertificate } from "./nginx-certificate.ts";
export { nestedHeaders, repeatHeaders, type NestedHeaders } from "./nginx-lost-headers.ts";
export { headerValueFault } from "./nginx-header-value.ts";
export { contentSecurityPolicy, lackingHeaders, wantedHeaders, type LackingHeaders, type WantedHeader } from "./nginx-wanted-headers.ts";
export { forwardingOf, forwardThem, groupForwardings, type Forwarding } from "./nginx-forwarding.ts";
export { headerFix, ownHeaders, securityHeaders, type HeadersAround } from "./nginx-headers.ts";
export * from "./workflow.ts";
export { debugModeOf, debugShows, isDebugSwitch, switchDebugOff } from "./debug-switch.ts";
export { commandLogLevels, debugErrorLogs, isVerbose, isVerboseRustLog, logSwitchOf, type CommandLogLevel } from "./log-level.ts";
export { contextOf, isGlob, namesMatching } from "../model/image/build-context.ts";
export { secretFileOf, type SecretFile } from "../model/image/secret-file.ts";
export type { CommandInstruction, Pair, RunInstruction, ShellForm, Stage } from "../syntax/dockerfile/index.ts";
export { literalText } from "../model/value.ts";
export type { ValueClass } from "../model/secret/index.ts";
export { faultsOf, type DotenvFault } from "./dotenv-faults.ts";
export { caseOf, severityOfFault } from "./dotenv-cases.ts";
export { installsOf, packageCalls, type PackageCall } from "../model/image/packages.ts";
export { buildToolIn } from "../model/image/build-tool.ts";
export { developmentInstalls } from "../model/image/development-install.ts";
export { chainTo } from "../model/image/image.ts";
export { nodeInstalls, type NodeInstall } from "../model/image/node-install.ts";
export { lockfileAt } from "../model/image/lockfile.ts";
export { isSetAside } from "../model/image/connect.ts";
export { secretArguments, secretVariables, type BakedSecret } from "../model/image/baked-secret.ts";
export { mayAsk, takesRecommended, type CallPlace } from "../model/image/package-questions.ts";
export { isNamed, plainTwins, serversToRedirect } from "./nginx-redirect.ts";
export type { Container } from "../model/route/container.ts";
export { type ContainerFile, type ContainerFiles } from "../model/route/container-file.ts";
export type { Hop, InEffect, NginxHop, OpaqueHop, RequestHeader } from "../model/route/hop.ts";
export type { Certainty, Listener } from "../model/route/listener.ts";
export type { ListeningPort } from "../model/route/listening-port.ts";
export { type PathMeaning } from "../model/route/nginx-path.ts";
export type { ConfigLink, Proxy, Unresolved } from "../model/route/proxy.ts";
export type { Route, RouteEnd, SentHeader } from "../model/route/route.ts";
export type { Store } from "../model/route/store.ts";
export type { Handover, Target } from "../model/route/target.ts";
export type { Traffic } from "../model/route/traffic.ts";
export * from "./operation.ts";
export * from "./entrances.ts";
export { exposedAppAt, type ExposedApp } from "./exposed-app.ts";
export { headerElsewhere, layeredGaps, strictTransport, type LayeredGap } from "./path-headers.ts";
export { originsOnPath, type OriginOnPath } from "./origins-on-path.ts";
export { routedConsoles, type RoutedConsole } from "./routed-consoles.ts";
export { type ProgramTraits } from "./program-packages.ts";
export { unlimitedPasses, type LimitedPass } from "./rate-limits.ts";
export { headerConflicts, type HeaderConflict } from "./header-conflicts.ts";
export { clobberedSchemes, type ClobberedScheme } from "./forwarded-scheme.ts";
export { trustedHeaders, type TrustedHeader } from "./trusted-headers.ts";
export { contextFaultOf, type ContextFault } from "./config-context.ts";
export { certificatesOf, type Certificate } from "./certificates.ts";
export { portClashes, type PortClash } from "./port-clashes.ts";
export { plainWebAt, type PlainWeb } from "./plain-web.ts";
export { programIn, type ProgramPresence } from "../model/image/programs.ts";
export { imageRunBy, programInService } from "../model/image/run-by.ts";
export { calledPrograms, scriptOfHealthcheck, scriptOfInstruction, type CalledProgram } from "../model/image/service-script.ts";
export { imageOrigin } from "./image-origin.ts";
export type { ShellScript } from "../syntax/shell/index.ts";
export { dockerfilePlaces, type DockerfilePlace } from "../model/image/absent-dockerfile.ts";
export { type BuildContext } from "../model/image/context-files.ts";
export { relativePath } from "../model/image/nearest.ts";
export * from "./env-files.ts";
export { copySourcesOf, type CopySource } from "../model/image/copy-source.ts";
export { broadCopies, type BroadCopy, type CopiedSecret } from "../model/image/copied-secret.ts";
export { healthTests, type HealthTest } from "./health-tests.ts";
export { addressesOf, exposedPorts, nginxListens, toldPorts, type ToldPort } from "./listening.ts";
export { hasBusyboxWget } from "./busybox.ts";
export { probesIn, type Probe } from "../model/image/probe.ts";
export { startedBy, type Started } from "../model/image/started.ts";
export { isForSwarm } from "./swarm.ts";
export { isLanguageTool } from "./language-tool.ts";
export { unwritableFolders } from "./unwritable-folders.ts";
export { strayIgnoreFile } from "../model/image/stray-ignore-file.ts";
export { productionSibling } from "./production-sibling.ts";
export type { BuildArgument } from "../model/image/builds.ts";
export { mayOwnFolder } from "../model/image/folder-owner.ts";
export { bundlerPrefixOf } from "./public-secret.ts";
