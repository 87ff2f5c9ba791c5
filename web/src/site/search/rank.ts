// What a query finds, the best first: texts, each with its sections. A word counts by where it is (the index says so) and by
// how few sections have it (BM25’s inverse document frequency); a text that has all words comes before one that has some.

import { bare } from "./fold.ts";
import { alike, beginnings, matches, singulars, type Match } from "./match.ts";
import type { Index, Text } from "./parts.ts";
import { has, query } from "./query.ts";

/** A text that was found. */
export interface Found {
  readonly text: number;
  readonly group: number;
  readonly score: number;
  /** Its sections that have something of what was looked for, the best first, by their place in the text. */
  readonly sections: readonly number[];
}

export interface Results {
  readonly found: Ranking;
  /** Whether there may be others: texts that were not read for a phrase. */
  readonly isPart: boolean;
  /** Words that the book doesn’t have, each with the one that was looked for instead. */
  readonly instead: ReadonlyMap<string, string>;
  /** Whether a word, as it is compared, is one of those looked for. */
  readonly isHit: (bare: string) => boolean;
}

/** What a word weighs in each section of the book: much of a large book may have it. */
interface Weighed {
  readonly idf: number;
  readonly weights: Float32Array;
}

/** The largest weight, and the number of its letter. */
const MOST_WEIGHT = 20;
const STEPS = 25;
/** What a word is worth that most sections have. */
const COMMON = 0.2;
/** How much of the query a text has at least, beside the one that has the most. */
const ENOUGH = 0.55;
/** How much of the weight of its best section another one of a text has at least. */
const ENOUGH_OF_BEST = 0.3;
/** How many texts are read for a phrase at most, the best by its words, and how many at once. */
const READ = 60;
const AT_ONCE = 6;
/** How many parts of a large book are read for words that begin otherwise than the one typed. */
const SLIPS = 3;

/** Looks for what was typed. Texts are read for a phrase until `enough` have it. */
export async function search(index: Index, typed: string, enough = READ): Promise<Results> {
  const { words, phrases, isOpen } = query(typed);
  const instead = new Map<string, string>();
  const hits = new Set<string>();
  const weighed = await Promise.all(
    words.map(async (word, place) => {
      const found = await meant(index, word, isOpen && place === words.length - 1);
      const other = found[0]?.instead;
      if (other) instead.set(word, other);
      for (const { entry } of found) entry.bare.forEach((form) => hits.add(form));
      return weigh(index, found);
    }),
  );
  const texts = rank(index, weighed);
  const kept = phrases.length ? await withPhrases(index, texts, phrases, enough) : { found: texts, isPart: false };
  return { ...kept, instead, isHit: (bare) => hits.has(bare) };
}

/** The words of the book that a typed one means. */
async function meant(index: Index, word: string, isOpen: boolean): Promise<readonly Match[]> {
  const own = await index.words(singulars(bare(word)));
  const found = matches(word, own, isOpen);
  if (found.length) return found;
  const like = alike(word, own);
  return like.length ? like : alike(word, await index.words(beginnings(word), true, index.isLarge ? SLIPS : Infinity));
}

function weigh(index: Index, found: readonly Match[]): Weighed {
  const weights = new Float32Array(index.size);
  let count = 0;
  for (const { entry, worth } of found) {
    eachPosting(entry.postings, (section, weight) => {
      const before = weights[section] ?? 0;
      if (!before) count++;
      if (worth * weight > before) weights[section] = worth * weight;
    });
  }
  const isCommon = found.some(({ entry, worth }) => worth > BEGUN_WORTH && entry.postings.startsWith("*"));
  return { idf: count && (isCommon ? COMMON : Math.log(1 + index.size / count)), weights };
}

/** What a word is worth at least that was typed whole. */
const BEGUN_WORTH = 0.7;

/** Calls `act` with each section of a word, and what the word weighs there. */
export function eachPosting(written: string, act: (section: number, weight: number) => void): void {
  let [section, distance] = [0, 0];
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    // Digits and small letters, and a capital that ends each.
    if (code >= 97) distance = 32 * distance + code - 87;
    else if (code >= 65) {
      section += distance;
      distance = 0;
      act(section, (MOST_WEIGHT * (code - 65) ** 2) / (STEPS * STEPS));
    } else if (code >= 48) distance = 32 * distance + code - 48;
  }
}

