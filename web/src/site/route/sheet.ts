// A route on paper: its lessons in order, with boxes to tick and the address to type. It is in the page only while it is
// printed.

import type { Words } from "../navigator/words.ts";
import type { Book, Lesson } from "../progress/book.ts";
import type { LeftOut } from "../progress/route.ts";
import { make, say } from "../word.ts";
import { levelOf, measure, titleOf } from "./words.ts";

/** What is printed. */
export interface Sheet {
  readonly book: Book;
  readonly lessons: readonly Lesson[];
  readonly leftOut: readonly LeftOut[];
  readonly title: string;
  readonly link: string;
}

/** Prints it. */
export function printSheet(sheet: Sheet, words: Words): void {
  const root = document.documentElement;
  document.querySelector(".pal-sheet")?.remove();
  document.body.append(paperOf(sheet, words));
  root.dataset["sheet"] = "";
  const done = () => {
    document.querySelector(".pal-sheet")?.remove();
    delete root.dataset["sheet"];
  };
  addEventListener("afterprint", done, { once: true });
  print();
}

function paperOf({ book, lessons, leftOut, title, link }: Sheet, words: Words): HTMLElement {
  const rows = lessons.map((lesson) => {
    const facts = [levelOf(book, lesson, words), ...(lesson.minutes === undefined ? [] : [words.duration(lesson.minutes)])];
    return make("li", {}, make("span", { className: "pal-sheet-box" }), make("b", {}, titleOf(lesson)), " ", make("small", {}, facts.join(words.say("separator"))));
  });
  const needs = leftOut.filter(({ isLate }) => !isLate).map(({ anyOf }) => make("li", {}, ...alternatives(anyOf, words)));
  const before = needs.length ? [say(make("h2"), "route_before"), make("ul", {}, ...needs)] : [];
  const name = make("p", { className: "pal-sheet-name" }, say(make("span"), "route_name"), make("span"));
  return make(
    "section",
    { className: "pal-sheet" },
    make("p", { textContent: book.outline.title }),
    make("h1", { textContent: title || words.say("route_sheet") }),
    name,
    make("p", { textContent: measure(words, lessons) }),
    make("ol", {}, ...rows),
    ...before,
    say(make("h2"), "route_address"),
    make("p", { className: "pal-sheet-link", textContent: link }),
  );
}

/** Lessons of which one is enough: “X or Y”. */
export function alternatives(lessons: readonly Lesson[], words: Words): (Node | string)[] {
  return lessons.flatMap((lesson, at) => (at ? [words.say("list_alternative"), titleOf(lesson)] : [titleOf(lesson)]));
}
