export { decodePiece, parseConnectionUrl, type ConnectionUrl } from "./connection-url.ts";
export { encodingOf, entropyOf, isPatterned, keyLengthOf } from "./entropy.ts";
export {
  isPasswordName,
  isPublicName,
  isSecretName,
  isSigningKeyName,
  secretInFileName,
  secretRoleOf,
  upperSnake,
  type SecretRole,
} from "./name.ts";
export {
  classifyValue,
  isCommonPassword,
  isReference,
  providerOf,
  textToJudge,
  type SecretContext,
  type ValueClass,
} from "./value-class.ts";
