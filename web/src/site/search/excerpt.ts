// The part of a text around what was looked for, and the words in it that are it.

import { bare, words } from "./fold.ts";

/** A run of text: a word that was looked for, or what is between. */
export interface Run {
  readonly text: string;
  readonly isHit: boolean;
}

type IsHit = (bare: string) => boolean;

/** How long an excerpt is, in UTF-16 units, and how much comes before its first hit. */
const LENGTH = 170;
const BEFORE = 45;

/** A whole text, its hits marked. */
export function marked(text: string, isHit: IsHit): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const word of words(text)) {
    if (!isHit(bare(word.text))) continue;
    if (word.at > from) runs.push({ text: text.slice(from, word.at), isHit: false });
    from = word.at + word.text.length;
    runs.push({ text: text.slice(word.at, from), isHit: true });
  }
  if (from < text.length) runs.push({ text: text.slice(from), isHit: false });
  return runs;
}

/** The part of a text that has the most different hits; its beginning, if it has none. */
export function excerpt(text: string, isHit: IsHit): Run[] {
  if (text.length <= LENGTH) return marked(text, isHit);
  const hits = words(text).map(({ text, at }) => ({ at, bare: bare(text) }));
  const found = hits.filter((hit) => isHit(hit.bare));
  let [start, most, first] = [0, 0, 0];
  found.forEach((hit, last) => {
    while ((found[first]?.at ?? 0) < hit.at - (LENGTH - BEFORE)) first++;
    const different = new Set(found.slice(first, last + 1).map(({ bare }) => bare)).size;
    if (different > most) [start, most] = [Math.max(0, (found[first]?.at ?? 0) - BEFORE), different];
  });
  // Cut between words.
  if (start > 0) start = text.indexOf(" ", start) + 1;
  const last = start + LENGTH;
  const cut = text.lastIndexOf(" ", last);
  const end = last >= text.length ? text.length : cut > start ? cut : last;
  return marked(`${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`, isHit);
}
