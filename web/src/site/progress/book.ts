// What pages tell the scripts of the book. A page holds `Here`, a few hundred bytes whatever the size of the book; it
// names the script of the book’s `Outline`, which is asked for once there is progress, and that names a script for
// each level’s lessons (`Part`) in a large book. `web/PROGRESS.md` has the reasons.
//
// Palier makes all of this, with the script that reads it; so only its version is checked.

import { keysOf, taskKey, type Facts } from "./state.ts";

/** The version of these forms. */
export const VERSION = 1;

/** In a page: `<script type="application/json" data-progress>`. */
export interface Here {
  readonly version: number;
  /** What progress in the book is kept under: its `id`, else its address as an id, else its title as one. */
  readonly book: string;
  /** The address of the script with the outline, from this page. */
  readonly outline: string;
  /** The level that the page belongs to: its place, 0 at the base. */
  readonly level?: number;
  /** The key of the lesson that the page shows, or on a level’s page of the level’s own text. */
  readonly text?: string;
  /** Former keys of that text, and of its tasks under its present key, each with the present one. */
  readonly former?: readonly (readonly [string, string])[];
}

/** A book in one language, without its lessons. */
export interface Outline {
  readonly version: number;
  readonly book: string;
  /** The book’s title. */
  readonly title: string;
  /** Which edition of the book it is, if it says. */
  readonly edition?: string;
  /** The page where students take stock, from the root of the language’s site, if there is one. */
  readonly record?: string;
  /** From the base up. */
  readonly levels: readonly Level[];
  /**
   * Former keys of lessons, each with the present one: `[["securiser/cle", "securiser/cles"]]`. No former key is a
   * present one, and what it leads to is: chains are resolved.
   */
  readonly former?: readonly (readonly [string, string])[];
}

/** A level without its lessons; with them in a small book. */
export interface Level {
  readonly key: string;
  readonly title: string;
  /** The title’s language, where it isn’t the outline’s. */
  readonly lang?: string;
  /** From the root of the language’s site, as all addresses here. */
  readonly href: string;
  readonly outcomes: readonly Outcome[];
  /** How many lessons it has. */
  readonly lessons: number;
  /** How long those take together that say how long they take. */
  readonly minutes: number;
  /** How many don’t say. */
  readonly untimed?: number;
  /** Its lessons, or the address of the script with them, from the outline’s own. */
  readonly part: Part | string;
}

/** The lessons of a level, in order, and before them the level’s own text if it asks or assigns something. */
export interface Part {
  readonly version: number;
  readonly level: string;
  readonly index?: Text;
  readonly lessons: readonly Lesson[];
}

/** What students can do after a level. */
export interface Outcome {
  /** `level/outcome`. */
  readonly key: string;
  readonly text: string;
  readonly lang?: string;
  /** How many lessons serve it, of all levels. */
  readonly lessons: number;
}

/** A text that asks or assigns something. */
export interface Text {
  readonly key: string;
  /** The outcomes that it serves, by key; absent if it serves none. */
  readonly serves?: readonly string[];
  readonly tasks?: readonly Task[];
}

/** A lesson. */
export interface Lesson extends Text {
  readonly title: string;
  readonly lang?: string;
  readonly href: string;
  readonly minutes?: number;
  /** The lessons that it needs; of a list, any one. */
  readonly needs?: readonly (string | readonly string[])[];
}

/** A question or an activity. */
export interface Task {
  readonly id: string;
  /** Ids that it had in this text. */
  readonly former?: readonly string[];
  /** Absent for a question. */
  readonly kind?: "activity";
  /** The outcomes that it shows, by key: those that it names, and those that the objectives which it names serve. */
  readonly shows?: readonly string[];
  /** Whether only other languages have it: a student of this one can’t do it, and need not. */
  readonly absent?: boolean;
  /** The question’s words; in the teacher’s site only. */
  readonly text?: string;
}

/** A book as far as it has been loaded. */
export interface Book {
  readonly outline: Outline;
  /** For each level its lessons; `undefined` if they aren’t loaded. */
  readonly parts: readonly (Part | undefined)[];
  /** By key; of the levels that are loaded. */
  readonly lessons: ReadonlyMap<string, Lesson>;
}

/** The book of an outline, and of parts that were loaded since. */
export function bookOf(outline: Outline, loaded: readonly Part[] = []): Book {
  const byLevel = new Map(loaded.map((part) => [part.level, part]));
  const parts = outline.levels.map(({ key, part }) => (typeof part === "string" ? byLevel.get(key) : part));
  const lessons = new Map<string, Lesson>();
  for (const part of parts) for (const lesson of part?.lessons ?? []) lessons.set(lesson.key, lesson);
  return { outline, parts, lessons };
}

/** The texts of a part: its lessons, and the level’s own if it asks something. */
export function textsOf(part: Part | undefined): readonly Text[] {
  if (!part) return [];
  return part.index ? [part.index, ...part.lessons] : part.lessons;
}

/** The former keys that a book knows of, as far as it has been loaded, each with the present one. */
export function formerOf({ outline, parts }: Book): Map<string, string> {
  const former = new Map<string, string>(outline.former);
  for (const text of parts.flatMap(textsOf)) {
    for (const { id, former: ids = [] } of text.tasks ?? []) {
      for (const before of ids) former.set(taskKey(text.key, before), taskKey(text.key, id));
    }
  }
  return former;
}

/**
 * The levels whose lessons a page needs: where the student did something (all others are as the outline says), those
 * of the route, and those of the lessons that may be next: the page’s own level, the one above each, and the base.
 */
export function levelsNeeded(outline: Outline, facts: Facts, here = 0, route: readonly string[] = []): Set<number> {
  const places = new Map(outline.levels.map(({ key }, at) => [key, at]));
  const former = new Map(outline.former);
  const needed = new Set([0, here, here + 1]);
  for (const key of [...keysOf(facts), ...route]) {
    const text = key.split("#")[0] ?? "";
    const at = places.get((former.get(text) ?? text).split("/")[0] ?? "");
    if (at !== undefined) needed.add(at).add(at + 1);
  }
  return new Set([...needed].filter((at) => at < outline.levels.length));
}
