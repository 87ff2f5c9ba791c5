// A class on the pyramid: what students’ exports say together. It is computed in the page that a teacher drops them
// in; nothing of it is stored or sent, and no name leaves it.

import { textsOf, type Book } from "./book.ts";
import type { Imported, Refused } from "./code.ts";
import { Rank, standing, type Stone } from "./standing.ts";
import { isSo, taskKey, withImported, type Facts } from "./state.ts";

/** What a teacher brings of one student, under an alias of the teacher’s own. */
export interface Export {
  readonly alias: string;
  readonly read: Imported | Refused;
}

/** A student. */
export interface Student {
  readonly alias: string;
  readonly facts: Facts;
  /** What the export says of its student’s name; it is shown to the teacher, and kept nowhere. */
  readonly name: string;
  /** How many things the book doesn’t have. */
  readonly unknown: number;
  /** Whether any of the exports was made in another edition of the book. */
  readonly isOfOtherEdition: boolean;
  /** The aliases of students whose export says the same: perhaps one student twice, perhaps two who did the same. */
  readonly sameAs: readonly string[];
}

/** What became of an export: it can’t be used, or it is of a student… */
export type Fate =
  | Refused
  | {
      readonly is:
        /** who was not there yet. */
        | "read"
        /** under whose alias the same export came before: it counts once. */
        | "twice"
        /** under whose alias another came before: they count together. */
        | "joined";
      readonly student: Student;
    };

/** The class, and what became of each export, in their order. */
export interface Roll {
  readonly students: readonly Student[];
  readonly fates: readonly Fate[];
}

/** How many exports a class may have; the rest is refused as too big. */
export const MOST = 2000;

/** Those whom a teacher’s exports are of. An alias is the same whatever its case and the spaces around it. */
export function rollOf(exports: readonly Export[]): Roll {
  const found = new Map<string, Omit<Student, "sameAs">>();
  const fates = exports.map(({ alias, read }, at): Refused | { is: "read" | "twice" | "joined"; id: string } => {
    if (at >= MOST) return { is: "big" };
    if (read.is !== "read") return read;
    const { facts, name, unknown, isOfOtherEdition } = read;
    const id = alias.normalize("NFKC").trim().toLowerCase();
    const before = found.get(id);
    const both = before ? withImported(before.facts, facts) : facts;
    found.set(id, {
      alias: before?.alias ?? alias,
      facts: both,
      name: before?.name || name,
      unknown: Math.max(before?.unknown ?? 0, unknown),
      isOfOtherEdition: before?.isOfOtherEdition || isOfOtherEdition,
    });
    if (!before) return { is: "read", id };
    return { is: both === before.facts ? "twice" : "joined", id };
  });
  const ids = [...found.keys()];
  const students = withSame([...found.values()]);
  return {
    students,
    fates: fates.map((fate) => ("id" in fate ? { is: fate.is, student: students[ids.indexOf(fate.id)] as Student } : fate)),
  };
}

/** Students with the aliases of those whose exports say the same, and more than nothing. */
function withSame(students: readonly Omit<Student, "sameAs">[]): Student[] {
  const alike = new Map<string, string[]>();
  const said = (facts: Facts) => [...facts].map(([name, value]) => `${name} ${value}`).sort().join("\n");
  const texts = students.map(({ facts }) => said(facts));
  texts.forEach((text, at) => text && alike.set(text, [...(alike.get(text) ?? []), students[at]?.alias ?? ""]));
  return students.map((student, at) => ({
    ...student,
    sameAs: (alike.get(texts[at] ?? "") ?? []).filter((alias) => alias !== student.alias),
  }));
}

/** How many students have come how far with an outcome, or on a level without outcomes with a lesson. */
export interface Share extends Omit<Stone, "rank"> {
  /** The level, 0 at the base. */
  readonly level: number;
  readonly shown: number;
  /** Read or shown. */
  readonly read: number;
  /** Begun, read or shown. */
  readonly begun: number;
}

