// What is kept that the book doesn’t have: it stays, and isn’t counted.

import { unknownIn } from "../standing.ts";
import type { Own } from "./page.ts";

/** Says how much that is, now and after each change. */
export function showUncounted({ progress: { store }, words, part, book, fail }: Own): void {
  const place = part("[data-not-counted]");
  const show = async () => {
    const unknown = store.facts().size ? (unknownIn(await book(), store.facts()) ?? []) : [];
    place.textContent = unknown.length ? words.count("progress_not_counted", unknown.length) : "";
  };
  const tell = () => void show().catch(fail);
  tell();
  store.watch(tell);
}
