/** How many characters of a name are looked at, and how much of it must be written out for two unclear names to be the same. */
const maximumLength = 512;
const enoughLetters = 3;

/**
 * Whether two names of an image, each as a file writes it, can be told to be the same one: tags and digests are left out, and what a workflow or Compose fills
 * in stands for anything. `ghcr.io/${{ github.repository }}/api:latest` and `ghcr.io/acme/shop/api:${TAG}` are.
 */
export function namesSameImage(one: string, other: string): boolean {
  const a = shapeOf(one);
  const b = shapeOf(other);
  if (!a.includes(hole) && !b.includes(hole)) return a === b;
  const [first, second] = [endOf(a), endOf(b)];
  if (first.replace(/[^a-z0-9]/g, "").length < enoughLetters || first !== second) return false;
  // In front of what is filled in, both name the same registry, as far as both name one.
  const [left, right] = [a.split(hole)[0]!, b.split(hole)[0]!];
  return left.startsWith(right) || right.startsWith(left);
}

const hole = "\0";

/** The name without tag and digest, with a hole for every expression. */
function shapeOf(name: string): string {
  const filled = name
    .slice(0, maximumLength)
    .trim()
    .replace(/\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$[A-Za-z_]\w*/g, hole)
    .replace(/@.*$/, "")
    .toLowerCase();
  const colon = filled.lastIndexOf(":");
  const path = colon > filled.lastIndexOf("/") ? filled.slice(0, colon) : filled;
  return path.replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
}

/** What is written out behind the last slash and the last thing that is filled in. */
function endOf(shape: string): string {
  return shape.slice(Math.max(shape.lastIndexOf("/"), shape.lastIndexOf(hole)) + 1);
}
