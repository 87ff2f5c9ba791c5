import type { Book } from "../../src/site/progress/book.ts";
import type { Data, Progress } from "../../src/site/progress/page.ts";
import { openStore } from "../../src/site/progress/store.ts";
import { open } from "./page.ts";
import { always, makeStorage, makeTab } from "./storage.ts";

/** The words of scripts that tests read. */
const WORDS = {
  lessons: { one: "{n} leçon", other: "{n} leçons" },
  duration_minutes: { one: "{n} min", other: "{n} min" },
  duration_hours: "{n} h",
  duration_hours_minutes: "{hours} {minutes}",
  separator: " · ",
  list_separator: ", ",
  list_alternative: " ou ",
  close: "Fermer",
  route_compose: "Composer",
  route_none: "Cochez",
  route_untimed: "{n} sans durée",
  route_complete: "Rien n’est laissé",
  route_left_out: { one: "{n} préalable", other: "{n} préalables" },
  route_needed_by: "avant {lessons}",
  route_late: "trop tard",
  route_add: "Ajouter",
  route_add_lesson: "Ajouter {lesson}",
  route_move: "Avancer",
  route_move_lesson: "Avancer {lesson}",
  route_level: "Tout",
  route_more: "Lien",
  route_link: "Lien à donner",
  route_copy: "Copier",
  route_here: "Cet appareil seulement",
  route_copied: "Copié",
  route_sheet_title: "Titre",
  route_print: "Imprimer",
  route_follow: "Suivre",
  route_clear: "Décocher",
  route_sheet: "Parcours",
  route_name: "Nom",
  route_before: "Avant",
  route_address: "Adresse",
  route_offered: "Un parcours",
  route_begins: "Il commence par {lesson}.",
  route_later: "Pas maintenant",
  route_change: "Modifier",
  route_replaces: "Il remplace l’autre",
  route_cut: "Coupé",
  route_broken: "Illisible",
  route_gone: { one: "{n} disparue : {lessons}", other: "{n} disparues : {lessons}" },
  route_empty: "Vide",
  route_followed: "Suivi",
  route_page_only: "Page seulement",
  route_failed: "Échec",
  route_line: { one: "{n} faite sur {total}", other: "{n} faites sur {total}" },
  route_done: "Terminé",
  route_leave: "Quitter",
  route_step: "étape {n}",
  route_end: "Fin",
  take_stock: "Faire le bilan",
  route_next: "Étape {n} sur {total}",
};

/** What a page with a book has besides its document. */
export interface BookPage {
  readonly progress: Progress;
  readonly local: Storage;
  /** How often the guide was asked for. */
  guided: number;
  /** The address’s fragment, as scripts wrote it. */
  hash(): string;
}

/** Opens a page of a book, at an address, whose data are there; `storage` is the device’s, if it has one. */
export function openBook(book: Book, html: string, address: string, storage?: () => Storage | null): BookPage {
  const window = open(html);
  let location = new URL(address);
  const local = makeStorage();
  class Observer {
    observe(): void {}
  }
  Object.assign(globalThis, {
    CustomEvent: window.CustomEvent,
    ResizeObserver: Observer,
    palierWords: WORDS,
    matchMedia: () => ({ matches: true }),
    history: { replaceState: (_: unknown, __: string, to: string) => Object.assign(globalThis, { location: (location = new URL(to, location)) }) },
    addEventListener: () => undefined,
    location,
  });
  Object.defineProperty(document, "baseURI", { value: address.replace(/#.*/, ""), configurable: true });
  const { browser } = makeTab(storage ?? always(local));
  const page: BookPage = {
    local,
    guided: 0,
    hash: () => location.hash,
    progress: {
      here: { version: 1, book: "essai", outline: "outline.js" },
      browser,
      store: openStore("essai", browser, () => undefined),
      data: dataOf(book),
      answer: () => undefined,
      isShown: () => false,
      guide: () => void page.guided++,
    },
  };
  globalThis.palier = page.progress;
  return page;
}

/** The data of a book as scripts would have given them. */
function dataOf({ outline }: Book): Data {
  return { outline, parts: new Map(), scripts: new Map([["outline.js", Promise.resolve()]]) };
}

/** A text as readers see it. */
export function text(element: Element | null | undefined): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}
