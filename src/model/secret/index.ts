export { decodePiece, parseConnectionUrl, type ConnectionUrl } from "./connection-url.ts";
export { entropyOf, isPatterned, keyLengthOf } from "./entropy.ts";
export { isPublicName, isSecretName, isSigningKeyName, secretInFileName, secretRoleOf, upperSnake, type SecretRole } from "./name.ts";
export { classifyValue, providerOf, textToJudge, type SecretContext, type ValueClass } from "./value-class.ts";
