/** A command that changes a database's schema to what the code expects. */
export interface MigrationCommand {
  /** How it begins in a command line, behind the folder of the program. */
  readonly pattern: RegExp;
  readonly name: string;
  /** Whether it keeps two runs at the same time apart by a lock in the database. */
  readonly locks: boolean;
}

/**
 * From each tool's documentation: Alembic and Django take no lock; Prisma ("Advisory locking"), Rails (`with_advisory_lock`), Flyway, Liquibase (DATABASECHANGELOGLOCK),
 * golang-migrate, sqlx, Knex (knex_migrations_lock), Ecto and node-pg-migrate do. Laravel does with `--isolated`.
 */
export const MIGRATION_COMMANDS: readonly MigrationCommand[] = [
  { pattern: /\balembic\b[^;&|]{0,80}\bupgrade\b/, name: "alembic upgrade", locks: false },
  { pattern: /\bmanage\.py\s+migrate\b/, name: "manage.py migrate", locks: false },
  { pattern: /\bdjango-admin\s+migrate\b/, name: "django-admin migrate", locks: false },
  { pattern: /\bflask\s+db\s+upgrade\b/, name: "flask db upgrade", locks: false },
  { pattern: /\baerich\s+upgrade\b/, name: "aerich upgrade", locks: false },
  { pattern: /\bartisan\s+migrate\b(?![^;&|]{0,80}--isolated)/, name: "artisan migrate", locks: false },
  { pattern: /\bdoctrine:migrations:migrate\b/, name: "doctrine:migrations:migrate", locks: false },
  { pattern: /\btypeorm\b[^;&|]{0,80}\bmigration:run\b/, name: "typeorm migration:run", locks: false },
  { pattern: /\bsequelize(?:-cli)?\s+db:migrate\b/, name: "sequelize db:migrate", locks: false },
  { pattern: /\bdrizzle-kit\s+(?:migrate|push)\b/, name: "drizzle-kit migrate", locks: false },
  { pattern: /\bdiesel\s+migration\s+run\b/, name: "diesel migration run", locks: false },
  { pattern: /\bdotnet\s+ef\s+database\s+update\b/, name: "dotnet ef database update", locks: false },
  { pattern: /\bprisma\s+(?:migrate\s+deploy|db\s+push)\b/, name: "prisma migrate deploy", locks: true },
  { pattern: /\b(?:rails|rake)\s+db:(?:migrate|prepare)\b/, name: "rails db:migrate", locks: true },
  { pattern: /\bflyway\b[^;&|]{0,120}\bmigrate\b/, name: "flyway migrate", locks: true },
  { pattern: /\bliquibase\b[^;&|]{0,200}\bupdate\b/, name: "liquibase update", locks: true },
  { pattern: /(?:^|[\s/;&|])migrate\s[^;&|]{0,200}\bup\b/, name: "migrate up", locks: true },
  { pattern: /\bsqlx\s+migrate\s+run\b/, name: "sqlx migrate run", locks: true },
  { pattern: /\bknex\s+migrate:latest\b/, name: "knex migrate:latest", locks: true },
  { pattern: /\bnode-pg-migrate\s+up\b/, name: "node-pg-migrate up", locks: true },
  { pattern: /\bdbmate\b[^;&|]{0,80}\b(?:up|migrate)\b/, name: "dbmate up", locks: false },
  { pattern: /\bgoose\b[^;&|]{0,200}\bup\b/, name: "goose up", locks: false },
  { pattern: /\batlas\s+migrate\s+apply\b/, name: "atlas migrate apply", locks: true },
];
