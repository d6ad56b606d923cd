/**
 * Hosts that stand for one that was to be filled in: the names that RFC 2606 and RFC 6761 keep for documentation, and what guides write in their place
 * (`yourdomain.com`). Linear: the words are looked for at word boundaries only.
 */
const HOST =
  /(?<![\w.-])(?:[\w-]{1,63}\.){0,8}(?:example\.(?:com|org|net|edu)|[\w-]{1,63}\.example|(?:your|my)-?(?:domain(?:-?name)?|site|website|company|server|host|app|shop)\.(?:com|org|net|io|dev|app|tld|eu|de|co|example)|domain\.tld)(?![\w-]|\.[\w-])/i;

/** The first such host in a text, with its place; undefined where there is none. */
export function placeholderHostIn(text: string): { readonly host: string; readonly index: number } | undefined {
  const match = text.length > MAX_LENGTH ? null : HOST.exec(text);
  return match === null ? undefined : { host: match[0], index: match.index };
}

const MAX_LENGTH = 4096;

/** The part of an image's name that a guide wants replaced: `your-registry/app`. */
export function placeholderOwnerIn(image: string): string | undefined {
  return /^(?:[\w.-]+\/)?((?:your|my)[-_]?(?:registry|org|organi[sz]ation|repo|repository|user|username|dockerhub|ecr-repo|project|project-id|namespace|company|account)[\w-]*)\//i.exec(
    image,
  )?.[1];
}
