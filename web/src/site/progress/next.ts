// Which lesson is next, and why. Nothing is ever locked: this is what is proposed.

import type { Book, Lesson } from "./book.ts";
import { Rank, isTried, type Standing } from "./standing.ts";
import { taskKey, valueOf, type Facts } from "./state.ts";

/** A lesson, and why it is proposed. */
export interface Next {
  readonly lesson: Lesson;
  readonly why:
    /** It is begun, and isn’t finished. */
    | { readonly is: "begun" }
    /** It needs this lesson, which is done: « vous avez fait X ». */
    | { readonly is: "needed"; readonly done: Lesson }
    /** It comes after this one, which is done. */
    | { readonly is: "order"; readonly done: Lesson }
    /** Nothing is done yet, or nothing that leads to it. */
    | { readonly is: "first" };
}

/** Whether the student has done with a lesson: it is read, or shown. */
function isDone(standing: Standing, key: string): boolean {
  return (standing.lessons.get(key) ?? Rank.ToCome) >= Rank.Read;
}

/** Whether what a lesson needs is done. What isn’t in the book or not among `asked`, the route’s lessons, isn’t asked for. */
function isOpen(standing: Standing, lesson: Lesson, asked: ReadonlyMap<string, unknown>): boolean {
  return (lesson.needs ?? []).every((need) => {
    const choices = (typeof need === "string" ? [need] : need).filter((key) => asked.has(key));
    return !choices.length || choices.some((key) => isDone(standing, key));
  });
}

/** The lessons of a book in order, or those of a route that the book has. */
export function lessonsInOrder(book: Book, route?: readonly string[]): readonly Lesson[] {
  const all = [...book.lessons.values()];
  return route ? [...new Set(route)].flatMap((key) => book.lessons.get(key) ?? []) : all;
}

/** Lessons that aren’t done and whose prerequisites are, in order. */
export function openLessons(book: Book, standing: Standing, route?: readonly string[]): readonly Lesson[] {
  const lessons = lessonsInOrder(book, route);
  const asked = new Map(lessons.map((lesson) => [lesson.key, lesson]));
  return lessons.filter((lesson) => !isDone(standing, lesson.key) && isOpen(standing, lesson, asked));
}

/**
 * The place of the lesson that was worked in last: done, or one of its tasks tried. One that was only read in leads nobody
 * past what comes before it. -1 if there is none.
 */
function lastWorked(lessons: readonly Lesson[], standing: Standing, facts: Facts): number {
  let [last, order] = [-1, 0];
  lessons.forEach(({ key, tasks = [] }, at) => {
    const value = valueOf(facts, "o", key);
    if (value <= order || !(isDone(standing, key) || tasks.some(({ id }) => isTried(facts, taskKey(key, id))))) return;
    [last, order] = [at, value];
  });
  return last;
}

/**
 * The lesson to go on with: the one that was worked in last if it isn’t finished; else the first that is open after it;
 * else the first that is open; else, where prerequisites leave none, the first that isn’t done. `undefined` when all
 * that is loaded is done.
 */
export function nextLesson(book: Book, standing: Standing, facts: Facts, route?: readonly string[]): Next | undefined {
  const lessons = lessonsInOrder(book, route);
  const at = lastWorked(lessons, standing, facts);
  const current = lessons[at];
  if (current && !isDone(standing, current.key)) return { lesson: current, why: { is: "begun" } };
  const open = openLessons(book, standing, route);
  const places = new Map(lessons.map(({ key }, place) => [key, place]));
  const isAfter = ({ key }: Lesson) => (places.get(key) ?? 0) > at;
  const lesson = open.find(isAfter) ?? open[0] ?? lessons.find(({ key }) => !isDone(standing, key));
  return lesson && { lesson, why: reason(book, standing, facts, lesson, lessons[(places.get(lesson.key) ?? 0) - 1]) };
}

function reason(book: Book, standing: Standing, facts: Facts, lesson: Lesson, before: Lesson | undefined): Next["why"] {
  if (standing.lessons.get(lesson.key) === Rank.Begun) return { is: "begun" };
  const needed = (lesson.needs ?? [])
    .flat()
    .filter((key) => isDone(standing, key))
    .sort((a, b) => valueOf(facts, "o", b) - valueOf(facts, "o", a));
  const done = book.lessons.get(needed[0] ?? "");
  if (done) return { is: "needed", done };
  return before && isDone(standing, before.key) ? { is: "order", done: before } : { is: "first" };
}

/** What is left to do. */
export interface Left {
  readonly lessons: number;
  /** Of those that say how long they take. */
  readonly minutes: number;
  /** How many don’t say. */
  readonly untimed: number;
}

/** What some lessons leave to do. */
export function left(lessons: Iterable<Lesson>, standing: Standing): Left {
  const sum = { lessons: 0, minutes: 0, untimed: 0 };
  for (const { key, minutes } of lessons) {
    if (isDone(standing, key)) continue;
    sum.lessons++;
    if (minutes === undefined) sum.untimed++;
    else sum.minutes += minutes;
  }
  return sum;
}

/** What each level leaves to do, of a route if there is one; on a level that isn’t loaded nothing is done, nor is any of it on the route. */
export function leftByLevel({ outline, parts }: Book, standing: Standing, route?: readonly string[]): readonly Left[] {
  const onRoute = route && new Set(route);
  return outline.levels.map(({ lessons, minutes, untimed = 0 }, at) => {
    const own = parts[at]?.lessons ?? (onRoute && []);
    return own ? left(own.filter(({ key }) => onRoute?.has(key) ?? true), standing) : { lessons, minutes, untimed };
  });
}

/** What the whole book leaves to do. */
export function leftInAll(levels: readonly Left[]): Left {
  const add = (sum: Left, { lessons, minutes, untimed }: Left): Left => ({
    lessons: sum.lessons + lessons,
    minutes: sum.minutes + minutes,
    untimed: sum.untimed + untimed,
  });
  return levels.reduce(add, { lessons: 0, minutes: 0, untimed: 0 });
}
