/** A credential whose form alone tells who issued it. */
export interface ProviderPattern {
  readonly id: string;
  /** As in "AWS access key id"; completes "looks like a …". */
  readonly title: string;
  readonly pattern: RegExp;
}

/**
 * The forms of the issuers' credentials. Looked up: GitHub's prefixes (GitHub changelog of 2021-03-31, "Authentication token format updates") and GitLab's
 * `glpat-` and `gldt-` (GitLab's issues on token prefixes). All others are from general knowledge and not checked against the issuer's page; a form that is
 * wrong or out of date misses a credential rather than naming a false one. Live credentials only: what opens a sandbox is in
 * `SANDBOX_PREFIXES`. The word before a match must end there; quantifiers are never nested, so a search takes linear time.
 */
export const PROVIDER_PATTERNS: readonly ProviderPattern[] = [
  { id: "private-key", title: "private key", pattern: /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/ },
  { id: "age", title: "age secret key", pattern: /(?<![A-Za-z0-9])AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/ },
  { id: "putty", title: "PuTTY private key", pattern: /PuTTY-User-Key-File-\d: / },
  { id: "aws", title: "AWS access key id", pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/ },
  { id: "github", title: "GitHub token", pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36,255}(?![A-Za-z0-9])/ },
  { id: "github-fine-grained", title: "GitHub fine-grained token", pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}/ },
  {
    id: "gitlab",
    title: "GitLab token",
    pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|oas|ffct|wt)-[A-Za-z0-9_-]{20,255}/,
  },
  {
    id: "slack",
    title: "Slack token",
    pattern: /(?<![A-Za-z0-9])(?:xox[abeoprs]-(?:\d-)?[0-9]{6,15}-[A-Za-z0-9-]{10,200}|xapp-\d-[A-Z0-9]{8,15}-\d{8,15}-[a-f0-9]{30,80})/,
  },
  {
    id: "slack-webhook",
    title: "Slack webhook",
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{6,15}\/[A-Za-z0-9]{6,20}\/[A-Za-z0-9]{16,60}/,
  },
  { id: "stripe", title: "Stripe live key", pattern: /(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{16,255}/ },
  { id: "stripe-webhook", title: "Stripe webhook secret", pattern: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{24,80}/ },
  { id: "google-api", title: "Google API key", pattern: /(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/ },
  { id: "google-oauth", title: "Google OAuth client secret", pattern: /(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{28}/ },
  { id: "google-access", title: "Google access token", pattern: /(?<![A-Za-z0-9])ya29\.[A-Za-z0-9_-]{30,400}/ },
  { id: "azure-storage", title: "Azure storage account key", pattern: /AccountKey=[A-Za-z0-9+/]{86}==/ },
  { id: "azure-shared-access", title: "Azure shared access key", pattern: /SharedAccessKey=[A-Za-z0-9+/]{42,44}=/ },
  {
    id: "azure-client",
    title: "Microsoft Entra client secret",
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/,
  },
  { id: "npm", title: "npm token", pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/ },
  { id: "pypi", title: "PyPI token", pattern: /(?<![A-Za-z0-9])pypi-AgE[A-Za-z0-9_-]{50,400}/ },
  { id: "rubygems", title: "RubyGems key", pattern: /(?<![A-Za-z0-9])rubygems_[a-f0-9]{48}/ },
  { id: "crates", title: "crates.io token", pattern: /(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/ },
  { id: "docker", title: "Docker access token", pattern: /(?<![A-Za-z0-9])dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}/ },
  { id: "sendgrid", title: "SendGrid key", pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { id: "mailgun", title: "Mailgun key", pattern: /(?<![A-Za-z0-9])key-[a-f0-9]{32}(?![A-Za-z0-9])/ },
  { id: "mailchimp", title: "Mailchimp key", pattern: /(?<![A-Za-z0-9])[a-f0-9]{32}-us\d{1,2}(?![A-Za-z0-9])/ },
  { id: "brevo", title: "Brevo key", pattern: /(?<![A-Za-z0-9])xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}/ },
  { id: "resend", title: "Resend key", pattern: /(?<![A-Za-z0-9])re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}(?![A-Za-z0-9])/ },
  { id: "twilio", title: "Twilio API key", pattern: /(?<![A-Za-z0-9])SK[a-f0-9]{32}(?![A-Za-z0-9])/ },
  { id: "telegram", title: "Telegram bot token", pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/ },
  {
    id: "discord",
    title: "Discord bot token",
    pattern: /(?<![A-Za-z0-9])[MNO][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_-])/,
  },
  { id: "discord-webhook", title: "Discord webhook", pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[A-Za-z0-9_-]{60,80}/ },
  { id: "anthropic", title: "Anthropic key", pattern: /(?<![A-Za-z0-9])sk-ant-[a-z]{3,6}\d{2}-[A-Za-z0-9_-]{80,120}/ },
  { id: "openai", title: "OpenAI key", pattern: /(?<![A-Za-z0-9])sk-(?:[a-z]{3,8}-)?[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120}/ },
  { id: "openrouter", title: "OpenRouter key", pattern: /(?<![A-Za-z0-9])sk-or-v1-[a-f0-9]{64}/ },
  { id: "groq", title: "Groq key", pattern: /(?<![A-Za-z0-9])gsk_[A-Za-z0-9]{52}(?![A-Za-z0-9])/ },
  { id: "huggingface", title: "Hugging Face token", pattern: /(?<![A-Za-z0-9])hf_[A-Za-z]{34}(?![A-Za-z0-9])/ },
  { id: "replicate", title: "Replicate token", pattern: /(?<![A-Za-z0-9])r8_[A-Za-z0-9]{37}(?![A-Za-z0-9])/ },
  { id: "perplexity", title: "Perplexity key", pattern: /(?<![A-Za-z0-9])pplx-[A-Za-z0-9]{48}/ },
  { id: "digitalocean", title: "DigitalOcean token", pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/ },
  { id: "heroku", title: "Heroku token", pattern: /(?<![A-Za-z0-9])HRKU-[A-Za-z0-9_-]{36,60}/ },
  { id: "fly", title: "Fly.io token", pattern: /(?<![A-Za-z0-9])(?:fo1_[A-Za-z0-9_-]{43}|FlyV1 fm\d[ar]?_[A-Za-z0-9+/=]{40,400})/ },
  { id: "cloudflare-origin", title: "Cloudflare origin CA key", pattern: /(?<![A-Za-z0-9])v1\.0-[a-f0-9]{24}-[a-f0-9]{146}/ },
  {
    id: "tailscale",
    title: "Tailscale key",
    pattern: /(?<![A-Za-z0-9])tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{10,20}-[A-Za-z0-9]{20,60}/,
  },
  { id: "vault", title: "HashiCorp Vault token", pattern: /(?<![A-Za-z0-9])hv[sbr]\.[A-Za-z0-9_-]{24,300}/ },
  { id: "terraform", title: "HCP Terraform token", pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,70}/ },
  { id: "pulumi", title: "Pulumi token", pattern: /(?<![A-Za-z0-9])pul-[a-f0-9]{40}/ },
  {
    id: "doppler",
    title: "Doppler token",
    pattern: /(?<![A-Za-z0-9])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/,
  },
  { id: "databricks", title: "Databricks token", pattern: /(?<![A-Za-z0-9])dapi[a-f0-9]{32}(?![a-f0-9])/ },
  { id: "grafana", title: "Grafana token", pattern: /(?<![A-Za-z0-9])glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}/ },
  { id: "grafana-cloud", title: "Grafana Cloud token", pattern: /(?<![A-Za-z0-9])glc_eyJ[A-Za-z0-9+/]{30,400}/ },
  { id: "newrelic", title: "New Relic key", pattern: /(?<![A-Za-z0-9])NR(?:AK|II|IQ|AA|RA)-[A-Za-z0-9-]{27,32}/ },
  { id: "sentry", title: "Sentry token", pattern: /(?<![A-Za-z0-9])(?:sntrys_eyJ[A-Za-z0-9+/=_-]{40,400}|sntryu_[a-f0-9]{64})/ },
  { id: "dynatrace", title: "Dynatrace token", pattern: /(?<![A-Za-z0-9])dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}/ },
  { id: "planetscale", title: "PlanetScale credential", pattern: /(?<![A-Za-z0-9])pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{32,64}/ },
  { id: "supabase", title: "Supabase key", pattern: /(?<![A-Za-z0-9])(?:sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,60})/ },
  { id: "neon", title: "Neon credential", pattern: /(?<![A-Za-z0-9])npg_[A-Za-z0-9]{12,24}(?![A-Za-z0-9])/ },
  { id: "shopify", title: "Shopify token", pattern: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss|tka)_[A-Fa-f0-9]{32}/ },
  {
    id: "square",
    title: "Square credential",
    pattern: /(?<![A-Za-z0-9])(?:sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43}|EAAA[A-Za-z0-9_-]{60}(?![A-Za-z0-9_-]))/,
  },
  { id: "paypal", title: "PayPal access token", pattern: /access_token\$production\$[a-z0-9]{16}\$[a-f0-9]{32}/ },
  { id: "flutterwave", title: "Flutterwave key", pattern: /(?<![A-Za-z0-9])FLWSECK-[A-Za-z0-9]{32}-X/ },
  { id: "adyen", title: "Adyen key", pattern: /(?<![A-Za-z0-9])AQE[a-z0-9]{1,3}[A-Za-z0-9+/=]{80,200}-[A-Za-z0-9+/=]{20,60}-/ },
  { id: "facebook", title: "Facebook access token", pattern: /(?<![A-Za-z0-9])EAA[A-Za-z0-9]{90,400}(?![A-Za-z0-9])/ },
  { id: "atlassian", title: "Atlassian token", pattern: /(?<![A-Za-z0-9])AT(?:ATT3xFfGF0|CTT3xFfGN0|BB)[A-Za-z0-9_=-]{24,250}/ },
  { id: "linear", title: "Linear key", pattern: /(?<![A-Za-z0-9])lin_(?:api|oauth)_[A-Za-z0-9]{32,64}/ },
  { id: "notion", title: "Notion token", pattern: /(?<![A-Za-z0-9])ntn_[A-Za-z0-9]{40,50}(?![A-Za-z0-9])/ },
  { id: "figma", title: "Figma token", pattern: /(?<![A-Za-z0-9])figd_[A-Za-z0-9_-]{40}/ },
  { id: "airtable", title: "Airtable token", pattern: /(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/ },
  { id: "postman", title: "Postman key", pattern: /(?<![A-Za-z0-9])PMAK-[a-f0-9]{24}-[a-f0-9]{34}/ },
  { id: "contentful", title: "Contentful token", pattern: /(?<![A-Za-z0-9])CFPAT-[A-Za-z0-9_-]{43}/ },
  { id: "typeform", title: "Typeform token", pattern: /(?<![A-Za-z0-9])tfp_[A-Za-z0-9_.-]{59,64}/ },
  { id: "circleci", title: "CircleCI token", pattern: /(?<![A-Za-z0-9])CCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}/ },
  { id: "buildkite", title: "Buildkite token", pattern: /(?<![A-Za-z0-9])bk(?:ua|pt|pi|rt)_[A-Za-z0-9]{32,64}/ },
  { id: "artifactory", title: "Artifactory key", pattern: /(?<![A-Za-z0-9])(?:AKCp[A-Za-z0-9]{69}|cmVmdGtu[A-Za-z0-9]{56})/ },
  { id: "alibaba", title: "Alibaba Cloud access key id", pattern: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,20}(?![A-Za-z0-9])/ },
  { id: "tencent", title: "Tencent Cloud secret id", pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/ },
  { id: "yandex", title: "Yandex Cloud key", pattern: /(?<![A-Za-z0-9])(?:AQVN[A-Za-z0-9_-]{35,38}|YC[a-zA-Z0-9_-]{38})(?![A-Za-z0-9_-])/ },
  { id: "easypost", title: "EasyPost key", pattern: /(?<![A-Za-z0-9])EZAK[A-Za-z0-9]{54}/ },
  { id: "shippo", title: "Shippo key", pattern: /(?<![A-Za-z0-9])shippo_live_[a-f0-9]{40}/ },
  { id: "duffel", title: "Duffel key", pattern: /(?<![A-Za-z0-9])duffel_live_[A-Za-z0-9_-]{43}/ },
  { id: "clerk", title: "Clerk secret key", pattern: /(?<![A-Za-z0-9])sk_live_[A-Za-z0-9]{40,60}/ },
  { id: "1password", title: "1Password service account token", pattern: /(?<![A-Za-z0-9])ops_eyJ[A-Za-z0-9+/=_-]{100,2000}/ },
  {
    id: "jwt",
    title: "signed token",
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{15,2000}\.eyJ[A-Za-z0-9_-]{15,4000}\.[A-Za-z0-9_-]{20,1000}/,
  },
];

/** How credentials begin that open a provider's sandbox, with the provider. */
export const SANDBOX_PREFIXES: Readonly<Record<string, string>> = {
  sk_test_: "Stripe",
  pk_test_: "Stripe",
  rk_test_: "Stripe",
  "sq0csp-sandbox": "Square",
  "sandbox-sq0": "Square",
  rzp_test_: "Razorpay",
  "FLWSECK_TEST-": "Flutterwave",
  "FLWPUBK_TEST-": "Flutterwave",
  shippo_test_: "Shippo",
  duffel_test_: "Duffel",
  access_token$sandbox$: "PayPal",
};
