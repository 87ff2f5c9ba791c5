import { VERSION, bookOf, type Book, type Lesson, type Level, type Outline, type Task } from "../../src/site/progress/book.ts";
import type { Facts, State } from "../../src/site/progress/state.ts";
import type { Chance } from "./random.ts";

/** Keys that are properties of every object, or look like more than they are. */
export const HOSTILE = ["__proto__", "constructor", "toString", "hasOwnProperty", "1", "-0", "é", "a b", "😀", "<b>", "\u0000"];

/** What JSON may hold where something else is wanted. */
export const WRONG = [null, true, 0, -1, 1.5, 1e300, "1", "", [], [1], {}, { a: 1 }, "NaN"];

const LESSONS = ["a/b", "a/c", "b/c", ...HOSTILE];

/** Facts by chance, about few things, so that they meet. */
export function anyFacts(chance: Chance): Facts {
  const name = () => {
    const letter = chance.of(["o", "r", "s", "w"] as const);
    const task = letter === "s" || letter === "w" ? `#${chance.of(["_1", "_2", ...HOSTILE])}` : "";
    return `${letter} ${chance.of(LESSONS)}${task}`;
  };
  return new Map(chance.many(chance.below(12), () => [name(), 1 + chance.below(4)] as const));
}

/** A state by chance. */
export function anyState(chance: Chance): State {
  return { erased: chance.below(3), facts: anyFacts(chance) };
}

/** A level of a book. */
export function level(key: string, lessons: readonly Lesson[], more: Partial<Level> = {}): Level {
  const timed = lessons.flatMap(({ minutes }) => minutes ?? []);
  return {
    key,
    title: `Niveau ${key}`,
    href: `${key}/`,
    outcomes: [],
    lessons: lessons.length,
    minutes: timed.reduce((sum, minutes) => sum + minutes, 0),
    untimed: lessons.length - timed.length,
    part: { version: VERSION, level: key, lessons },
    ...more,
  };
}

/** A lesson. */
export function lesson(key: string, more: Partial<Lesson> = {}): Lesson {
  return { key, title: `Leçon ${key}`, href: `${key}/`, minutes: 10, ...more };
}

/** A book of those levels, all of it loaded. */
export function book(levels: readonly Level[], more: Partial<Outline> = {}): Book {
  return bookOf({ version: VERSION, book: "essai", title: "Un livre", record: "progression/", levels, ...more });
}

/** A book of `levels` levels of `lessons` lessons, each with `tasks` tasks. */
export function bigBook(levels: number, lessons: number, tasks: number): Book {
  const outcomesOf = (level: number) => Array.from({ length: 4 }, (_, at) => `niveau-${level}/acquis-${at}`);
  const make = (level: number, at: number): Lesson => {
    const key = `niveau-${level}/lecon-numero-${at}`;
    const outcome = outcomesOf(level)[at % 4] as string;
    const task = (id: number): Task => ({ id: `_${id + 1}`, shows: [outcome] });
    return lesson(key, { serves: [outcome], tasks: Array.from({ length: tasks }, (_, id) => task(id)) });
  };
  return book(
    Array.from({ length: levels }, (_, at) => {
      const all = Array.from({ length: lessons }, (_, place) => make(at, place));
      const served = (key: string) => all.filter(({ serves }) => serves?.includes(key)).length;
      const outcomes = outcomesOf(at).map((key) => ({ key, text: `Acquis ${key}`, lessons: served(key) }));
      return level(`niveau-${at}`, all, { outcomes });
    }),
  );
}
