// What is said of a level: the same numbers as its stones show.

import { Rank } from "../progress/standing.ts";
import type { Left } from "../progress/next.ts";
import type { Words } from "./words.ts";

/** How many stones of a level are how far. */
export interface Tally {
  readonly total: number;
  readonly shown: number;
  readonly read: number;
  readonly begun: number;
  /** Whether the stones are outcomes, and not lessons. */
  readonly isOfOutcomes: boolean;
}

/** Counts the stones of a level. */
export function tallyOf(ranks: readonly Rank[], isOfOutcomes: boolean): Tally {
  const of = (rank: Rank) => ranks.filter((one) => one === rank).length;
  return { total: ranks.length, shown: of(Rank.Shown), read: of(Rank.Read), begun: of(Rank.Begun), isOfOutcomes };
}

/**
 * “2 of 4 shown”, and what of the rest is on its way and how many minutes it takes: “1 read, 1 begun · 57 min left”. Where all is
 * shown, what is left are lessons.
 */
export function inFull(words: Words, tally: Tally, left?: Left): readonly [string, string] {
  const { total, shown, read, begun } = tally;
  const kind = tally.isOfOutcomes ? "outcomes" : "lessons";
  const parts = [
    ...(read ? [words.count(`read_${kind}`, read)] : []),
    ...(begun ? [words.count(`begun_${kind}`, begun)] : []),
  ];
  if (!parts.length) parts.push(shown === total ? words.say("all_shown") : words.count("to_come_count", total - shown));
  const told = [parts.join(words.say("list_separator"))];
  if (shown === total) left?.lessons && told.push(words.count("lessons_left", left.lessons));
  else if (left?.minutes) told.push(words.say("left", { time: words.duration(left.minutes) }));
  return [words.count(`shown_${kind}`, shown, { total }), told.join(words.say("separator"))];
}

/** “2 of 4”. */
export function inShort(words: Words, { shown, total }: Tally): string {
  return words.say("of_total", { n: shown, total });
}

/** What a screen reader says of a level: “2 of 4 outcomes shown”. */
export function spoken(words: Words, { shown, total, isOfOutcomes }: Tally): string {
  return words.count(isOfOutcomes ? "shown_outcomes_in_full" : "shown_lessons", shown, { total });
}
