/** Tools that images are built with, and that what ships of them may lack. */
const tools = new Set([
  "cargo",
  "go",
  "npm",
  "npx",
  "yarn",
  "pnpm",
  "bun",
  "mvn",
  "gradle",
  "dotnet",
  "alembic",
  "python",
  "python3",
  "node",
  "poetry",
  "uv",
  "pipenv",
  "bundle",
  "rails",
  "rake",
  "php",
  "composer",
  "prisma",
  "flask",
  "django-admin",
  "java",
]);

/** Whether a program is a language's runtime, its package manager or a framework's tool. */
export function isLanguageTool(program: string): boolean {
  return tools.has(program);
}
