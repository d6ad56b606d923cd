/** How programs come into an image: which packages bring them, and which commands of a RUN can bring none. From the package indexes of Debian and Alpine. */

/** Programs that no dependency of an application brings: only a package of the system, or a copy of the program itself. */
export const systemPrograms: readonly string[] = [
  "curl",
  "wget",
  "nc",
  "ncat",
  "netcat",
  "bash",
  "sh",
  "git",
  "jq",
  "pg_isready",
  "psql",
  "mysqladmin",
  "mysql",
  "redis-cli",
  "mongosh",
  "gcc",
  "g++",
  "make",
  "go",
  "cargo",
  "rustc",
  "mvn",
  "gradle",
  "dotnet",
  "java",
  "javac",
  "node",
  "npm",
  "npx",
  "php",
];

const python = /^py|python|^uv$|conda/i;
const postgresClient = /postgres|libpq/i;
const mysqlClient = /mysql|mariadb/i;
const compiler = /gcc|g\+\+|build-essential|build-base|development|buildpack/i;
const node = /node|^npm$|^yarn/i;

/** What the names of the packages look like that bring a program; of those not listed, the program's own name is a part. */
export const packagesOfProgram: Readonly<Record<string, RegExp>> = {
  wget: /wget|busybox/i,
  nc: /netcat|busybox|nmap|^nc$/i,
  ncat: /ncat|nmap/i,
  python,
  python3: python,
  pg_isready: postgresClient,
  psql: postgresClient,
  mysqladmin: mysqlClient,
  mysql: mysqlClient,
  "redis-cli": /redis|valkey/i,
  mongosh: /mongo/i,
  node,
  npm: node,
  npx: node,
  java: /jdk|jre|java/i,
  javac: /jdk|java/i,
  mvn: /maven/i,
  cargo: /rust|cargo/i,
  rustc: /rust|cargo/i,
  go: /^go(?:lang|-|$)/i,
  gcc: compiler,
  "g++": compiler,
  make: new RegExp(`make|${compiler.source}`, "i"),
  dotnet: /dotnet|aspnetcore/i,
  bundle: /ruby|bundler/i,
  rails: /ruby|rails/i,
};

/** Programs that stand beside one another, so that a call of one shows the other. */
export const companionsOfProgram: Readonly<Record<string, RegExp>> = {
  python: /^(?:pip|python|poetry|pipenv|uv|pdm|conda)/,
  python3: /^(?:pip|python|poetry|pipenv|uv|pdm|conda)/,
  node: /^(?:npm|npx|yarn|pnpm|corepack)$/,
  npm: /^(?:node|npx)$/,
  npx: /^(?:node|npm)$/,
  ruby: /^(?:gem|bundle|bundler)$/,
  bundle: /^(?:gem|ruby|bundler)$/,
  php: /^(?:composer|docker-php-ext-\w+|pecl)$/,
  java: /^(?:mvn|gradle|javac|jlink)$/,
  cargo: /^(?:rustc|rustup)$/,
};

/** Packages that draw in many others, so that one cannot tell which programs come along. */
export const drawsMuch =
  /^@|^(?:task-|ubuntu-|software-properties|supervisor|awscli|ansible|certbot|mercurial|devscripts|gnome|libreoffice|ffmpeg|chromium|texlive|netdata|apt-transport|cloud-)|-(?:full|all|meta|desktop|server|standard)$/;

/** Commands that a RUN may hold without bringing any program, whatever their arguments. Package managers of the system are among them: what they install is asked for apart. */
export const plainCommands: ReadonlySet<string> = new Set(
  (
    "apt-get apt apk apt-key apt-mark add-apt-repository dpkg-reconfigure yum dnf microdnf zypper rm rmdir mkdir chown chmod chgrp touch echo printf cat true false : test [ [[ " +
    "set export unset cd pwd ls find grep egrep awk sed head tail sort uniq wc tr cut tee sleep date id whoami uname hostname addgroup adduser useradd groupadd usermod groupmod " +
    "userdel deluser delgroup passwd chpasswd locale-gen update-locale localedef update-ca-certificates ldconfig sha256sum sha512sum md5sum openssl gpg setcap dirname basename " +
    "readlink realpath stat exit return umask sync which command type strip getent groups arch nproc ulimit dpkg-architecture"
  ).split(" "),
);

/** Package managers, compilers and frameworks of languages: they bring programs of their language, and none of the system. */
export const languageTools: ReadonlySet<string> = new Set(
  (
    "pip pip3 python python3 poetry pipenv uv pdm hatch npm npx yarn pnpm corepack bun node next vite tsc gem bundle bundler rake rails composer php artisan go cargo rustc rustup mvn mvnw " +
    "gradle gradlew dotnet flask django-admin alembic prisma javac java jlink mix docker-php-ext-install docker-php-ext-configure docker-php-ext-enable pecl a2enmod a2dismod a2ensite " +
    "nginx playwright"
  ).split(" "),
);

/** Commands that put files somewhere, so that it depends on where. */
export const movers: ReadonlySet<string> = new Set([
  "cp",
  "mv",
  "ln",
  "install",
  "curl",
  "wget",
  "tar",
  "unzip",
  "gunzip",
  "xz",
  "git",
  "dpkg",
]);
