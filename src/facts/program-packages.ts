/** What a package that a program uses does for its answers. */
export interface PackageRow {
  /** As manifests write them, in lower case. */
  readonly names: readonly string[];
  /** Response headers it sends without being told, in lower case. */
  readonly headers?: readonly string[];
  /** Whether it is there to limit how often somebody may ask. */
  readonly limitsRate?: true;
}

const defaults = ["x-content-type-options", "x-frame-options", "referrer-policy"];

/** From the packages' own documentation; gone through on 2026-11-20. */
export const programPackages: readonly PackageRow[] = [
  // helmetjs.github.io; the same headers for other frameworks.
  {
    names: ["helmet", "@fastify/helmet", "koa-helmet", "fastify-helmet"],
    headers: [...defaults, "strict-transport-security", "content-security-policy"],
  },
  // docs.djangoproject.com, "SecurityMiddleware" and "XFrameOptionsMiddleware": on in every new project since 3.0.
  { names: ["django"], headers: defaults },
  // github.com/wntrblm/flask-talisman
  { names: ["flask-talisman"], headers: [...defaults, "strict-transport-security", "content-security-policy"] },
  // guides.rubyonrails.org, "Default Headers"
  { names: ["rails", "secure_headers"], headers: defaults },
  {
    names: [
      "express-rate-limit",
      "express-slow-down",
      "rate-limiter-flexible",
      "@nestjs/throttler",
      "@fastify/rate-limit",
      "fastify-rate-limit",
      "koa-ratelimit",
      "hono-rate-limiter",
      "@upstash/ratelimit",
      "next-rate-limit",
      "limiter",
      "bottleneck",
      "p-throttle",
      "@arcjet/node",
      "@arcjet/next",
      "slowapi",
      "fastapi-limiter",
      "flask-limiter",
      "django-ratelimit",
      "django-axes",
      "django-defender",
      "djangorestframework",
      "limits",
      "ratelimit",
      "starlette-limiter",
      "asgi-ratelimit",
      "rack-attack",
      "rack-throttle",
      "governor",
      "tower_governor",
      "tower-governor",
      "actix-governor",
      "actix-limitation",
      "rocket-governor",
      "symfony/rate-limiter",
      "laravel/framework",
      "guanguans/laravel-rate-limit",
    ],
    limitsRate: true,
  },
];

/** The manifests of package managers whose common packages the rows above know. */
export const knownManifests = /^(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|pipfile|cargo\.toml|gemfile|composer\.json)$/;
