import type { ResponseHeader } from "../model/nginx/index.ts";
import type { Severity } from "./meta.ts";
import { isFilledIn } from "./nginx.ts";

/** A value that makes a security header useless or worse. */
export interface HeaderValueFault {
  /** The header's name. */
  readonly aspect: string;
  /** One sentence. */
  readonly message: string;
  readonly severity?: Severity;
  readonly securitySeverity?: number;
}

/** What is wrong with the value of a header; undefined where nothing is known to be, and for headers that are not about security. */
export function headerValueFault({ name, value }: ResponseHeader): HeaderValueFault | undefined {
  if (value === undefined || value.text === "" || isFilledIn(value)) return undefined;
  const found = Object.hasOwn(faults, name) ? faults[name]! : undefined;
  return found === undefined || found.isRight(value.text.trim().toLowerCase()) ? undefined : found.fault;
}

const faults: Readonly<Record<string, { isRight(text: string): boolean; readonly fault: HeaderValueFault }>> = {
  "x-content-type-options": {
    isRight: (text) => text === "nosniff",
    fault: {
      aspect: "X-Content-Type-Options",
      message: 'Browsers know no other value here than "nosniff", and go on guessing what an uploaded file is.',
    },
  },
  "x-frame-options": {
    isRight: (text) => text === "deny" || text === "sameorigin",
    fault: {
      aspect: "X-Frame-Options",
      message:
        'Browsers ignore X-Frame-Options with another value than DENY or SAMEORIGIN, so any site can show these pages in a frame; which sites may is said with "frame-ancestors" of a Content-Security-Policy.',
    },
  },
  "referrer-policy": {
    isRight: (text) => text.split(",").at(-1)!.trim() !== "unsafe-url",
    fault: {
      aspect: "Referrer-Policy",
      severity: "note",
      message: "Every site that these pages link to or load from is told their full address, with whatever stands in it.",
    },
  },
  "x-xss-protection": {
    isRight: (text) => text === "0" || /^1\s*;\s*mode\s*=\s*block/.test(text),
    fault: {
      aspect: "X-XSS-Protection",
      severity: "note",
      securitySeverity: 2,
      message: 'With this value old browsers cut pieces out of a page, which an attacker can choose: send "0", or "1; mode=block".',
    },
  },
};
