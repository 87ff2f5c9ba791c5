// A word as it is compared, as src/search/fold.rs and src/search/words.rs have it: web/tests/fold.json is tested on both sides.

/** The most letters of a word that count. */
const LONGEST = 40;

const LIGATURES: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", ي: "ی", ى: "ی", ك: "ک", ة: "ه", ς: "σ" };
const LETTERS: Readonly<Record<string, string>> = { ø: "o", đ: "d", ł: "l", ı: "i" };
const IGNORED = /[\u00ad\u200c\u200d\u2060\u0640]/g;
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const WORD = /[\p{Alphabetic}\p{N}\p{M}][\p{Alphabetic}\p{N}\p{M}\u00ad\u200c\u200d\u2060\u0640]*/gu;
const ELIDED = /^(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|all|dall|nell|sull|coll|quell)$/i;
const APOSTROPHE = /^['’ʼ][\p{Alphabetic}\p{N}\p{M}]/u;

/** A word and its place in a text, in UTF-16 units. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** A word in its spelling: in lower case, its accents kept, its ligatures undone. */
export function spelt(word: string): string {
  const plain = word.toLowerCase().normalize("NFKC").replace(IGNORED, "");
  const letters = [...plain.replace(/[œæßيىكةς]/g, (letter) => LIGATURES[letter] ?? letter)];
  return letters.slice(0, LONGEST).join("").normalize("NFC");
}

/** A spelt word without its accents. */
export function unaccented(spelt: string): string {
  const bare = spelt.normalize("NFD").replace(ACCENTS, "");
  return bare.replace(/[øđłı]/g, (letter) => LETTERS[letter] ?? letter).normalize("NFC");
}

/** A word as it is compared where accents don’t count. */
export function bare(word: string): string {
  return unaccented(spelt(word));
}

/** The words of a text as they are written. An article or a pronoun that is elided before another word is none. */
export function words(text: string): Word[] {
  const found = [...text.matchAll(WORD)].map((match) => ({ text: match[0], at: match.index ?? 0 }));
  const isElided = ({ text: word, at }: Word) => ELIDED.test(word) && APOSTROPHE.test(text.slice(at + word.length, at + word.length + 3));
  return found.filter((word) => !isElided(word));
}
