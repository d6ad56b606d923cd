/** Freezes a value and all it holds, so that a rule that changes what it looks at fails. Instances of classes that compute when asked are left as they are. */
export function deepFreeze<T>(value: T): T {
  const seen = new Set<unknown>();
  const pending: unknown[] = [value];
  for (let next = pending.pop(); pending.length > 0 || next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    const prototype: unknown = Object.getPrototypeOf(next);
    if (prototype !== Object.prototype && !Array.isArray(next)) continue;
    for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(next)))
      if (typeof inner === "object") pending.push(inner);
    Object.freeze(next);
  }
  return value;
}
