// Things to put in order: each has two buttons, one that moves it up and one that moves it down.
//
// Nothing is dragged: on an old phone a finger that drags scrolls, and buttons are needed for keyboards in any case.

import { itemsOf, makeButton, textOf, wrap, type Kind, type Page, type Part } from "./kind.ts";
import { RIGHT, WRONG } from "./verdict.ts";
import type { Values } from "../word.ts";

interface Item {
  readonly at: HTMLElement;
  /** What it says: two items that say the same may change places. */
  readonly words: string;
  readonly up: HTMLElement;
  readonly down: HTMLElement;
}

export const order: Kind = (question, page) => {
  const elements = itemsOf(question, ".pal-order");
  const [first] = elements;
  const placeOf = ({ dataset }: HTMLElement) => Number(dataset["palPlace"]);
  if (!first || elements.length < 2 || !elements.every(placeOf)) return undefined;
  const list = first.parentElement as HTMLElement;
  const start = elements.map((at, index) => addButtons(at, index + 1, page));
  const right = [...start].sort((one, other) => placeOf(one.at) - placeOf(other.at));
  let now = start;

  const show = (order: Item[]) => {
    now = order;
    list.append(...order.map(({ at }) => at));
    // A button that does nothing stays where it is: focus would be lost with it.
    order.forEach(({ up, down }, index) => {
      up.setAttribute("aria-disabled", String(!index));
      down.setAttribute("aria-disabled", String(!order[index + 1]));
    });
  };
  /** Moves an item, if there is a place for it there; gives what there is to say of where it is. */
  const move = (moved: Item, by: number): Values => {
    const other = now[now.indexOf(moved) + by];
    if (other) show(now.map((item) => (item === moved ? other : item === other ? moved : item)));
    return { item: moved.words, place: now.indexOf(moved) + 1, total: now.length };
  };
  show(start);
  return {
    parts: start.map((item): Part => {
      // An order that was never touched may be what the student thinks is right.
      const judge = () => (right[now.indexOf(item)]?.words === item.words ? RIGHT : WRONG);
      return { at: item.at, control: item.up, judge };
    }),
    press(target, key) {
      const item = now.find(({ up, down }) => up === target || down === target);
      if (!item || (key && !/^Arrow(Up|Down)$/.test(key))) return undefined;
      const isUp = key ? key === "ArrowUp" : target === item.up;
      const said = move(item, isUp ? -1 : 1);
      (target as HTMLElement).focus();
      return said;
    },
    clear: () => show(start),
  };
};

function addButtons(at: HTMLElement, number: number, page: Page): Item {
  // Its letter goes where it goes: the answer refers to it.
  at.setAttribute("value", String(number));
  const words = textOf(wrap(at)) || String(number);
  const [up, down] = [makeButton("up", "↑", page.word("up", { item: words })), makeButton("down", "↓", page.word("down", { item: words }))];
  at.append(up, down);
  return { at, words, up, down };
}
