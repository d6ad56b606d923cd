/** Where servers are told on their command line what to listen on, from their manuals. */
export interface PortOptions {
  /** Options whose value is a port, or an address with one. */
  readonly port: readonly string[];
  /** Options whose value is the address alone. */
  readonly host?: readonly string[];
  /** Operands that stand before an address with a port: `runserver`, `http.server`. */
  readonly behind?: readonly string[];
  /** Without one of these operands the program is no server. */
  readonly only?: readonly string[];
}

export const portOptions: Readonly<Record<string, PortOptions>> = {
  gunicorn: { port: ["-b", "--bind"] },
  hypercorn: { port: ["-b", "--bind"] },
  uvicorn: { port: ["--port"], host: ["--host"] },
  granian: { port: ["--port"], host: ["--host"] },
  daphne: { port: ["-p", "--port"], host: ["-b", "--bind"] },
  "waitress-serve": { port: ["--port", "--listen"], host: ["--host"] },
  flask: { port: ["-p", "--port"], host: ["-h", "--host"], only: ["run"] },
  fastapi: { port: ["--port"], host: ["--host"], only: ["run", "dev"] },
  streamlit: { port: ["--server.port"], host: ["--server.address"], only: ["run"] },
  "manage.py": { port: [], behind: ["runserver"], only: ["runserver"] },
  "django-admin": { port: [], behind: ["runserver"], only: ["runserver"] },
  "http.server": { port: [] },
  next: { port: ["-p", "--port"], host: ["-H", "--hostname"], only: ["start", "dev"] },
  "http-server": { port: ["-p", "--port"], host: ["-a"] },
  serve: { port: ["-l", "--listen", "-p"] },
  rails: { port: ["-p", "--port"], host: ["-b", "--binding"], only: ["server", "s"] },
  puma: { port: ["-p", "--port", "-b", "--bind"] },
  unicorn: { port: ["-p", "--port", "-l", "--listen"] },
  php: { port: ["-S"] },
  "redis-server": { port: ["--port"] },
};

/** Programs that run the one behind them: `poetry run`, `bundle exec`, `python -m`. */
export const starters: Readonly<Record<string, readonly string[]>> = {
  poetry: ["run"],
  uv: ["run"],
  pipenv: ["run"],
  pdm: ["run"],
  hatch: ["run"],
  bundle: ["exec"],
  npx: [],
  bunx: [],
  pnpm: ["exec"],
  yarn: ["exec"],
  python: ["-m"],
  python3: ["-m"],
};