function rank(index: Index, words: readonly Weighed[]): Ranking {
  const all = words.reduce((sum, { idf }) => sum + idf, 0) || 1;
  const { starts, size } = index;
  const texts = starts.length - 1;
  const inSections = new Float32Array(size);
  const [scores, has] = [new Float64Array(texts), new Float64Array(texts)];
  for (const { idf, weights } of words) {
    let section = 0;
    for (let text = 0; text < texts; text++) {
      const end = starts[text + 1] ?? 0;
      let best = 0;
      for (; section < end; section++) {
        const weight = weights[section] ?? 0;
        if (!weight) continue;
        inSections[section]! += idf * weight;
        if (weight > best) best = weight;
      }
      if (!best) continue;
      scores[text]! += idf * best;
      has[text]! += idf;
    }
  }
  const least = ENOUGH * has.reduce((most, one) => Math.max(most, one), 0);
  const [found, groups]: [number[], number[]] = [[], []];
  let [group, groupEnd] = [0, index.head.groups[0]?.texts ?? 0];
  for (let text = 0; text < texts; text++) {
    while (text >= groupEnd && group < index.head.groups.length) groupEnd += index.head.groups[++group]?.texts ?? 0;
    const own = has[text] ?? 0;
    if (!own || own < least) continue;
    let best = 0;
    for (let section = starts[text] ?? 0; section < (starts[text + 1] ?? 0); section++) best = Math.max(best, inSections[section] ?? 0);
    // Words that are together in a section say more than words apart.
    scores[found.length] = ((scores[text] ?? 0) + best) * (own / all) ** 2;
    found.push(text);
    groups.push(group);
  }
  return new Ranking(scores.subarray(0, found.length), groups, (place) => {
    const text = found[place] ?? 0;
    const sections = worthy(inSections.subarray(starts[text], starts[text + 1]));
    return { text, group: groups[place] ?? 0, score: scores[place] ?? 0, sections };
  });
}

/** What was found, of which only what is shown is put in order: much of a large book may be. */
export class Ranking {
  readonly length: number;
  private readonly scores: Float64Array;
  private readonly groups: readonly number[];
  private readonly at: (place: number) => Found;

  /** Of equal scores the one before comes first. */
  constructor(scores: Float64Array, groups: readonly number[], at: (place: number) => Found) {
    [this.length, this.scores, this.groups, this.at] = [scores.length, scores, groups, at];
  }

  /** The best, the best first, of a group or of all. */
  best(count: number, group?: number): readonly Found[] {
    const isIn = (place: number) => group === undefined || this.groups[place] === group;
    const own = this.scores.filter((_, place) => isIn(place)).sort();
    const least = own[own.length - count] ?? 0;
    const found: { readonly place: number; readonly score: number }[] = [];
    this.scores.forEach((score, place) => score >= least && isIn(place) && found.push({ place, score }));
    return found.sort((a, b) => b.score - a.score || a.place - b.place).slice(0, count).map(({ place }) => this.at(place));
  }

  /** How many there are of each group that has some. */
  counts(): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const group of this.groups) counts.set(group, (counts.get(group) ?? 0) + 1);
    return counts;
  }
}

/** The places of what weighs enough, the heaviest first. */
function worthy(weights: Float32Array): number[] {
  const ordered = [...weights.entries()].filter(([, weight]) => weight).sort(([one, a], [other, b]) => b - a || one - other);
  const best = ordered[0]?.[1] ?? 0;
  return ordered.filter(([, weight]) => weight >= ENOUGH_OF_BEST * best).map(([place]) => place);
}

/** Those of the texts that have each phrase, with the sections that have one. */
async function withPhrases(index: Index, ranked: Ranking, phrases: readonly (readonly string[])[], enough: number): Promise<Pick<Results, "found" | "isPart">> {
  const texts = ranked.best(READ);
  const found: Found[] = [];
  let read = 0;
  while (read < texts.length && found.length < enough) {
    const some = texts.slice(read, (read += AT_ONCE));
    const each = await Promise.all(some.map(async (found) => ({ found, text: await index.text(found.text) })));
    for (const { found: { text: number, group, score }, text } of each) {
      const places = phrases.map((phrase) => placesOf(text, phrase));
      if (!places.every(({ length }) => length)) continue;
      found.push({ text: number, group, score, sections: [...new Set(places.flat())].sort((a, b) => a - b) });
    }
  }
  const scores = Float64Array.from(found, ({ score }) => score);
  const at = (place: number) => found[place] as Found;
  return { found: new Ranking(scores, found.map(({ group }) => group), at), isPart: read < texts.length };
}

function placesOf(text: Text, phrase: readonly string[]): number[] {
  return text.sections.flatMap(({ heading, words }, place) =>
    has(words, phrase) || has(heading, phrase) || (!place && has(text.title, phrase)) ? [place] : [],
  );
}
