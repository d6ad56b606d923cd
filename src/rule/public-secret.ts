import { isPublicName, isSecretName, providerOf } from "../model/secret/index.ts";

/**
 * The prefixes by which bundlers and frameworks know what to write into the pages (Vite, Next.js, Create React App, Vue CLI, Nuxt, Expo, Gatsby, SvelteKit and Astro:
 * their documentation on environment variables).
 */
const PREFIX = /^(?:VITE|NEXT_PUBLIC|REACT_APP|VUE_APP|NUXT_PUBLIC|EXPO_PUBLIC|GATSBY|NG_APP|PUBLIC)_(?=.)/;

/** Endings that no value meant for a browser has, and the services whose keys are only for servers. */
const SERVER_ENDING =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PRIVATE_KEY|SECRET|SECRETS|SECRET_KEY|SECRET_ACCESS_KEY|SERVICE_ROLE|SERVICE_ROLE_KEY|SIGNING_KEY|ENCRYPTION_KEY|MASTER_KEY|ADMIN_API_KEY)(?:_(?:KEY|LIVE|PROD|PRODUCTION|TEST|\d+))?$/;
const SERVER_PROVIDER =
  /^(?:OPENAI|ANTHROPIC|OPENROUTER|GROQ|SENDGRID|RESEND|MAILGUN|POSTMARK|BREVO|GITHUB|GITLAB|SLACK_BOT|DISCORD_BOT|TELEGRAM_BOT|TWILIO_AUTH|NOTION|AIRTABLE)_(?:.*_)?(?:API_KEY|APIKEY|TOKEN|KEY)$/;

/** The prefix of a variable that a bundler puts into pages for everybody; undefined for any other. */
export function bundlerPrefixOf(name: string): string | undefined {
  const prefix = PREFIX.exec(name)?.[0];
  // `PUBLIC_KEY_PASSPHRASE` is about a key pair.
  return prefix === "PUBLIC_" && /^PUBLIC_(?:KEY|URL|PATH|PORT|HOST)\b|^PUBLIC_(?:KEY|URL|PATH|PORT|HOST)_/.test(name) ? undefined : prefix;
}

/** Whether a variable that a bundler puts into pages is one of a server's secrets, by its name or by the form of its value. */
export function isServerSecret(name: string, value: string | undefined): boolean {
  const prefix = bundlerPrefixOf(name);
  if (prefix === undefined || (value !== undefined && isNoSecret(value))) return false;
  const stem = name.slice(prefix.length);
  if (isPublicName(stem)) return false;
  if (SERVER_PROVIDER.test(stem) || (SERVER_ENDING.test(stem) && isSecretName(stem))) return true;
  const provider = value === undefined ? undefined : providerOf(value, stem);
  return provider !== undefined && !MADE_FOR_PAGES.has(provider.id);
}

/** Keys that are limited by the page's address, or identify rather than open. */
const MADE_FOR_PAGES: ReadonlySet<string> = new Set(["google-api"]);

function isNoSecret(value: string): boolean {
  return /^(?:|true|false|yes|no|on|off|\d{1,6}|https?:\/\/[^@]*|\/[\w./-]*)$/i.test(value.trim());
}
