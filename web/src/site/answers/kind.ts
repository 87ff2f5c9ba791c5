// What the kinds of question have in common: what each is to the rest of the script, and how it finds and makes elements.

import type { Verdict } from "./verdict.ts";
import type { Values } from "../word.ts";

/** A part of an answer: a choice, a blank, a thing in its place. */
export interface Part {
  /** The element at whose end the verdict is said. */
  readonly at: HTMLElement;
  /** The control that the verdict describes. */
  readonly control: HTMLElement;
  /** What the author says to whoever answers so. */
  readonly feedback?: Element | undefined;
  /** Judges it; nothing if it isn’t answered. */
  judge(): Verdict | undefined;
}

/** A question that can be answered in the page. */
export interface Live {
  /** The parts, of which the first has the focus on another try. */
  readonly parts: readonly Part[];
  /** Whether the answer is right as a whole, where that is not to have all parts right. */
  isRight?(): boolean;
  /** Takes the answer away, where emptying the controls is not enough. */
  clear?(): void;
  /** A button or a key of the question’s own was pressed: what there is to say of it, if it was one. */
  press?(target: Element, key?: string): Values | undefined;
}

/** What a kind needs of the page. */
export interface Page {
  /** A name that nothing else in the page has. */
  name(): string;
  /** A word of the page, with its values put in. */
  word(word: string, values?: Values): string;
  /** The language of an element as it was written, whatever a translator did since. */
  lang(element: Element): string;
}

/** Makes a question live; nothing if there is nothing in it to answer, and then it stays as it is. */
export type Kind = (question: HTMLElement, page: Page) => Live | undefined;

/** The elements of a question that are not another’s, which may be inside it. */
export function own(question: Element, selector: string): HTMLElement[] {
  const all = [...question.querySelectorAll<HTMLElement>(selector)];
  return all.filter((element) => element.closest("[data-pal-ask]") === question);
}

/** The items of a question’s list. */
export function itemsOf(question: Element, list: string): HTMLElement[] {
  return own(question, `${list} > li`).filter((item, _, all) => item.parentElement === (all[0] as HTMLElement).parentElement);
}

/** A new element. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...content);
  return element;
}

/** A button that sends nothing; with a name, where its content is only a sign. */
export function makeButton(name: string, sign = "", label?: string): HTMLButtonElement {
  const named = label ? { "aria-label": label } : {};
  return make("button", { type: "button", class: `pal-${name}`, ...named }, sign);
}

/** Puts all that an item holds into one element, and gives it. */
export function wrap(item: HTMLElement): HTMLElement {
  const words = make("span", { class: "pal-words" }, ...item.childNodes);
  item.append(words);
  return words;
}

/** Makes all that an item holds the label of a control, which comes after it. */
export function label<Control extends HTMLElement>(item: HTMLElement, control: Control): Control {
  item.append(make("label", {}, wrap(item), control));
  return control;
}

/** The words of an element on one line: of an image its alternative, of a formula its source. */
export function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const other of copy.querySelectorAll("img, math")) {
    const source = other.querySelector("annotation")?.textContent;
    other.replaceWith(other.getAttribute("alt") ?? source ?? other.textContent ?? "");
  }
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
