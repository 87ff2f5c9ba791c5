// What is said of an answer.

/** Why an answer is nearly right, or can’t be judged; the page has a sentence for each, in `data-<why>`. */
export type Why = "accents" | "case" | "articles" | "marks" | "spaces" | "unit" | "number";

export interface Verdict {
  /** `unread` is an answer that can’t be judged: words where a number is asked for. */
  readonly is: "right" | "nearly" | "wrong" | "unread";
  readonly why: readonly Why[];
  /** How a right answer is written, if the student wrote it otherwise. */
  readonly spelt?: string;
  /** How a number is written, if none could be read. */
  readonly example?: string;
}

export const RIGHT: Verdict = { is: "right", why: [] };
export const WRONG: Verdict = { is: "wrong", why: [] };
export const UNREAD: Verdict = { is: "unread", why: ["number"] };

/** The kindest of some verdicts: that which asks for the least. */
export function kindest(verdicts: readonly Verdict[]): Verdict {
  const rank = ({ is, why, spelt }: Verdict) => "right nearly wrong unread".indexOf(is) * 9 + why.length + (spelt ? 1 : 0);
  return verdicts.reduce((best, verdict) => (rank(verdict) < rank(best) ? verdict : best), verdicts[0] ?? WRONG);
}
