// The boxes to tick on a map: one at each card, one at each lesson of the list, and one for all lessons of a level there.

import type { Book } from "../progress/book.ts";
import { make, say } from "../word.ts";

/** The boxes of a page. */
export interface Boxes {
  /** Ticks those of the lessons that are chosen. */
  show(chosen: readonly string[]): void;
  remove(): void;
}

/** Adds them; `choose` is told of lessons that are ticked, or no longer. */
export function addBoxes(book: Book, choose: (keys: readonly string[], isOn: boolean) => void): Boxes {
  const map = document.querySelector("main");
  const added: HTMLElement[] = [];
  const boxes: { readonly box: HTMLInputElement; readonly keys: readonly string[]; readonly item?: HTMLElement }[] = [];
  const add = (keys: readonly string[], label: HTMLElement, item?: HTMLElement) => {
    const box = make("input", { type: "checkbox", onchange: () => choose(keys, box.checked) });
    boxes.push(item ? { box, keys, item } : { box, keys });
    const field = make("label", { className: item ? "pal-pick" : "pal-pick-all" }, box, label);
    added.push(field);
    return field;
  };
  for (const link of map?.querySelectorAll<HTMLElement>("[data-lesson]") ?? []) {
    const { lesson: key = "" } = link.dataset;
    const item = link.closest<HTMLElement>("li");
    const lesson = book.lessons.get(key);
    if (!item || !lesson) continue;
    const name = make("span", { className: "pal-visually-hidden", textContent: lesson.title, ...(lesson.lang ? { lang: lesson.lang } : {}) });
    link.before(add([key], name, item));
  }
  for (const list of map?.querySelectorAll<HTMLElement>(".pal-map-list > ol") ?? []) {
    const keys = [...list.querySelectorAll<HTMLElement>("[data-lesson]")].flatMap(({ dataset }) => dataset["lesson"] ?? []);
    if (keys.length > 1) list.before(add(keys, say(make("span"), "route_level")));
  }
  document.body.classList.add("pal-composing");
  return {
    show(chosen) {
      for (const { box, keys, item } of boxes) {
        const count = keys.filter((key) => chosen.includes(key)).length;
        box.checked = count === keys.length;
        box.indeterminate = count > 0 && count < keys.length;
        item?.classList.toggle("pal-picked", box.checked);
      }
    },
    remove() {
      document.body.classList.remove("pal-composing");
      added.forEach((one) => one.remove());
      boxes.forEach(({ item }) => item?.classList.remove("pal-picked"));
    },
  };
}
