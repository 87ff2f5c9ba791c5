// A class on the pyramid: what students’ exports say together. It is computed in the page that a teacher drops them
// in; nothing of it is stored or sent, and no name leaves it.

import { textsOf, type Book } from "./book.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Imported, Refused } from "./code.ts";
import { readExport } from "./imports.ts";
import { Rank, standing, type Stone } from "./standing.ts";
import { isSo, taskKey, withImported, type Facts } from "./state.ts";

/** What a teacher brings of one student: an alias of the teacher’s own, and the text of a file or a code. */
export interface Brought {
  readonly alias: string;
  readonly text: string;
}

/** A student. */
export interface Student {
  readonly alias: string;
  readonly facts: Facts;
  /** What the export says of its student’s name; it is shown to the teacher, and kept nowhere. */
  readonly name: string;
  /** How many things the book doesn’t have. */
  readonly unknown: number;
  /** The aliases of students whose export says the same: perhaps one student twice, perhaps two who did the same. */
  readonly sameAs: readonly string[];
}

/** The class, and what became of each export. */
export interface Roll {
  readonly students: readonly Student[];
  /** Exports that can’t be used, and why. */
  readonly refused: readonly { readonly alias: string; readonly why: Refused }[];
  /** Aliases under which the same export came again: it counts once. */
  readonly twice: readonly string[];
  /** Aliases under which another export came: they are one student’s, and count together. */
  readonly joined: readonly string[];
}

/** How many exports a class may have; the rest is refused as too big. */
export const MOST = 2000;

/** Reads what a teacher brought. */
export function rollOf(catalogue: Catalogue, brought: readonly Brought[]): Roll {
  const students = new Map<string, Omit<Student, "sameAs">>();
  const refused: { alias: string; why: Refused }[] = [];
  const [twice, joined]: [Set<string>, Set<string>] = [new Set(), new Set()];
  brought.forEach(({ alias, text }, at) => {
    const read: Imported | Refused = at < MOST ? readExport(catalogue, text) : { is: "big" };
    if (read.is !== "read") return void refused.push({ alias, why: read });
    const { facts, name, unknown } = read;
    const id = alias.normalize("NFKC").trim().toLowerCase();
    const before = students.get(id);
    if (!before) return void students.set(id, { alias, facts: withImported(new Map(), facts), name, unknown });
    const both = withImported(before.facts, facts);
    const isTwice = both === before.facts;
    (isTwice ? twice : joined).add(before.alias);
    students.set(id, { ...before, facts: both, name: before.name || name, unknown: Math.max(before.unknown, unknown) });
  });
  return { students: withSame([...students.values()]), refused, twice: [...twice], joined: [...joined] };
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

/** What these students have shown in a book, all of which is loaded. */
export function classOf(book: Book, students: readonly Pick<Student, "facts">[]): Class {
  const standings = students.map(({ facts }) => standing(book, facts).stones);
  const levels = standing(book, new Map()).stones.map((stones, level) =>
    stones.map(({ key, text }, at): Share => {
      const ranks = standings.map((all) => all[level]?.[at]?.rank ?? Rank.ToCome);
      const count = (least: Rank) => ranks.filter((rank) => rank >= least).length;
      return { key, text, level, shown: count(Rank.Shown), read: count(Rank.Read), begun: count(Rank.Begun) };
    }),
  );
  const all = levels.flat();
  const isHalf = ({ shown }: Share) => students.length > 0 && 2 * shown >= students.length;
  const gap = ({ read, shown }: Share) => read - shown;
  return {
    size: students.length,
    levels,
    half: levels.map((shares) => shares.filter(isHalf).length),
    curve: levels.flatMap((shares, level) =>
      shares.map(({ shown }, at) => ({ level, height: (at + 0.5) / shares.length, shown })),
    ),
    missed: askedOf(book, students).filter(({ wrong }) => wrong).sort(byWrong),
    again: all.filter((share) => gap(share) > 0).sort((a, b) => gap(b) - gap(a)),
  };
}

/** How the class did in each question that is in the book. */
export function askedOf({ parts }: Book, students: readonly Pick<Student, "facts">[]): Asked[] {
  return parts.flatMap(textsOf).flatMap(({ key: lesson, tasks = [] }) =>
    tasks
      .filter(({ kind }) => kind !== "activity")
      .map(({ id, text }) => {
        const key = taskKey(lesson, id);
        const right = students.filter(({ facts }) => isSo(facts, "s", key));
        const wrong = students.filter(({ facts }) => isSo(facts, "w", key));
        return { key, lesson, text, tried: new Set([...right, ...wrong]).size, wrong: wrong.length, right: right.length };
      }),
  );
}

/** Of two questions that as many got wrong, the one that fewer tried comes first. */
function byWrong(a: Asked, b: Asked): number {
  return b.wrong - a.wrong || a.tried - b.tried;
}
