// What a query finds, the best first: texts, each with its sections. A word counts by where it is (the index says so) and by
// how few sections have it (BM25’s inverse document frequency); a text that has all words comes before one that has some.

import { bare } from "./fold.ts";
import { alike, beginnings, matches, type Match } from "./match.ts";
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
  readonly found: readonly Found[];
  /** Words that the book doesn’t have, each with the one that was looked for instead. */
  readonly instead: ReadonlyMap<string, string>;
  /** Whether a word, as it is compared, is one of those looked for. */
  readonly isHit: (bare: string) => boolean;
}

/** A word’s sections, with what it weighs in each. */
interface Weighed {
  readonly idf: number;
  readonly sections: ReadonlyMap<number, number>;
}

/** What a text has of the words. */
interface Counted {
  score: number;
  has: number;
  readonly sections: Map<number, number>;
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
/** How many texts are read for a phrase: the best by its words. */
const READ = 60;

export async function search(index: Index, typed: string): Promise<Results> {
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
  const found = phrases.length ? await withPhrases(index, texts, phrases) : texts;
  return { found, instead, isHit: (bare) => hits.has(bare) };
}

/** The words of the book that a typed one means. */
async function meant(index: Index, word: string, isOpen: boolean): Promise<readonly Match[]> {
  const own = await index.words([bare(word)]);
  const found = matches(word, own, isOpen);
  if (found.length) return found;
  const like = alike(word, own);
  return like.length ? like : alike(word, await index.words(beginnings(word), true));
}

function weigh(index: Index, found: readonly Match[]): Weighed {
  const sections = new Map<number, number>();
  for (const { entry, worth } of found) {
    for (const [section, weight] of postings(entry.postings)) {
      sections.set(section, Math.max(sections.get(section) ?? 0, worth * weight));
    }
  }
  const isCommon = found.some(({ entry, worth }) => worth > BEGUN_WORTH && entry.postings.startsWith("*"));
  return { idf: isCommon ? COMMON : Math.log(1 + index.size / Math.max(1, sections.size)), sections };
}

/** What a word is worth at least that was typed whole. */
const BEGUN_WORTH = 0.7;

/** The sections of a word, with what it weighs in each. */
export function postings(written: string): [section: number, weight: number][] {
  let section = 0;
  return [...written.matchAll(/([0-9a-v]+)([A-Z])/g)].map(([, distance = "", letter = ""]) => {
    section += parseInt(distance, 32);
    const step = letter.charCodeAt(0) - 65;
    return [section, (MOST_WEIGHT * step * step) / (STEPS * STEPS)];
  });
}

function rank(index: Index, words: readonly Weighed[]): Found[] {
  const all = words.reduce((sum, { idf, sections }) => sum + (sections.size ? idf : 0), 0) || 1;
  const texts = new Map<number, Counted>();
  for (const { idf, sections } of words) {
    const best = new Map<Counted, number>();
    for (const [section, weight] of sections) {
      const text = index.textOf(section);
      const counted: Counted = texts.get(text) ?? { score: 0, has: 0, sections: new Map() };
      texts.set(text, counted);
      counted.sections.set(section, (counted.sections.get(section) ?? 0) + idf * weight);
      best.set(counted, Math.max(best.get(counted) ?? 0, weight));
    }
    for (const [counted, weight] of best) {
      counted.score += idf * weight;
      counted.has += idf;
    }
  }
  let most = 0;
  for (const { has } of texts.values()) most = Math.max(most, has);
  const found: Found[] = [];
  for (const [text, { score, has, sections }] of texts) {
    if (has < ENOUGH * most) continue;
    const ordered = [...sections].sort(([one, a], [other, b]) => b - a || one - other);
    const best = ordered[0]?.[1] ?? 0;
    const start = index.starts[text] ?? 0;
    const worthy = ordered.filter(([, weight]) => weight >= ENOUGH_OF_BEST * best).map(([section]) => section - start);
    // Words that are together in a section say more than words apart.
    found.push({ text, group: index.groupOf(text), score: (score + best) * (has / all) ** 2, sections: worthy });
  }
  return found.sort((a, b) => b.score - a.score || a.text - b.text);
}

/** Those of the texts that have each phrase, with the sections that have one. */
async function withPhrases(index: Index, texts: readonly Found[], phrases: readonly (readonly string[])[]): Promise<Found[]> {
  const read = await Promise.all(texts.slice(0, READ).map(async (found) => ({ found, text: await index.text(found.text) })));
  return read.flatMap(({ found, text }) => {
    const places = phrases.map((phrase) => placesOf(text, phrase));
    if (!places.every(({ length }) => length)) return [];
    return [{ ...found, sections: [...new Set(places.flat())].sort((a, b) => a - b) }];
  });
}

function placesOf(text: Text, phrase: readonly string[]): number[] {
  return text.sections.flatMap(({ heading, words }, place) =>
    has(words, phrase) || has(heading, phrase) || (!place && has(text.title, phrase)) ? [place] : [],
  );
}
