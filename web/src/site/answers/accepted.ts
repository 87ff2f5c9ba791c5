// What a blank accepts, as the page has it.

import { compare, type Settings } from "./compare.ts";
import { compareNumber, type Quantity } from "./number.ts";
import { kindest, type Verdict } from "./verdict.ts";

/** Words, or a number. */
export type Accepted = string | Quantity;

/** Reads `data-pal-accept`, a list in JSON; what is no answer is left out. */
export function readAccepted(json: string | undefined): Accepted[] {
  try {
    const list: unknown = JSON.parse(json ?? "");
    return Array.isArray(list) ? list.filter(isAccepted) : [];
  } catch {
    return [];
  }
}

function isAccepted(value: unknown): value is Accepted {
  if (typeof value === "string") return value.trim() !== "";
  return Number.isFinite((value as Quantity | null)?.number);
}

/** The kindest of the verdicts on what was typed, compared with each that is accepted. */
export function judge(typed: string, accepted: readonly Accepted[], settings: Settings): Verdict {
  const verdict = kindest(
    accepted.map((answer) =>
      typeof answer === "string" ? compare(typed, answer, settings) : compareNumber(typed, answer, settings),
    ),
  );
  return verdict.is === "unread" ? { ...verdict, example: exampleBeside(accepted, settings.lang) } : verdict;
}

/** A number as the language writes it, and not one that is accepted. */
function exampleBeside(accepted: readonly Accepted[], lang: string): string {
  const isWrong = (example: number) =>
    accepted.every((answer) => typeof answer === "string" || Math.abs(answer.number - example) > (answer.within ?? 0) + 1e-9);
  const example = [3.5, 7.2, -0.5].find(isWrong) ?? 0.1;
  try {
    return example.toLocaleString(lang, { numberingSystem: "latn" });
  } catch {
    // No language tag.
    return `${example}`;
  }
}
