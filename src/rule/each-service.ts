import type { Service } from "../model/compose/service.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { Judgement } from "./meta.ts";

type Violation = Extract<Judgement, { kind: "violated" }>;

/**
 * Judges every service of a stack by itself. Where services share the text at fault, through a YAML anchor or `extends`, the first one's finding speaks for
 * all and points to the others: it is one line to change.
 */
export function* eachService(stack: Stack, judge: (service: Service) => Iterable<Judgement>): Iterable<Judgement> {
  const shared = new Map<string, { violation: Violation; readonly others: Service[] }>();
  for (const service of stack.services) {
    for (const judgement of judge(service)) {
      if (judgement.kind !== "violated") {
        yield judgement;
        continue;
      }
      const { at, aspect = "" } = judgement;
      const key = `${at.start}-${at.end} ${aspect} ${at.file.path}`;
      const known = shared.get(key);
      if (known === undefined) shared.set(key, { violation: judgement, others: [] });
      else if (known.violation.message !== judgement.message) known.others.push(service);
    }
  }
  for (const { violation, others } of shared.values()) {
    const related = [
      ...(violation.related ?? []),
      ...others.map(({ name, nameSpan }) => ({ at: nameSpan, note: `"${name}" takes over the same lines` })),
    ];
    yield related.length === 0 ? violation : { ...violation, related };
  }
}
