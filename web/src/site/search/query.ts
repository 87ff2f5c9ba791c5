// What was typed, as words and as phrases between quotation marks.

import { bare, spelt, words } from "./fold.ts";

/** The most that is read, in UTF-16 units and in words: what is longer was pasted by mistake. */
export const LONGEST = 200;
const MOST = 12;

export interface Query {
  /** The words, each once, as they are typed. */
  readonly words: readonly string[];
  /** The words of each phrase, as they are compared. */
  readonly phrases: readonly (readonly string[])[];
  /** Whether the last word may go on: nothing is typed behind it. */
  readonly isOpen: boolean;
}

export function query(typed: string): Query {
  const text = typed.slice(0, LONGEST);
  const phrases = [...text.matchAll(/[«“"]([^«»“”"]+)[»”"]/g)].map(([, phrase = ""]) => words(phrase).map((word) => bare(word.text)));
  const all = words(text);
  const once = new Map<string, string>();
  for (const { text } of all) if (once.size < MOST) once.set(spelt(text), text);
  const last = all[all.length - 1];
  const isOpen = !!last && last.at + last.text.length === text.length;
  return { words: [...once.values()], phrases: phrases.filter(({ length }) => length > 1), isOpen };
}

/** Whether words follow each other in a text as they do in a phrase. */
export function has(text: string, phrase: readonly string[]): boolean {
  const all = words(text).map((word) => bare(word.text));
  return all.some((_, at) => phrase.every((word, place) => all[at + place] === word));
}
