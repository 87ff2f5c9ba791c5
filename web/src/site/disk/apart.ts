// A copy of a book that is opened from a folder keeps progress as any site does, where the browser gives all pages of a disk one
// storage, as today’s do. Some give each file a storage of its own. Nothing in a page says which; but a tab’s name goes along
// from page to page, so it can say that the page before had progress. A page that then finds none has a storage of its own:
// the student is told, and offered the way to take along what is done here.

import { load } from "../later.ts";
import { catalogueOf } from "../progress/catalogue.ts";
import { codeLink, writeCode } from "../progress/code.ts";
import { loadBook } from "../progress/guide.ts";
import type { Progress } from "../progress/page.ts";
import { storedKeys } from "../progress/store.ts";
import { parsed } from "../progress/state.ts";
import { showTrouble } from "../progress/trouble.ts";
import { make, say } from "../word.ts";

/** What the tab is called once one of its pages had progress of that book. */
const tabName = (book: string) => `palier ${book}`;

/** Looks whether pages share a storage; `own` is the address of the student’s page of progress. */
export function watchStorage(own: string): void {
  const book = String(parsed(document.querySelector("script[data-progress]")?.textContent ?? "")["book"] ?? "");
  if (!book) return;
  const isApart = window.name === tabName(book) && isEmpty(book);
  addEventListener("pagehide", () => {
    if (!isEmpty(book)) window.name = tabName(book);
  });
  // The page’s own script opens what is kept at the same event, and asked for it first.
  if (isApart) document.addEventListener("DOMContentLoaded", () => globalThis.palier && void tell(globalThis.palier, own));
}

/** Whether the browser keeps no progress for this page. One that may keep nothing at all says so by itself. */
function isEmpty(book: string): boolean {
  try {
    return localStorage.getItem(storedKeys(book).progress) === null;
  } catch {
    return false;
  }
}

/** Says so, with the way to the page of progress, which takes along what was done up to then. */
async function tell(progress: Progress, own: string): Promise<void> {
  const link = make("a", { href: own });
  const aim = async () => {
    const catalogue = catalogueOf(await loadBook(progress, true));
    if (progress.store.facts().size) link.href = own + codeLink(writeCode(catalogue, progress.store.facts(), ""));
  };
  try {
    await load("words");
    await aim();
  } catch {
    // What can’t be had leaves the page as it is.
    return;
  }
  progress.store.watch(() => void aim());
  const told = say(make("span"), "trouble_apart");
  told.append(" ", say(link, "trouble_apart_take"));
  showTrouble(told);
}
