/** Whether a file may be a private key, a keystore or a copy of a database, by its name in lower case and the folders above it. Its content may still clear it. */
export function isSensitiveName(name: string, folders: readonly string[]): boolean {
  if (keyName.test(name)) return !publicName.test(name);
  if (!dumpName.test(name)) return false;
  if (certainDump.test(name)) return true;
  return !schemaName.test(name) && !folders.some((folder) => schemaFolder.test(folder));
}

const keyName =
  /\.(?:pem|key|p12|pfx|jks|keystore)$|^id_(?:rsa|dsa|ecdsa|ed25519)$|^(?:.*[-_.])?(?:service[-_]?account|credentials?|adminsdk)(?:[-_.].*)?\.json$/;
const publicName = /(?:^|[-_.])(?:pub|public|ca|cacert|cert|certs|certificate|chain|fullchain|bundle|dhparams?|csr)(?:[-_.]|$)/;

/** `prod.sql`, `shop.dump`, `db.sql.gz`, `backup-2026-01-01.tar.gz`. */
const dumpName =
  /\.sql$|\.dump$|\.(?:sql|dump|db)\.(?:gz|zip|xz|bz2|zst|bak)$|^(?:.*[-_.])?(?:backup|dump)s?(?:[-_.].*)?\.(?:tar|tgz|gz|zip|tar\.\w+)$/;
const certainDump = /\.(?:sql|dump|db)\.(?:gz|zip|xz|bz2|zst|bak)$/;

/** What sets a database up, rather than what was taken from one. A core or heap dump is a program's. */
const schemaName =
  /^(?:v?\d+[_.-].*|.*(?:schema|seed|init|migrat|create|structure|fixture|sample|example|demo|test|grant|role|extension|function|trigger|view|query|queries|report|heap|core|thread|crash).*)\.\w+$/;
const schemaFolder =
  /^(?:migrations?|migrate|seeds?|schemas?|fixtures?|tests?|testdata|initdb|init|docker-entrypoint-initdb\.d|queries|sql|procedures|functions|flyway|liquibase|prisma|drizzle|alembic|examples?|samples?|__.*__)$/;
