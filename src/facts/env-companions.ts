/** What an environment must also give once a switch is on. */
export interface CompanionRow {
  /** Any one of these variables is the switch. */
  readonly switches: readonly string[];
  /** "on": a truthy value; "set": any value; a list: one of these values, in lower case. */
  readonly when: "on" | "set" | readonly string[];
  /** Every inner list needs one of its variables. */
  readonly needs: readonly (readonly string[])[];
  /** Completes "… is on, but …: ". */
  readonly consequence: string;
  /** The variables may also come from a place that no file shows (an instance role, a code default), so that only an empty one says that something is missing. */
  readonly onlyEmpty?: boolean;
}

/**
 * Switches and what they need, by the names that the products' own documentation gives (Cloudflare Turnstile, reCAPTCHA, hCaptcha, Stripe, PayPal, Netopia, Sentry SDKs, AWS SDKs
 * and S3 storages of Django and Laravel, OAuth providers' guides; read 2026-10), and by the usual names of boilerplates.
 */
export const COMPANIONS: readonly CompanionRow[] = [
  {
    switches: ["CAPTCHA_ENABLED", "ENABLE_CAPTCHA"],
    when: "on",
    needs: [
      [
        "TURNSTILE_SECRET_KEY",
        "TURNSTILE_SECRET",
        "RECAPTCHA_SECRET_KEY",
        "RECAPTCHA_SECRET",
        "RECAPTCHA_PRIVATE_KEY",
        "HCAPTCHA_SECRET_KEY",
        "HCAPTCHA_SECRET",
        "CAPTCHA_SECRET_KEY",
        "CAPTCHA_SECRET",
      ],
    ],
    consequence: "answers cannot be checked, and forms refuse everybody or let every robot in",
  },
  {
    switches: ["TURNSTILE_ENABLED"],
    when: "on",
    needs: [["TURNSTILE_SECRET_KEY", "TURNSTILE_SECRET"]],
    consequence: "answers cannot be checked, and forms refuse everybody or let every robot in",
  },
  {
    switches: ["RECAPTCHA_ENABLED"],
    when: "on",
    needs: [["RECAPTCHA_SECRET_KEY", "RECAPTCHA_SECRET", "RECAPTCHA_PRIVATE_KEY"]],
    consequence: "answers cannot be checked, and forms refuse everybody or let every robot in",
  },
  {
    switches: ["STRIPE_ENV"],
    when: ["live", "production"],
    needs: [["STRIPE_SECRET_KEY_LIVE", "STRIPE_LIVE_SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_API_KEY"]],
    consequence: "payments fail",
  },
  {
    switches: ["STRIPE_ENABLED"],
    when: "on",
    needs: [["STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY_LIVE", "STRIPE_API_KEY"]],
    consequence: "payments fail",
    onlyEmpty: true,
  },
  {
    switches: ["PAYPAL_ENV", "PAYPAL_MODE"],
    when: ["live", "production"],
    needs: [
      ["PAYPAL_CLIENT_ID_LIVE", "PAYPAL_LIVE_CLIENT_ID", "PAYPAL_CLIENT_ID"],
      ["PAYPAL_CLIENT_SECRET_LIVE", "PAYPAL_LIVE_CLIENT_SECRET", "PAYPAL_CLIENT_SECRET", "PAYPAL_SECRET"],
    ],
    consequence: "payments fail",
  },
  {
    switches: ["NETOPIA_ENV"],
    when: ["live", "production"],
    needs: [
      ["NETOPIA_API_KEY_LIVE", "NETOPIA_API_KEY"],
      ["NETOPIA_POS_SIGNATURE_LIVE", "NETOPIA_POS_SIGNATURE"],
    ],
    consequence: "payments fail",
  },
  {
    switches: ["SMTP_ENABLED", "EMAIL_ENABLED", "MAIL_ENABLED"],
    when: "on",
    needs: [["SMTP_HOST", "SMTP_SERVER", "EMAIL_HOST", "MAIL_HOST", "SMTP_URL", "MAIL_URL"]],
    consequence: "no mail is sent",
  },
  {
    switches: ["SMTP_USER", "SMTP_USERNAME"],
    when: "set",
    needs: [["SMTP_PASSWORD", "SMTP_PASS"]],
    consequence: "the mail server refuses the login",
    onlyEmpty: true,
  },
  {
    switches: ["EMAIL_HOST_USER"],
    when: "set",
    needs: [["EMAIL_HOST_PASSWORD"]],
    consequence: "the mail server refuses the login",
    onlyEmpty: true,
  },
  { switches: ["SENTRY_ENABLED"], when: "on", needs: [["SENTRY_DSN"]], consequence: "errors are reported nowhere" },
  {
    switches: [
      "SENTRY_ENVIRONMENT",
      "SENTRY_TRACES_SAMPLE_RATE",
      "SENTRY_PROFILES_SAMPLE_RATE",
      "SENTRY_SEND_DEFAULT_PII",
      "SENTRY_RELEASE",
    ],
    when: "set",
    needs: [["SENTRY_DSN"]],
    consequence: "errors are reported nowhere",
    onlyEmpty: true,
  },
  { switches: ["AWS_ACCESS_KEY_ID"], when: "set", needs: [["AWS_SECRET_ACCESS_KEY"]], consequence: "every request to AWS fails" },
  {
    switches: ["S3_ACCESS_KEY", "S3_ACCESS_KEY_ID"],
    when: "set",
    needs: [["S3_SECRET_KEY", "S3_SECRET_ACCESS_KEY", "S3_SECRET"]],
    consequence: "every request to the storage fails",
    onlyEmpty: true,
  },
  {
    switches: ["STORAGE_BACKEND", "FILESYSTEM_DISK", "FILESYSTEM_DRIVER"],
    when: ["s3"],
    needs: [["AWS_STORAGE_BUCKET_NAME", "AWS_BUCKET", "S3_BUCKET", "S3_BUCKET_NAME", "AWS_S3_BUCKET"]],
    consequence: "nothing can be stored",
    onlyEmpty: true,
  },
];
