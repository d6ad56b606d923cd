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
  /** Who logs in writes it, and not the store. */
  readonly isVisitors: boolean;
}

/** The account that a secret opens. */
export function accountOf({ binding, form, scheme, names, role }: WrittenSecret & { readonly binding: EnvBinding }): Account {
  if (form === "address") {
    const kind = (scheme ?? "").replace(/^jdbc:/, "").replace(/\+.*$/, "");
    const store = kind === "" ? "database" : (STORE_SCHEMES[kind] ?? kind);
    return { store, isRoot: names[0] === "root", name: undefined, isPassword: true, isVisitors: true };
  }
  const { sink } = binding;
  const name = upperSnake(binding.name.value);
  const words = name.split("_");
  const isPassword = role === "password";
  const store = isPassword ? words.map((word) => STORE_WORDS[word]).find((one) => one !== undefined) : undefined;
  const isVisitors = sink.kind === "service" && sink.service.stateful === undefined;
  return { store, isRoot: words.includes("ROOT") || isUserRoot(binding), name, isPassword, isVisitors };
}

/** Whether `DB_USER`, beside `DB_PASSWORD`, is root. */
function isUserRoot({ name, sink }: EnvBinding): boolean {
  const stem = /^(.+)_(?:PASSWORD|PASSWD|PASS)$/.exec(name.value)?.[1];
  if (stem === undefined) return false;
  const user = sink.siblings.find(`${stem}_USER`) ?? sink.siblings.find(`${stem}_USERNAME`);
  return user?.value.kind === "known" && user.value.text === "root";
}

/**
 * One key for each of `accounts`, the same for those that are one. All of them have the same secret, so that a name without a store's kind (`DB_PASSWORD`) is
 * taken for the one store that the others name, and who logs in for the account that the store has.
 */
export function joinAccounts(accounts: readonly Account[]): string[] {
  const kinds = new Set(accounts.flatMap(({ store }) => (store === undefined || store === "database" ? [] : [store])));
  const databases = [...kinds].filter((kind) => RELATIONAL.has(kind));
  const kindOf = (store: string): string => (store === "database" && databases.length === 1 ? databases[0]! : store);
  const keyOf = ({ store, isRoot, name }: Account): string => (store === undefined ? `name ${name}` : `${kindOf(store)} ${isRoot}`);
  const named = accounts.filter(({ name, isPassword }) => name !== undefined && isPassword);
  const own = new Set(named.filter(({ isVisitors }) => !isVisitors).map(keyOf));
  const all = new Set(named.map(keyOf));
  return accounts.map((account) => {
    const key = keyOf(account);
    if (!account.isVisitors || account.store === undefined || own.has(key)) return key;
    const other = keyOf({ ...account, isRoot: !account.isRoot });
    if (own.has(other)) return other;
    // An address whose scheme tells nothing (`http`) is taken for the only password that is the same.
    return account.name === undefined && !all.has(key) && all.size === 1 ? [...all][0]! : key;
  });
}

/** The kinds that `DB_…` and `DATABASE_…` may mean. */
const RELATIONAL: ReadonlySet<string> = new Set(["postgres", "mysql", "mssql", "mongo", "oracle"]);