/** How a class did in a question. */
export interface Asked {
  /** `lesson#task`. */
  readonly key: string;
  readonly lesson: string;
  /** Its words, if the site has them. */
  readonly text: string | undefined;
  /** How many answered it. */
  readonly tried: number;
  /** How many of these got it wrong before they got it right, or still do. */
  readonly wrong: number;
  /** How many got it right in the end. */
  readonly right: number;
}

/** A point of the class’s curve. */
export interface Point {
  readonly level: number;
  /** How high within the level, from 0 to 1. */
  readonly height: number;
  /** How many students have shown the outcome. */
  readonly shown: number;
}

/** What a class has shown. */
export interface Class {
  readonly size: number;
  /** For each level, its outcomes in order. */
  readonly levels: readonly (readonly Share[])[];
  /** For each level, how many of its outcomes half the class or more has shown. */
  readonly half: readonly number[];
  /** Along the pyramid’s edge, from the base up. */
  readonly curve: readonly Point[];
  /** Those that someone got wrong; the one that most did first. */
  readonly missed: readonly Asked[];
  /** Outcomes that more students have read than shown; the one where most have first. */
  readonly again: readonly Share[];
}

/** How one student did: what is long to find out of each, and quick to add up. */
export interface Seen {
  /** Of each stone of the pyramid, from the base up. */
  readonly ranks: readonly Rank[];
  /** Of each question of the book, in its order. */
  readonly answers: readonly { readonly right: boolean; readonly wrong: boolean }[];
}

/** How a student did in a book, all of which is loaded. */
export function seenOf(book: Book, facts: Facts): Seen {
  const answer = (key: string) => ({ right: isSo(facts, "s", key), wrong: isSo(facts, "w", key) });
  return {
    ranks: standing(book, facts).stones.flat().map(({ rank }) => rank),
    answers: questionsOf(book).map(({ key }) => answer(key)),
  };
}

/** What these students have shown in that book. */
export function classOf(book: Book, seen: readonly Seen[]): Class {
  let at = 0;
  const levels = standing(book, new Map()).stones.map((stones, level) =>
    stones.map(({ key, text }): Share => {
      const place = at++;
      const count = (least: Rank) => seen.filter(({ ranks }) => (ranks[place] ?? Rank.ToCome) >= least).length;
      return { key, text, level, shown: count(Rank.Shown), read: count(Rank.Read), begun: count(Rank.Begun) };
    }),
  );
  const isHalf = ({ shown }: Share) => seen.length > 0 && 2 * shown >= seen.length;
  const gap = ({ read, shown }: Share) => read - shown;
  return {
    size: seen.length,
    levels,
    half: levels.map((shares) => shares.filter(isHalf).length),
    curve: levels.flatMap((shares, level) =>
      shares.map(({ shown }, place) => ({ level, height: (place + 0.5) / shares.length, shown })),
    ),
    missed: askedOf(book, seen).filter(({ wrong }) => wrong).sort(byWrong),
    again: levels.flat().filter((share) => gap(share) > 0).sort((a, b) => gap(b) - gap(a)),
  };
}

/** The questions of a book, in its order. */
function questionsOf({ parts }: Book): Pick<Asked, "key" | "lesson" | "text">[] {
  return parts.flatMap(textsOf).flatMap(({ key: lesson, tasks = [] }) =>
    tasks.filter(({ kind }) => kind !== "activity").map(({ id, text }) => ({ key: taskKey(lesson, id), lesson, text })),
  );
}

/** How the class did in each question that is in the book. */
export function askedOf(book: Book, seen: readonly Seen[]): Asked[] {
  return questionsOf(book).map((question, at) => {
    const answers = seen.flatMap(({ answers }) => answers[at] ?? []);
    const count = (is: (answer: Seen["answers"][number]) => boolean) => answers.filter(is).length;
    return {
      ...question,
      tried: count(({ right, wrong }) => right || wrong),
      wrong: count(({ wrong }) => wrong),
      right: count(({ right }) => right),
    };
  });
}

/** Of two questions that as many got wrong, the one that fewer tried comes first. */
function byWrong(a: Asked, b: Asked): number {
  return b.wrong - a.wrong || a.tried - b.tried;
}
