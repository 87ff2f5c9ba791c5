// Compares what a student typed with what is accepted.
//
// What no student should have to know is evened out first: composed and decomposed letters, apostrophes,
// kinds of space, ligatures, characters without width. Four differences are settings. Each is a way to fold a text;
// two texts that are equal once all is folded differ in those folds without which they would not be.

import { RIGHT, WRONG, type Verdict } from "./verdict.ts";

/** What may count, as the page and the book name it. */
export type Setting = "case" | "accents" | "articles" | "marks";

type Fold = Setting | "spaces";

export interface Settings {
  /** Which settings count; a name that isn’t known counts nothing. */
  readonly counts: readonly string[];
  /** The language of the answer, which says what its articles are. */
  readonly lang: string;
}

const INVISIBLE = /[\p{Cf}\ufe00-\ufe0f]/gu;

/** A text without the differences that no setting is about. */
export function tidy(text: string): string {
  return (
    text
      .replace(INVISIBLE, "")
      .replace(/[œŒæÆ]/g, (letter) => LIGATURES[letter] ?? letter)
      // Compatibility would make a space and an accent of it.
      .replace(/\u00b4/g, "'")
      .normalize("NFKC")
      .replace(/[`\u02b9-\u02bd\u2018-\u201b\u2032]/g, "'")
      .replace(/[«»\u201c-\u201f]/g, '"')
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace(/\s+/g, " ")
      // What languages and phones put around marks: « mot », l' eau, 5 %.
      .replace(/ ?([^\p{L}\p{M}\p{N} ]) ?/gu, "$1")
      .trim()
  );
}

const LIGATURES: Readonly<Record<string, string>> = { œ: "oe", Œ: "Oe", æ: "ae", Æ: "Ae" };

const ARTICLES: Readonly<Record<string, RegExp>> = {
  fr: /^(?:(?:de )?l'|d'|(?:de la|les?|la|une?|des?|du) )(?=.)/i,
  en: /^(?:an?|the) (?=.)/i,
};

/** Letters’ marks: those of Latin, Greek and Cyrillic, and the vowels of Hebrew and Arabic. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0670]/g;

const FOLDS: readonly [Fold, (text: string, lang: string) => string][] = [
  ["case", (text) => text.toUpperCase().toLowerCase()],
  ["marks", (text) => text.replace(/^["¿¡]+|[".,;:!?،؛؟।。]+$/g, "")],
  ["articles", (text, lang) => text.replace(ARTICLES[lang.slice(0, 2).toLowerCase()] ?? /^$/, "")],
  ["accents", (text) => text.normalize("NFD").replace(ACCENTS, "").normalize("NFC")],
  ["spaces", (text) => text.replace(/[ -]/g, "")],
];

/** A tidy text with the given differences folded; what would be nothing stays. */
function folded(text: string, lang: string, folds: (fold: Fold) => boolean): string {
  return FOLDS.reduce((now, [name, fold]) => (folds(name) && fold(now, lang)) || now, text);
}

/** The verdict on what was typed, given one accepted answer. */
export function compare(typed: string, accepted: string, { counts, lang }: Settings): Verdict {
  const [one, other] = [tidy(typed), tidy(accepted)];
  const isSame = (folds: (fold: Fold) => boolean) => folded(one, lang, folds) === folded(other, lang, folds);
  const isCounted = (fold: Fold) => fold === "spaces" || counts.includes(fold);
  if (!one || !isSame(() => true)) return WRONG;
  const matters = (fold: Fold) => !isSame((name) => name !== fold);
  if (isSame((fold) => !isCounted(fold))) return matters("accents") ? { ...RIGHT, spelt: accepted } : RIGHT;
  const counted = FOLDS.map(([name]) => name).filter(isCounted);
  const why = counted.filter(matters);
  return { is: "nearly", why: why.length ? why : counted };
}
