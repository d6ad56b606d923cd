/**
 * Values that are not the secret but say where it is: the notations of AWS Secrets Manager and Systems Manager, Google Secret Manager, Azure Key Vault,
 * HashiCorp Vault, 1Password, SOPS, dotenvx, Jasypt, Spring Cloud Config, Symfony, vals and Docker secrets. From general knowledge, not looked up one by one.
 */
export const REFERENCES: readonly RegExp[] = [
  /^\$\{[A-Za-z_][A-Za-z0-9_.]*\}$/,
  /^\$[A-Za-z_][A-Za-z0-9_]*$/,
  /^\$\{[A-Za-z_][A-Za-z0-9_]*:?[-?+]/,
  /^\$\(/,
  /^%env\(/,
  /\{\{|\{%|<%|\$\{\{/,
  /^arn:aws[a-z-]*:/,
  /^projects\/[^/]+\/secrets\//,
  /^ref\+[a-z0-9]+:\/\//,
  /^(?:op|pass|keyring|bws|infisical|doppler|gsm|asm|sm|kv|k8s|akv|azurekeyvault|berglas|secret|secrets|secretref):\/\//,
  /^(?:vault|awssm|aws-sm|aws-ssm|ssm|sops|secretsmanager|secretmanager|gcp-sm|gcp-secret|azure-kv|keyvault|secretref):/,
  /^(?:file|env|kms|valuefrom):/i,
  /^\{\{resolve:/,
  /^@Microsoft\.KeyVault\(/i,
  /^ENC[[(]/,
  /^\{cipher\}/,
  /^encrypted:/,
  /^\$ANSIBLE_VAULT/,
  /^!vault\b/,
  /^-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE)-----/,
  /^(?:\/var)?\/run\/secrets\//,
  /^\/(?:run|etc|mnt|var|secrets|vault|opt|home|root|app|usr)\/[^ ]*$/,
  /^Ag[A-Za-z0-9+/]{200}/,
];
