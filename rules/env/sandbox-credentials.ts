import { defineRule, dotenv, sandboxOf, satisfied, settingOf, unknown, upperNameOf, variableOf, violated } from "../../src/rule/index.ts";

const providers =
  "STRIPE|PAYPAL|NETOPIA|BRAINTREE|ADYEN|SQUARE|RAZORPAY|PLAID|KLARNA|MOLLIE|PAYU|PAYSTACK|FLUTTERWAVE|AUTHORIZENET|WORLDPAY|CHECKOUT|PADDLE|MERCADOPAGO|EBAY|DOCUSIGN|FEDEX|UPS|AVALARA|PAYMENTS?";
const selector = new RegExp(`(?:^|_)(?:${providers})_(?:ENV|ENVIRONMENT|MODE)$`);
const flag = new RegExp(`(?:^|_)(?:${providers})_(?:USE_)?(?:SANDBOX|TEST)(?:_MODE|_ENABLED)?$`);
const provider = /(?:^|_)PAYMENTS?_(?:PROVIDER|GATEWAY|BACKEND|DRIVER)$/;
/** The name itself says that the value is the sandbox's, which may stand beside the live one. */
const namesSandbox = /(?:^|_)(?:TEST|SANDBOX|DEV|STAGING)(?:_|$)/;

export default defineRule({
  id: "env/sandbox-credentials",
  scope: "binding",
  title: "Sandbox of a provider selected in production",
  severity: "warning",
  securitySeverity: 3.7,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A sandbox takes orders and moves no money: customers see a payment that succeeded and the shop sends the goods, or its test cards, whose numbers are public, buy for free.",
  remediation:
    "Select the live environment where production takes its variables from, with the live credentials beside it, and keep the sandbox's for the files that only development and staging read.",
  references: [
    "https://docs.stripe.com/keys",
    "https://developer.paypal.com/tools/sandbox/",
    "https://cwe.mitre.org/data/definitions/489.html",
  ],
  cwe: [489],
  examples: [
    {
      title: "one provider still in its sandbox, another with a test key",
      bad: dotenv`
        PAYPAL_ENV=sandbox
        STRIPE_PUBLISHABLE_KEY=pk_test_51Hb3cYKq0Zp
      `,
      flags: ["sandbox", "pk_test_51Hb3cYKq0Zp"],
      good: dotenv`
        PAYPAL_ENV=live
        STRIPE_PUBLISHABLE_KEY=pk_live_51Hb3cYKq0Zp
        STRIPE_SECRET_KEY_TEST=\${STRIPE_SECRET_KEY_TEST}
      `,
    },
  ],
  *check(binding) {
    if (binding.fileClass !== "prod") return;
    const name = upperNameOf(binding);
    const isSwitch = selector.test(name) || flag.test(name) || provider.test(name);
    const setting = settingOf(binding);
    if (isSwitch && setting?.kind === "unknown") yield unknown(setting.at, setting.why);
    if (setting?.kind !== "known") return;
    const value = setting.text.trim().toLowerCase();
    const issuer = namesSandbox.test(name) ? undefined : sandboxOf(setting.text.trim());
    if (issuer !== undefined) {
      yield violated({
        at: setting.at,
        redact: [setting.at],
        message: `${variableOf(binding)} holds a key of ${issuer}'s test environment, in which no real money moves.`,
      });
    } else if (isSwitch && isSandbox(name, value)) {
      yield violated({
        at: setting.at,
        message: `${variableOf(binding)} selects a sandbox in a file for production, so orders succeed and no real money moves.`,
      });
    } else if (isSwitch) {
      yield satisfied(setting.at);
    }
  },
});

function isSandbox(name: string, value: string): boolean {
  if (flag.test(name)) return /^(?:1|true|yes|on)$/.test(value);
  return provider.test(name) ? /^(?:mock|fake|dummy|test|sandbox)$/.test(value) : /^(?:sandbox|test|testing|mock)$/.test(value);
}
