// Where a student stands: derived from the facts each time, and never stored.

import { textsOf, type Book, type Outcome, type Text } from "./book.ts";
import { isSo, keysOf, taskKey, valueOf, type Facts } from "./state.ts";

/** How far something is: à venir, commencé, lu, montré. */
export const Rank = { ToCome: 0, Begun: 1, Read: 2, Shown: 3 } as const;
export type Rank = (typeof Rank)[keyof typeof Rank];

/** A stone of the pyramid: an outcome, or on a level without outcomes a lesson. */
export interface Stone {
  readonly key: string;
  readonly text: string;
  readonly rank: Rank;
}

/** Where the student stands in a book. */
export interface Standing {
  /** By key, of all lessons that are loaded; those of the rest are to come. */
  readonly lessons: ReadonlyMap<string, Rank>;
  /** For each level, its stones in order. */
  readonly stones: readonly (readonly Stone[])[];
  /** For each level, its own rank. */
  readonly levels: readonly Rank[];
}

/** What of an outcome’s lessons and tasks was done. */
interface Tally {
  read: number;
  isBegun: boolean;
  isShown: boolean;
}

/**
 * The rank of a lesson. It is *begun* when it was read in or one of its questions tried, *read* when the student says
 * so, and *shown* when all that it asks is done: each question answered right, each activity declared.
 */
export function rankOf(facts: Facts, { key, tasks = [] }: Text): Rank {
  const isShown = ({ id }: { id: string }) => isSo(facts, "s", taskKey(key, id));
  const asked = tasks.filter(({ absent }) => !absent);
  if (asked.length && asked.every(isShown)) return Rank.Shown;
  if (isSo(facts, "r", key)) return Rank.Read;
  return valueOf(facts, "o", key) || tasks.some(({ id }) => isTried(facts, taskKey(key, id))) ? Rank.Begun : Rank.ToCome;
}

/** Whether a question was answered, or an activity declared done. */
export function isTried(facts: Facts, task: string): boolean {
  return isSo(facts, "s", task) || isSo(facts, "w", task);
}

/**
 * Where the student stands. An outcome is *shown* when one question that shows it was answered right, or one such
 * activity declared; *read* when every lesson that serves it is read or shown; *begun* when one of them is begun, or
 * one of its questions tried. What no question or activity shows is so *read* at most.
 */
export function standing(book: Book, facts: Facts): Standing {
  const lessons = new Map<string, Rank>();
  const tallies = new Map<string, Tally>();
  const tally = (outcome: string): Tally => {
    const found = tallies.get(outcome) ?? { read: 0, isBegun: false, isShown: false };
    tallies.set(outcome, found);
    return found;
  };
  for (const part of book.parts) {
    for (const text of textsOf(part)) {
      const rank = rankOf(facts, text);
      if (text !== part?.index) lessons.set(text.key, rank);
      for (const outcome of text.serves ?? []) {
        const sum = tally(outcome);
        if (rank >= Rank.Read) sum.read++;
        if (rank > Rank.ToCome) sum.isBegun = true;
      }
      for (const { id, shows = [] } of text.tasks ?? []) {
        const task = taskKey(text.key, id);
        if (!isTried(facts, task)) continue;
        for (const outcome of shows) {
          tally(outcome).isBegun = true;
          tally(outcome).isShown ||= isSo(facts, "s", task);
        }
      }
    }
  }
  const stones = book.outline.levels.map(({ outcomes }, at): Stone[] =>
    outcomes.length
      ? outcomes.map((one) => ({ key: one.key, text: one.text, rank: rankOfOutcome(one, tallies.get(one.key)) }))
      : (book.parts[at]?.lessons ?? []).map(({ key, title }) => ({ key, text: title, rank: lessons.get(key) ?? 0 })),
  );
  return { lessons, stones, levels: stones.map(rankOfLevel) };
}

function rankOfOutcome({ lessons }: Outcome, tally: Tally | undefined): Rank {
  if (!tally) return Rank.ToCome;
  if (tally.isShown) return Rank.Shown;
  if (lessons && tally.read >= lessons) return Rank.Read;
  return tally.isBegun ? Rank.Begun : Rank.ToCome;
}

/** A level is as far as the stone that is least far; begun as soon as one of them is. */
function rankOfLevel(stones: readonly Stone[]): Rank {
  const ranks = stones.map(({ rank }) => rank);
  const least = ranks.reduce((a, b) => (a < b ? a : b), ranks[0] ?? Rank.ToCome);
  return least === Rank.ToCome && ranks.some((rank) => rank > Rank.ToCome) ? Rank.Begun : least;
}

/**
 * The lessons and tasks that facts are about and that the book doesn’t have: they are kept and not counted;
 * `undefined` unless all of the book is loaded.
 */
export function unknownIn({ parts }: Book, facts: Facts): readonly string[] | undefined {
  if (!parts.every(Boolean)) return undefined;
  const texts = parts.flatMap(textsOf);
  const known = new Set(texts.flatMap(({ key, tasks = [] }) => [key, ...tasks.map(({ id }) => taskKey(key, id))]));
  return [...keysOf(facts)].filter((key) => !known.has(key));
}
