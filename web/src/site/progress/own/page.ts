// The page of progress: what a student can do with what is kept: take it along, bring it here, print it, share the device,
// erase it. Where the student stands is drawn by the guide’s script, as on
// every page.

import { wordsOf, type Words } from "../../navigator/words.ts";
import type { Book } from "../book.ts";
import { catalogueOf, type Catalogue } from "../catalogue.ts";
import { loadBook } from "../guide.ts";
import type { Progress } from "../page.ts";
import { parsed } from "../state.ts";
import { offerBringing } from "./bring.ts";
import { offerDevice } from "./device.ts";
import { offerTaking } from "./take.ts";
import { showUncounted } from "./uncounted.ts";

/** What the parts of the page share. */
export interface Own {
  readonly progress: Progress;
  readonly words: Words;
  /** The whole book, loaded when it is first needed. */
  book(): Promise<Book>;
  catalogue(): Promise<Catalogue>;
  /** Says what came of something, where it was asked for: what was said elsewhere is old then. */
  tell(selector: string, ...said: (Node | string)[]): void;
  /** Says that the book can’t be had. */
  fail(): void;
  /** An element of the page, by a selector; throws if a theme’s own template has none. */
  part<Found extends HTMLElement>(selector: string): Found;
}

/** Offers all that the page can do. */
export function offer(progress: Progress): void {
  const words = wordsOf(
    parsed(document.querySelector("script[data-progress-words]")?.textContent ?? "") as Parameters<typeof wordsOf>[0],
    document.documentElement.lang,
  );
  const own: Own = {
    progress,
    words,
    book: () => loadBook(progress, true),
    catalogue: async () => catalogueOf(await own.book()),
    tell(selector, ...said) {
      document.querySelectorAll(".pal-result").forEach((place) => (place.textContent = ""));
      own.part(selector).append(...said);
    },
    fail: () => own.tell("[data-told]", words.say("progress_failed")),
    part<Found extends HTMLElement>(selector: string) {
      const found = document.querySelector<Found>(selector);
      if (!found) throw new Error(selector);
      return found;
    },
  };
  showUncounted(own);
  offerTaking(own);
  offerBringing(own);
  offerDevice(own);
  own.part("[data-print]").addEventListener("click", () => print());
  for (const place of ["[data-ways]", "[data-tools]"]) own.part(place).hidden = false;
}
