export const help = `deploy-audit audits everything a project deploys with, as one deployment: Dockerfiles, Compose, nginx, env files and GitHub workflows.

Usage
  deploy-audit [paths…]          audit folders, files or globs (default: this folder)
  deploy-audit explain <rule>    why a rule exists and what to do
  deploy-audit rules             every rule, one a line
  deploy-audit graph [paths…]    a picture of how requests reach services and data: --format mermaid (default), dot or json

Options
  --format <format>[=<file>]     text (default), json or sarif; may be given several times, each but one with its file
  --output <file>                where the report goes instead of standard output
  --profile <profile>            recommended (default) or strict, which adds what a benchmark asks for
  --fail-on <severity>           error (default), warning, note or never: from where on findings end with exit code 1
  --config <file>                instead of .deploy-audit.yaml or .deploy-audit.toml at the project's root
  --as-of <date>                 the day that end-of-life dates and allowances are judged by (default: today)
  --no-allow                     report what comments and configuration allow, too
  --quiet                        one line a finding
  --verbose                      also what was skipped, what is allowed, and what could not be decided and why
  --no-color                     no colour; so does the environment variable NO_COLOR
  --version, --help

Exit codes
  0  nothing at or above --fail-on
  1  findings
  2  something asked for could not be audited: wrong usage, a file that cannot be read or understood

Allowing a finding: # deploy-audit: allow family/rule -- the reason
on its line, or above the block it speaks of.
`;
