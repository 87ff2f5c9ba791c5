// What keeps progress from being kept, said to the student.

import { closeButton, make, say } from "../word.ts";
import type { Trouble } from "./store.ts";

/** The words of troubles. */
type TroubleWord = "trouble_forbidden" | "trouble_full" | "trouble_newer" | "trouble_broken" | "trouble_stuck";

/** Says a trouble. */
export function tellTrouble(trouble: Trouble): void {
  const key: TroubleWord = `trouble_${trouble}`;
  showTrouble(say(make("span"), key));
}

/** Shows what is said, in the page’s live region, until the reader closes it. */
export function showTrouble(...told: readonly HTMLElement[]): void {
  const place = document.querySelector<HTMLElement>("[data-trouble]");
  if (!place) return;
  const empty = () => void (place.textContent = "");
  empty();
  place.append(...told, closeButton("", empty));
}
