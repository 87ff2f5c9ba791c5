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
  return kindest(
    accepted.map((answer) =>
      typeof answer === "string" ? compare(typed, answer, settings) : compareNumber(typed, answer, settings),
    ),
  );
}
