import type { ArgInstruction, DockerfileDocument, Instruction, Pair, Stage } from "../../syntax/dockerfile/ast.ts";
import { resolve, type Lookup, type Resolved } from "../value.ts";

/** What `--build-arg` gives, as far as the project says; "unknown" where those who build the image disagree or fill it in at run time. */
export type BuildArguments = ReadonlyMap<string, Resolved>;

/**
 * The variables of a Dockerfile at every point of a chain of stages (Dockerfile reference, "ARG", "ENV", "Scope"): ENV wins over ARG, a stage sees a global ARG
 * only when it declares it again, and a stage inherits from the one it is built on.
 */
export class Variables {
  private readonly versions = new Map<string, { readonly from: number; readonly value: Resolved }[]>();
  private readonly order = new Map<Instruction, number>();
  private readonly globals: Lookup;

  constructor(
    document: DockerfileDocument,
    chain: readonly Stage[],
    private readonly given: BuildArguments,
  ) {
    this.globals = globalLookup(document.globalArgs, given);
    const isEnv = new Set<string>();
    let at = 0;
    for (const stage of chain) {
      for (const instruction of stage.instructions) {
        this.order.set(instruction, at++);
        if (instruction.keyword === "ARG") {
          for (const arg of instruction.args) if (!isEnv.has(arg.name.value)) this.set(arg.name.value, at, this.argument(arg, at - 1));
        } else if (instruction.keyword === "ENV") {
          for (const pair of instruction.pairs) {
            isEnv.add(pair.name.value);
            this.set(pair.name.value, at, resolve(pair.value ?? { kind: "literal", text: "", span: pair.span }, this.lookupBefore(at - 1)));
          }
        }
      }
    }
  }

  /** What the variables stand for at an instruction of the chain; behind all of them for any other instruction. */
  at(instruction: Instruction): Lookup {
    return this.lookupBefore(this.order.get(instruction) ?? Infinity);
  }

  /** What the variables stand for in the container. */
  get final(): Lookup {
    return this.lookupBefore(Infinity);
  }

  /** What a FROM line sees. */
  get global(): Lookup {
    return this.globals;
  }

  private argument(arg: Pair, at: number): Resolved {
    const given = this.given.get(arg.name.value);
    if (given !== undefined) return given;
    if (arg.value !== undefined) return asDefault(resolve(arg.value, this.lookupBefore(at)));
    const global = this.globals(arg.name.value);
    if (global.kind === "known") return global;
    return { kind: "unknown", why: `${arg.name.value} is a build argument without a default`, at: arg.span };
  }

  private set(name: string, from: number, value: Resolved): void {
    const versions = this.versions.get(name);
    if (versions === undefined) this.versions.set(name, [{ from, value }]);
    else versions.push({ from, value });
  }

  /** Several versions of one variable are rare, so the last one before `at` is looked for from the end. */
  private lookupBefore(at: number): Lookup {
    return (name) => {
      const versions = this.versions.get(name);
      for (let i = (versions?.length ?? 0) - 1; i >= 0; i--) {
        const version = versions![i]!;
        if (version.from <= at) return version.value;
      }
      return { kind: "unknown", why: `${name} is set outside of the Dockerfile, if at all` };
    };
  }
}

function globalLookup(globals: readonly ArgInstruction[], given: BuildArguments): Lookup {
  const values = new Map<string, Resolved>();
  const lookup: Lookup = (name) => values.get(name) ?? { kind: "unknown", why: `${name} is no argument that stands before the first FROM` };
  for (const arg of globals.flatMap(({ args }) => args)) {
    const { value: name } = arg.name;
    const passed = given.get(name);
    if (passed !== undefined) values.set(name, passed);
    else if (arg.value !== undefined) values.set(name, asDefault(resolve(arg.value, lookup)));
    else values.set(name, { kind: "unknown", why: `${name} is a build argument without a default`, at: arg.span });
  }
  return lookup;
}

/** Whoever builds the image may give another value. */
function asDefault(value: Resolved): Resolved {
  return value.kind === "known" ? { ...value, fromDefault: true } : value;
}
