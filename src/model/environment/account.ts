import { upperSnake } from "../secret/index.ts";
import { STORE_SCHEMES, STORE_WORDS } from "../../facts/stores.ts";
import type { EnvBinding } from "./binding.ts";
import type { WrittenSecret } from "./written-secret.ts";

/** What a secret opens, as far as its name or its address tells. */
export interface Account {
  /** The kind of store, "database" where it is one and its kind is not told; undefined for anything that is no store's. */
  readonly store: string | undefined;
  /** Whether it is the administrator's, of a store that has another account beside it. */
  readonly isRoot: boolean;
  /** The variable's name; undefined for the password of an address. */
  readonly name: string | undefined;
  readonly isPassword: boolean;
}

/** The account that a secret opens. */
export function accountOf({ binding, form, scheme, names, role }: WrittenSecret & { readonly binding: EnvBinding }): Account {
  if (form === "address") {
    const kind = (scheme ?? "").replace(/^jdbc:/, "").replace(/\+.*$/, "");
    const store = kind === "" ? "database" : (STORE_SCHEMES[kind] ?? kind);
    return { store, isRoot: names[0] === "root", name: undefined, isPassword: true };
  }
  const name = upperSnake(binding.name.value);
  const words = name.split("_");
  const isPassword = role === "password";
  const store = isPassword ? words.map((word) => STORE_WORDS[word]).find((one) => one !== undefined) : undefined;
  return { store, isRoot: words.includes("ROOT"), name, isPassword };
}

/**
 * One key for each of `accounts`, the same for those that are one. All of them have the same secret, so that a name without a store's kind (`DB_PASSWORD`) is
 * taken for the one store that the others name, and an address for the account beside it.
 */
export function joinAccounts(accounts: readonly Account[]): string[] {
  const kinds = new Set(accounts.flatMap(({ store }) => (store === undefined || store === "database" ? [] : [store])));
  const databases = [...kinds].filter((kind) => RELATIONAL.has(kind));
  const kindOf = (store: string): string => (store === "database" && databases.length === 1 ? databases[0]! : store);
  const keyOf = ({ store, isRoot, name }: Account): string => (store === undefined ? `name ${name}` : `${kindOf(store)} ${isRoot}`);
  const named = new Set(accounts.flatMap((account) => (account.name === undefined || !account.isPassword ? [] : [keyOf(account)])));
  return accounts.map((account) => {
    const own = keyOf(account);
    if (account.name !== undefined || account.store === undefined || named.has(own)) return own;
    // An address may name the administrator otherwise, or log in with the only account there is.
    const other = keyOf({ ...account, isRoot: !account.isRoot });
    return named.has(other) ? other : named.size === 1 ? [...named][0]! : own;
  });
}

/** The kinds that `DB_…` and `DATABASE_…` may mean. */
const RELATIONAL: ReadonlySet<string> = new Set(["postgres", "mysql", "mssql", "mongo", "oracle"]);
