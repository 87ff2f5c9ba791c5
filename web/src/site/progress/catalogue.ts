// What the keys in an export mean in the book as it is now.

import { textsOf, type Book } from "./book.ts";
import { taskKey } from "./state.ts";

/** The keys that a book has and had. */
export interface Catalogue {
  readonly book: string;
  readonly title: string;
  /** Which edition of the book it is, if it says. */
  readonly edition?: string;
  /** Each key of a lesson, a level’s own text or a task, present or former, with the present one. */
  readonly keys: ReadonlyMap<string, string>;
}

/** The catalogue of a book, all of which is loaded. */
export function catalogueOf({ outline, parts }: Book): Catalogue {
  const keys = new Map<string, string>();
  const formerOf = new Map<string, string[]>();
  for (const [before, now] of outline.former ?? []) formerOf.set(now, [...(formerOf.get(now) ?? []), before]);
  const enter = (names: readonly string[], now: string) => {
    for (const name of names) if (name === now || !keys.has(name)) keys.set(name, now);
  };
  for (const { key, tasks = [] } of parts.flatMap(textsOf)) {
    const names = [key, ...(formerOf.get(key) ?? [])];
    enter(names, key);
    for (const { id, former = [] } of tasks) {
      const ids = [id, ...former];
      enter(names.flatMap((name) => ids.map((one) => taskKey(name, one))), taskKey(key, id));
    }
  }
  const { book, title, edition } = outline;
  return { book, title, ...(edition !== undefined && { edition }), keys };
}
