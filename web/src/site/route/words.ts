// What is said of routes, in the words that scripts load, and how lessons are named in it.

import { frontPage } from "../front.ts";
import type { Words } from "../navigator/words.ts";
import type { Book, Lesson } from "../progress/book.ts";
import { left } from "../progress/next.ts";
import { make } from "../word.ts";

/** “5 lessons · 1 h 45 min”, and how many of them don’t say how long they take. */
export function measure(words: Words, lessons: readonly Lesson[]): string {
  const { minutes, untimed } = left(lessons, { lessons: new Map(), stones: [], levels: [] });
  const parts = [words.count("lessons", lessons.length)];
  if (minutes) parts.push(words.duration(minutes));
  if (minutes && untimed) parts.push(words.count("route_untimed", untimed));
  return parts.join(words.say("separator"));
}

/** A lesson’s title, in its language. */
export function titleOf({ title, lang }: Lesson): HTMLElement {
  return make("span", { textContent: title, ...(lang ? { lang } : {}) });
}

/** Where a lesson’s page is. */
export function placeOfPage({ href }: Lesson): string {
  return new URL(href, frontPage()).href;
}

/** A level’s number and title: “2 · Sécuriser son identité”. */
export function levelOf({ outline }: Book, { key }: Lesson, words: Words): string {
  const at = outline.levels.findIndex((level) => key.startsWith(`${level.key}/`));
  const level = outline.levels[at];
  return level ? `${at + 1}${words.say("separator")}${level.title}` : "";
}
