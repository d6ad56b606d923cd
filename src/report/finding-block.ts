import type { JudgedFinding } from "../judge/judge.ts";
import { textOf } from "../text/index.ts";
import { excerptOf } from "./frame.ts";
import { differingPartsOf, type Fold } from "./fold.ts";
import { addFrame, addIndented, addLabelled, addOpening, linkOf, margin, marginal, pageWidth, safe, type Page } from "./page.ts";
import { firstSentenceOf, widthOf, wrap } from "./plain.ts";

/** `rule`, or `rule[aspect]`. */
export function nameOf(finding: JudgedFinding): string {
  return finding.aspect === undefined ? finding.rule.id : `${finding.rule.id}[${finding.aspect}]`;
}

/** One finding, and where else in its file the same is true: claim, place, source, related places, further places, advice. */
export function addFinding(page: Page, { first, others }: Fold): void {
  const paint = page.palette.severity[first.severity];
  addOpening(page, first.severity, paint, safe(page, first.message));
  addIndented(page, `${page.palette.link(linkOf(page, first.at))}  ${page.palette.quiet(nameOf(first))}`);
  addFrame(page, first.at, paint);
  addRelated(page, first);
  addOthers(page, first, others);
  addAdvice(page, first);
  page.lines.push("");
}

/** How many places are shown with their source before only their position is given; `--verbose` shows all. */
const framedRelated = 3;
const listedOthers = 6;

function addRelated(page: Page, finding: JudgedFinding): void {
  for (const [i, { at, note }] of (finding.related ?? []).entries()) {
    const text = safe(page, note);
    const link = linkOf(page, at);
    if (widthOf(text) + 2 + widthOf(link) <= pageWidth - margin) {
      page.lines.push(`${marginal("→", page.palette.quiet)}${text}  ${page.palette.link(link)}`);
    } else {
      addLabelled(page, "→", text);
      addIndented(page, page.palette.link(link));
    }
    // A frame that only repeats the name in the note says nothing more.
    const isNamed = note.includes(`"${textOf(at)}"`);
    if (!isNamed && (i < framedRelated || page.options.verbose)) addFrame(page, at, page.palette.heading);
  }
}

function addOthers(page: Page, first: JudgedFinding, others: readonly JudgedFinding[]): void {
  const listed = page.options.verbose || others.length <= listedOthers + 1 ? others : others.slice(0, listedOthers);
  for (const [i, other] of listed.entries()) {
    const link = linkOf(page, other.at);
    const excerpt = excerptOf(other.at, page.redactions, Math.max(24, pageWidth - margin - widthOf(link) - 2));
    const names = distinctionOf(page, other, first, excerpt);
    const label = marginal(i === 0 ? "also:" : "", page.palette.quiet);
    page.lines.push(`${label}${page.palette.link(link)}  ${excerpt}${names === "" ? "" : `  ${names}`}`);
  }
  const rest = others.slice(listed.length);
  if (rest.length === 0) return;
  const places = rest.map((other) => {
    const names = distinctionOf(page, other, first, "");
    return `${linkOf(page, other.at).replace(/^.*:(\d+:\d+)$/, "$1")}${names === "" ? "" : ` ${names}`}`;
  });
  for (const line of wrap(`and ${rest.length} more at ${places.join(", ")}`, pageWidth - margin)) addIndented(page, line);
}

/** The names and numbers that tell a folded finding from the first one, as far as the source beside it does not show them. */
function distinctionOf(page: Page, other: JudgedFinding, first: JudgedFinding, excerpt: string): string {
  const parts = differingPartsOf(safe(page, other.message), safe(page, first.message));
  const hidden = parts.filter((part) => !excerpt.includes(part.replace(/^["`]|["`]$/g, "")));
  return hidden.length === 0 ? "" : `(${hidden.join(", ")})`;
}

/** What to do, unless it was just said for another finding of the rule. */
function addAdvice(page: Page, finding: JudgedFinding): void {
  const advice = finding.advice ?? firstSentenceOf(finding.rule.remediation);
  const said = `${finding.rule.id} ${advice}`;
  if (page.advised.has(said)) return;
  page.advised.add(said);
  if (advice !== "") addLabelled(page, "fix:", safe(page, advice), page.palette.good);
}
