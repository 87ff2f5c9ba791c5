// What a class has shown, in words: level by level, what to take up again, what most got wrong, and the table.

import type { Book } from "../progress/book.ts";
import type { Asked, Class, Share } from "../progress/class.ts";
import { make } from "../word.ts";
import type { Words } from "../navigator/words.ts";

/** How many outcomes are named; the table has all. */
const NAMED = 5;
/** How many questions are seen at once; on paper are all that somebody got wrong. */
const SEEN = 5;

/** Where a result is said, and in which words. */
export interface Place {
  readonly words: Words;
  readonly book: Book;
  /** The front page of the language, from which the book’s addresses start. */
  readonly home: string;
}

/** For each level, highest first, how many of its outcomes half the class has shown. */
export function levelsOf({ levels, half }: Class, { words, book }: Place): HTMLElement[] {
  const rows = levels.map((shares, level) =>
    make(
      "li",
      { className: `pal-level-${level + 1}` },
      make("strong", { textContent: `${level + 1}. ${book.outline.levels[level]?.title}` }),
      make("span", { textContent: words.count("class_half", half[level] ?? 0, { total: shares.length }) }),
    ),
  );
  return rows.reverse();
}

/** The outcomes that more students have read than shown. */
export function againOf({ again, size }: Class, { words }: Place): HTMLElement[] {
  return again.slice(0, NAMED).map((share) =>
    make(
      "li",
      { className: `pal-level-${share.level + 1}` },
      make("strong", { textContent: share.text }),
      make("span", { textContent: shareWords(share, size, words) }),
    ),
  );
}

function shareWords({ level, shown, read }: Share, total: number, words: Words): string {
  const where = words.say("class_level", { number: level + 1 });
  return [where, words.count("class_shown", shown, { total }), words.count("class_read_it", read)].join(" · ");
}

/** The questions that most got wrong, each with the way to its lesson. */
export function missedOf({ missed }: Class, { words, book, home }: Place): HTMLElement[] {
  return missed.map(({ key, lesson, text, tried, wrong, right }: Asked, at) => {
    const { title = lesson, href = "" } = book.lessons.get(lesson) ?? levelOf(book, lesson);
    const id = key.slice(lesson.length + 1);
    const anchor = id.startsWith("_") ? "" : `#${id}`;
    const link = make("a", { href: `${home}${href}${anchor}`, textContent: title });
    const how = [words.count("class_right", right, { tried }), words.count("class_wrong", wrong)].join(" · ");
    const said = text ? [make("strong", { textContent: text }), make("span", {}, link)] : [make("strong", {}, link)];
    const className = at < SEEN ? "" : "pal-class-more";
    return make("li", { className }, ...said, make("span", { textContent: how }));
  });
}

function levelOf({ outline }: Book, key: string): { title?: string; href?: string } {
  return outline.levels.find((level) => level.key === key) ?? {};
}

/** The rows of the table, in a group for each level, highest first. */
export function tableOf({ levels, size }: Class, { words, book }: Place): HTMLElement[] {
  const groups = levels.map((shares, level) => {
    const name = make("th", { scope: "rowgroup", colSpan: 4, textContent: `${level + 1}. ${book.outline.levels[level]?.title}` });
    const rows = shares.map(({ text, shown, read, begun }) => {
      const cells = [shown, read, begun].map((count) => make("td", { textContent: words.say("class_of", { n: count, total: size }) }));
      return make("tr", {}, make("th", { scope: "row", textContent: text }), ...cells);
    });
    return make("tbody", { className: `pal-level-${level + 1}` }, make("tr", {}, name), ...rows);
  });
  return groups.reverse();
}
