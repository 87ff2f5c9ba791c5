// What keeps progress from being kept, said to the student.

import { make, say, word } from "../word.ts";
import type { Trouble } from "./store.ts";

/** The words of troubles. */
type TroubleWord = "trouble_forbidden" | "trouble_full" | "trouble_newer" | "trouble_broken" | "trouble_stuck";

/** Says a trouble in the page’s live region, until the reader closes it. */
export function tellTrouble(trouble: Trouble): void {
  const place = document.querySelector<HTMLElement>("[data-trouble]");
  if (!place) return;
  const close = make("button", { type: "button", textContent: "×", onclick: () => (place.textContent = "") });
  close.setAttribute("aria-label", word("close"));
  const key: TroubleWord = `trouble_${trouble}`;
  place.textContent = "";
  place.append(say(make("span"), key), close);
}
