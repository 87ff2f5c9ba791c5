// A teacher’s route: lessons in an order of their own, as a link that students open.
//
// The link says the lessons by their keys, `#r=1x7k:naviguer/ecosysteme,empreinte,securiser/cles`, so that it can be
// read, and that what the book no longer has can be named. A key without a `/` is of the level of the one before.
// The four letters are a check sum; a link that a teacher types goes without them and the colon.

import type { Book, Lesson } from "./book.ts";
import { hash } from "./code/hash.ts";
import { decoded } from "./code.ts";
import { nextLesson, type Next } from "./next.ts";
import type { Standing } from "./standing.ts";
import type { Facts } from "./state.ts";
import { placeOf, storedKeys, type Browser } from "./store.ts";

/** How many lessons a route may have, and how long its link may be, in UTF-16 units. */
const MOST = 500;
const LONGEST = 60_000;

/** What a link says: the keys of its lessons, in order, none of them twice. */
export interface Route {
  readonly is:
    | "route"
    /** Some lessons are missing, or aren’t those that the teacher chose. */
    | "cut"
    /** It names none, too many, or was made by a Palier of later. */
    | "broken";
  readonly lessons: readonly string[];
}

/** What follows `#` in the link of a route. */
export function routeLink(lessons: readonly string[]): string {
  const keys = [...new Set(lessons)].slice(0, MOST);
  const levels = keys.map((key) => key.slice(0, key.indexOf("/") + 1));
  const words = keys.map((key, at) => (levels[at] && levels[at] === levels[at - 1] ? key.slice(levels[at].length) : key));
  return `#r=${checkOf(keys)}:${encodeURIComponent(words.join(",")).replace(/%2C/g, ",").replace(/%2F/g, "/")}`;
}

function checkOf(keys: readonly string[]): string {
  return (hash(keys.join()) >>> 12).toString(36).padStart(4, "0");
}

/** The route in an address, or in what follows `#` in it; `undefined` if there is none. */
export function routeInLink(address: string): Route | undefined {
  const broken: Route = { is: "broken", lessons: [] };
  if (address.length > LONGEST) return address.lastIndexOf("#r=", LONGEST) < 0 ? undefined : broken;
  const found = /#r=(.*)/s.exec(address)?.[1];
  if (found === undefined) return undefined;
  const [, check, words = ""] = /^(?:([^:]*):)?(.*)$/s.exec(decoded(found).replace(/\s+/g, "")) ?? [];
  const lessons = keysIn(words);
  if ((check !== undefined && !/^[0-9a-z]{4}$/.test(check)) || !lessons.length || lessons.length > MOST) return broken;
  return { is: check === undefined || check === checkOf(lessons) ? "route" : "cut", lessons };
}

function keysIn(words: string): readonly string[] {
  let level = "";
  const keys = words.split(",").filter(Boolean).map((word) => {
    const slash = word.indexOf("/");
    if (slash >= 0) level = word.slice(0, slash + 1);
    return slash >= 0 ? word : level + word;
  });
  return [...new Set(keys)];
}

/** Keeps a route on the device, or in the tab if the device is shared; `undefined` forgets it. */
export function keepRoute(browser: Browser, book: string, isShared: boolean, lessons: readonly string[] | undefined): void {
  const key = storedKeys(book).route;
  const [local, session] = [placeOf(browser.local), placeOf(browser.session)];
  const text = lessons ? routeLink(lessons) : null;
  local.set(key, isShared ? null : text);
  session.set(key, isShared || (text !== null && local.get(key) !== text) ? text : null);
}

/** The route that is kept, if what is kept is one. */
export function keptRoute(browser: Browser, book: string): readonly string[] | undefined {
  const key = storedKeys(book).route;
  const text = placeOf(browser.session).get(key) ?? placeOf(browser.local).get(key);
  const route = text === null ? undefined : routeInLink(text);
  return route?.is === "route" ? route.lessons : undefined;
}

/** A route in a book as it is now. */
export interface Followed {
  /** The lessons that the book has, in the route’s order. */
  readonly lessons: readonly Lesson[];
  /** The keys of those that it doesn’t have. */
  readonly gone: readonly string[];
  readonly next: Next | undefined;
}

/** Where a student is on a route. The levels of its lessons are loaded. */
export function followed(book: Book, keys: readonly string[], standing: Standing, facts: Facts): Followed {
  const { lessons, gone } = lessonsOf(book, keys);
  return { lessons, gone, next: nextLesson(book, standing, facts, lessons.map(({ key }) => key)) };
}

/** The lessons of some keys, by what they are called now, and the keys that name none. */
export function lessonsOf(book: Book, keys: readonly string[]): Pick<Followed, "lessons" | "gone"> {
  const former = new Map(book.outline.former);
  const now = [...new Set(keys.map((key) => (book.lessons.has(key) ? key : (former.get(key) ?? key))))];
  return {
    lessons: now.flatMap((key) => book.lessons.get(key) ?? []),
    gone: now.filter((key) => !book.lessons.has(key)),
  };
}

/** A prerequisite that a route leaves out, or that comes too late in it. */
export interface LeftOut {
  /** The lesson that is needed, or several of which one is enough. */
  readonly anyOf: readonly Lesson[];
  /** Those that need it: lessons of the route, or prerequisites that it leaves out itself. */
  readonly neededBy: readonly Lesson[];
  /** Whether the route has it, after a lesson that needs it. */
  readonly isLate: boolean;
}

/**
 * What a route’s lessons need that doesn’t come before them in it, and what that needs in turn; where one of several
 * is enough and none is there, it is not asked what these need. The whole book is loaded.
 */
export function leftOut(book: Book, route: readonly Lesson[]): readonly LeftOut[] {
  const places = new Map(route.map(({ key }, at) => [key, at]));
  const found = new Map<string, { anyOf: Lesson[]; neededBy: Lesson[]; isLate: boolean }>();
  const asked = [...route];
  const seen = new Set(places.keys());
  for (const lesson of asked) {
    const place = places.get(lesson.key) ?? Infinity;
    for (const need of lesson.needs ?? []) {
      const anyOf = (typeof need === "string" ? [need] : need).flatMap((key) => book.lessons.get(key) ?? []);
      if (!anyOf.length || anyOf.some(({ key }) => (places.get(key) ?? Infinity) < place)) continue;
      const isLate = anyOf.some(({ key }) => places.has(key));
      // What is only needed by what is left out may come anywhere.
      if (isLate && place === Infinity) continue;
      const name = anyOf.map(({ key }) => key).join();
      const entry = found.get(name) ?? { anyOf, neededBy: [], isLate };
      entry.neededBy.push(lesson);
      found.set(name, entry);
      const [only] = anyOf;
      if (isLate || anyOf.length > 1 || !only || seen.has(only.key)) continue;
      seen.add(only.key);
      asked.push(only);
    }
  }
  return [...found.values()];
}
