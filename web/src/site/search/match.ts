// The words of the book that a typed word means: the same, the same without accents, those that it begins, else those that
// are the most like it.

import { spelt, unaccented } from "./fold.ts";
import type { Entry } from "./parts.ts";

/** A word of the book, and how much it is the one typed: 1 if it is. */
export interface Match {
  readonly entry: Entry;
  readonly worth: number;
  /** The form that was meant, where another one was typed. */
  readonly instead?: string;
}

/** A word typed without its accents means each of those that it could be; with accents, rather itself. */
const ACCENTS_LEFT_OUT = 0.85;
const OTHER_ACCENTS = 0.4;
/** A plural of which the book has the singular, or the other way round: alone, or beside the word itself. */
const OTHER_NUMBER = 0.9;
const OTHER_NUMBER_TOO = 0.5;
/** What a word is worth that goes on where the typed one ends, alone or beside that one itself. */
const BEGUN = 0.6;
const BEGUN_TOO = 0.25;
/** How many of these count. */
const MOST = 12;
const ALIKE = 0.5;
/** Shorter words are like too many. */
const SHORTEST = 4;

/** What a word means among those of the book. `isOpen` says that it may go on. */
export function matches(typed: string, entries: readonly Entry[], isOpen: boolean): Match[] {
  const word = spelt(typed);
  const bare = unaccented(word);
  const found = entries.flatMap((entry): Match[] => {
    if (entry.forms.includes(word)) return [{ entry, worth: 1 }];
    if (!entry.bare.includes(bare)) return [];
    return [{ entry, worth: word === bare ? ACCENTS_LEFT_OUT : OTHER_ACCENTS }];
  });
  const known = new Set(found.map(({ entry }) => entry));
  const numbers = singulars(bare);
  const isOther = (form: string) => singulars(form).some((singular) => numbers.includes(singular));
  const others = entries.filter((entry) => !known.has(entry) && entry.bare.some(isOther));
  const worth = found.length ? OTHER_NUMBER_TOO : OTHER_NUMBER;
  for (const entry of others) {
    known.add(entry);
    found.push({ entry, worth });
  }
  if (!isOpen || bare.length < 2) return found;
  const begun = entries.flatMap((entry): Match[] => {
    const form = known.has(entry) ? undefined : entry.bare.find((form) => form.startsWith(bare));
    return form ? [{ entry, worth: (found.length ? BEGUN_TOO : BEGUN) * Math.sqrt(bare.length / form.length) }] : [];
  });
  begun.sort((a, b) => b.worth - a.worth || b.entry.postings.length - a.entry.postings.length);
  return [...found, ...begun.slice(0, MOST)];
}

/** The words that are the most like one that the book doesn’t have: another form of it, or what was meant by a slip. */
export function alike(typed: string, entries: readonly Entry[]): Match[] {
  const bare = unaccented(spelt(typed));
  if (bare.length < SHORTEST) return [];
  const most = bare.length < 8 ? 1 : 2;
  let least = most + 0.01;
  let found = new Map<Entry, string>();
  for (const entry of entries) {
    for (const [place, form] of entry.bare.entries()) {
      const cost = Math.min(distance(bare, form, most), ending(bare, form));
      if (cost > least) continue;
      if (cost < least) found = new Map();
      least = cost;
      if (!found.has(entry)) found.set(entry, entry.forms[place] ?? form);
    }
  }
  return [...found].slice(0, 4).map(([entry, instead]) => ({ entry, instead, worth: ALIKE / (1 + least) }));
}

/** Endings of plurals in French, English and Spanish, and those of their singulars. */
const PLURALS = [
  [/[sx]$/, ""],
  [/es$/, ""],
  [/aux$/, "al"],
  [/ies$/, "y"],
] as const;

/** What a word may be the plural of, and itself: the index knows the forms that the book has, and no others. */
export function singulars(bare: string): string[] {
  const found = PLURALS.map(([ending, other]) => bare.replace(ending, other));
  return bare.length < SHORTEST ? [bare] : [bare, ...found];
}

/** What another ending costs: `networking` for `network`. */
function ending(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const tails = one.length + other.length - 2 * same;
  const isForm = same >= Math.max(SHORTEST, 0.6 * Math.max(one.length, other.length)) && tails <= 5;
  return isForm ? 0.4 + tails / 4 : Infinity;
}

/**
 * How many letters are missing, too many, wrong or exchanged with their neighbour (optimal string alignment); infinite if
 * more than `most`.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  const all = last[other.length] ?? Infinity;
  return all <= most ? all : Infinity;
}

/** Letters that are taken for each other. */
const SOUNDS = [
  ["ph", "f"],
  ["y", "i"],
  ["c", "k"],
  ["qu", "k"],
  ["s", "c"],
  ["an", "en"],
  ["am", "em"],
  ["e", "i"],
  ["g", "j"],
  ["z", "s"],
  ["h", ""],
] as const;

/** How else a word may begin, where its first letters are the wrong ones; the very first is rarely. */
export function beginnings(typed: string): string[] {
  const start = unaccented(spelt(typed)).slice(0, 5);
  const put = (at: number, cut: number, letters: string) => start.slice(0, at) + letters + start.slice(at + cut);
  const found = new Set<string>();
  for (const at of [1, 2, 0]) {
    found.add(put(at, 1, ""));
    found.add(put(at, 2, (start[at + 1] ?? "") + (start[at] ?? "")));
    found.add(put(at, 0, start[at] ?? ""));
    for (const [one, other] of SOUNDS) {
      if (start.startsWith(one, at)) found.add(put(at, one.length, other));
      if (start.startsWith(other, at)) found.add(put(at, other.length, one));
    }
  }
  found.delete(start);
  found.delete("");
  return [...found];
}
