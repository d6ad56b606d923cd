import { compose } from "../rule/example.ts";
import type { RuleMeta } from "../rule/meta.ts";

const shared = {
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "keep",
  references: ["https://docs.github.com/en/code-security/code-scanning/managing-code-scanning-alerts/resolving-code-scanning-alerts"],
} as const;

const silent = compose`
  services:
    shop:
      image: ghcr.io/acme/shop:2.4.1
      # deploy-audit: allow compose/privileged -- the probe reads the host's sensors
      privileged: true
`;

/** An allowance that no finding needs. */
export const unusedAllowance: RuleMeta = {
  ...shared,
  id: "allow/unused",
  title: "Allowance that allows nothing",
  rationale:
    "An allowance that no finding needs any more hides the next one: when the same flaw comes back, for another reason, nobody will hear of it. It also tells a reader that something is wrong here when nothing is.",
  remediation:
    "Delete the allowance. If it should speak of another line, move it directly above the line or the block that the finding points at.",
  examples: [
    {
      title: "the flaw was fixed and the comment stayed",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:2.4.1
            # deploy-audit: allow compose/privileged -- the probe reads the host's sensors
            privileged: false
      `,
      flags: ["# deploy-audit: allow compose/privileged -- the probe reads the host's sensors"],
      good: silent,
    },
  ],
};

/** An allowance whose date has passed. */
export const expiredAllowance: RuleMeta = {
  ...shared,
  id: "allow/expired",
  title: "Allowance past its date",
  rationale:
    "Somebody decided that the exception should end by this date. The finding it allowed is reported again until it is mended or the date is renewed on purpose.",
  remediation: "Mend the finding and delete the allowance, or set a new date if the exception still holds.",
  examples: [
    {
      title: "an exception made for one quarter",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:2.4.1
            # deploy-audit: allow compose/privileged until=2020-03-31 -- until the driver is packaged
            privileged: true
      `,
      flags: ["# deploy-audit: allow compose/privileged until=2020-03-31 -- until the driver is packaged"],
      good: silent,
    },
  ],
};

/** An allow comment that cannot be honoured. */
export const malformedAllowance: RuleMeta = {
  ...shared,
  id: "allow/malformed",
  title: "Allow comment that allows nothing because it is incomplete",
  rationale:
    "An exception is worth as much as its reason: without one, nobody can tell later whether it still holds. So an allow comment without a rule or a reason allows nothing.",
  remediation:
    "Write the comment as `deploy-audit: allow family/rule -- the reason`, with `until=YYYY-MM-DD` behind the rule if it should end.",
  examples: [
    {
      title: "an exception without a reason",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:2.4.1
            # deploy-audit: allow compose/privileged
            privileged: true
      `,
      flags: ["# deploy-audit: allow compose/privileged"],
      good: silent,
    },
  ],
};

/** The rules that speak of allowances themselves: always on, checked by `judge`. */
export const allowRules: readonly RuleMeta[] = [expiredAllowance, malformedAllowance, unusedAllowance];
