// What the keys in an export mean in the book as it is now.

import { textsOf, type Book, type Text } from "./book.ts";
import { taskKey } from "./state.ts";

/** The keys that a book has and had. */
export interface Catalogue {
  readonly book: string;
  readonly title: string;
  /** Each key of a lesson, a level’s own text or a task, present or former, with the present one. */
  readonly keys: ReadonlyMap<string, string>;
  /** Present keys by their number in codes. */
  readonly numbers: ReadonlyMap<number, string>;
}

/** The catalogue of a book, all of which is loaded. */
export function catalogueOf({ outline, parts }: Book): Catalogue {
  const keys = new Map<string, string>();
  const numbers = new Map<number, string>();
  const formerOf = new Map<string, string[]>();
  for (const [before, now] of outline.former ?? []) formerOf.set(now, [...(formerOf.get(now) ?? []), before]);
  const enter = (names: readonly string[], now: string, number: number | undefined) => {
    for (const name of names) if (name === now || !keys.has(name)) keys.set(name, now);
    if (number !== undefined) numbers.set(number, now);
  };
  const enterText = ({ key, number, tasks = [] }: Text) => {
    const names = [key, ...(formerOf.get(key) ?? [])];
    enter(names, key, number);
    for (const { id, former = [], number: given } of tasks) {
      const ids = [id, ...former];
      enter(names.flatMap((name) => ids.map((one) => taskKey(name, one))), taskKey(key, id), given);
    }
  };
  parts.flatMap(textsOf).forEach(enterText);
  return { book: outline.book, title: outline.title, keys, numbers };
}
