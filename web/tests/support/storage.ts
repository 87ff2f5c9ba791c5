import type { Browser } from "../../src/site/progress/store.ts";

/** A storage as browsers have them, with room for so many UTF-16 units. */
export function makeStorage(room = Infinity): Storage {
  const items = new Map<string, string>();
  const used = () => [...items].reduce((sum, [key, text]) => sum + key.length + text.length, 0);
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, text) {
      const before = items.get(key);
      items.set(key, text);
      if (used() <= room) return;
      if (before === undefined) items.delete(key);
      else items.set(key, before);
      throw new Error("QuotaExceededError");
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

/** What a storage holds. */
export function contents(storage: Storage): Record<string, string> {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) as string);
  return Object.fromEntries(keys.map((key) => [key, storage.getItem(key) as string]));
}

/** A tab of a browser whose tabs share a storage. `hear` is what it does on a storage event. */
export function makeTab(local: () => Storage | null, session: () => Storage | null = always(makeStorage())) {
  const heard: (() => void)[] = [];
  const browser: Browser = { local, session, listen: (hear) => heard.push(hear) };
  return { browser, hear: () => heard.forEach((hear) => hear()) };
}

/** A function that always gives the same. */
export function always<Value>(value: Value): () => Value {
  return () => value;
}

/** A storage that throws when it is asked for. */
export function forbidden(): never {
  throw new Error("SecurityError");
}
