// Questions as Palier is to write them, and what a student does with them.

import { answerQuestions } from "../../src/site/answers/start.ts";
import type { Accepted } from "../../src/site/answers/accepted.ts";
import { one, open } from "./page.ts";

export const FRENCH = {
  check: "Vérifier",
  again: "Réessayer",
  right: "Juste.",
  nearly: "Presque.",
  wrong: "Faux.",
  unread: "Écrivez un nombre",
  done: "C’est juste.",
  "not-yet": "Pas encore.",
  count: "{count} sur {total}.",
  lacks: "Il manque au moins une réponse.",
  nothing: "Répondez d’abord.",
  before: "déjà réussie",
  seen: "Vous aviez vu la réponse : revenez-y un autre jour.",
  accents: "Vérifiez les accents.",
  case: "Vérifiez les majuscules.",
  articles: "Vérifiez l’article.",
  marks: "Vérifiez la ponctuation.",
  spaces: "Vérifiez les espaces et les traits d’union.",
  unit: "Vérifiez l’unité.",
  number: "(par exemple 3,5).",
  spelt: "On écrit\u00a0: {answer}.",
  yours: "Votre réponse",
  gap: "Trou {number}",
  choose: "Choisissez",
  up: "Monter : {item}",
  down: "Descendre : {item}",
  moved: "{item} : place {place} sur {total}.",
};

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

const words = Object.entries(FRENCH).map(([word, text]) => ` data-${word}="${escaped(text)}"`);

export interface Asking {
  readonly kind: string;
  readonly id?: string;
  readonly counts?: string;
  readonly hints?: readonly string[];
  readonly explanation?: string;
}

/** A question around its controls and its answer. */
export function question({ kind, id = "fil", counts, hints = [], explanation = "" }: Asking, inner: string, answer = ""): string {
  const count = counts ? ` data-pal-count="${counts}"` : "";
  const told = hints.map((hint, at) => `<details class="pal-hint"><summary>Indice ${at + 1}</summary><p>${hint}</p></details>`);
  return `<div id="${id}" class="pal-callout pal-callout-question" role="group" data-pal-task="${id}" data-pal-ask="${kind}"${count}>
<p class="pal-callout-title"><span class="pal-callout-kind">question</span></p>
${inner}
${told.join("\n")}
<details class="pal-answer"><summary>Voir la réponse</summary>${answer}${explanation}</details>
</div>`;
}

/** Choices: words, whether they are right, feedback. */
export function choicesOf(...choices: (readonly [string, boolean, string?])[]): string {
  const items = choices.map(([text, isRight]) => `<li${isRight ? " data-pal-right" : ""}>${text}</li>`);
  const told = choices.flatMap(([, , feedback], at) =>
    feedback ? [`<dt>${"ABCDEFGH"[at]}</dt><dd data-pal-choice="${at + 1}">${feedback}</dd>`] : [],
  );
  const answer = `<p class="pal-right-answer">Bonne réponse</p><dl class="pal-feedback">${told.join("")}</dl>`;
  return question({ kind: "choices" }, `<ol class="pal-choices" type="A">${items.join("")}</ol>`, answer);
}

export function blank(...accepted: readonly Accepted[]): string {
  return `<span class="pal-blank" data-pal-accept="${escaped(JSON.stringify(accepted))}"></span>`;
}

export function shortOf(counts: string, ...accepted: readonly Accepted[]): string {
  return question({ kind: "short", counts }, `<p>${blank(...accepted)}</p>`);
}

/** Things in their right order, of which the last is shown first. */
export function orderOf(...right: readonly string[]): string {
  const items = right.map((text, place) => `<li data-pal-place="${place + 1}">${text}</li>`);
  items.unshift(...items.splice(-1));
  return question({ kind: "order" }, `<ol class="pal-order" type="A">${items.join("")}</ol>`);
}

/** Things, each with the number of its partner. */
export function pairsOf(left: readonly (readonly [string, number?])[], partners: readonly string[], type = "A"): string {
  const items = left.map(([text, pair]) => `<li${pair === undefined ? "" : ` data-pal-pair="${pair}"`}>${text}</li>`);
  const others = partners.map((text) => `<li>${text}</li>`);
  return question(
    { kind: "pairs" },
    `<ol class="pal-pairs">${items.join("")}</ol><ol class="pal-partners" type="${type}">${others.join("")}</ol>`,
  );
}

/** A page with questions, which are near the screen or not; what is recorded, and where the focus is. */
export function openQuestions(html: string, { near = true, lang = "fr-CA", script = words.join(""), shown = "" } = {}) {
  const page = open(`<main>${html}</main><script${script}></script>`);
  document.documentElement.lang = lang;
  const recorded: (readonly [string, boolean])[] = [];
  const focused: Element[] = [];
  const watched: Element[] = [];
  let tell: (entries: object[]) => void = () => undefined;
  // What linkedom lacks, since it lays nothing out.
  class FakeObserver {
    constructor(told: (entries: object[]) => void) {
      tell = told;
    }
    observe(element: Element): void {
      watched.push(element);
    }
    unobserve(element: Element): void {
      watched.splice(watched.indexOf(element), 1);
    }
  }
  Object.assign(globalThis, { IntersectionObserver: FakeObserver });
  page.HTMLElement.prototype.focus = function (this: Element) {
    focused.push(this);
  };
  Object.defineProperty(Object.getPrototypeOf(document.createElement("select")), "value", {
    configurable: true,
    get(this: Element) {
      return this.querySelector("option[selected]")?.getAttribute("value") ?? "";
    },
    set(this: Element, value: string) {
      for (const option of this.querySelectorAll("option")) option.toggleAttribute("selected", option.getAttribute("value") === value);
    },
  });
  const listeners: string[] = [];
  const add = document.addEventListener.bind(document);
  document.addEventListener = (type: string, ...rest: [never]) => {
    listeners.push(type);
    add(type, ...rest);
  };
  const answer = (task: string, isRight: boolean) => void recorded.push([task, isRight]);
  answerQuestions(() => ({ answer, isShown: (task) => task === shown }));
  const see = (...elements: Element[]) => tell(elements.map((target) => ({ target, isIntersecting: true })));
  if (near && watched.length) see(...watched);
  return { recorded, focused, watched, listeners, see, tell: (entries: object[]) => tell(entries) };
}

/** Lets something happen to an element, and gives the event. */
export function send(element: Element, type: string, properties: object = {}): Event {
  const event = new (window as Window & typeof globalThis).Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, properties);
  element.dispatchEvent(event);
  return event;
}

export function press(selector: string): void {
  send(one(selector), "click");
}

export const check = () => press(".pal-check");
export const again = () => press(".pal-again");

/** What the live region says to those who see, and to those who hear. */
export function status(): string {
  return (one(".pal-status").textContent ?? "").replace(/\s+/g, " ").trim();
}

export function inputs(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("input")];
}

/** Ticks or unticks a choice, from 0; the others of a radio button’s group are unticked. */
export function tick(at: number, yes = true): void {
  const input = inputs()[at] as HTMLInputElement;
  if (input.type === "radio") inputs().forEach((other) => (other.checked = false));
  input.checked = yes;
  send(input, "input");
}

export function type(text: string, at = 0): void {
  const input = inputs()[at] as HTMLInputElement;
  input.value = text;
  send(input, "input");
}

export function select(at: number, value: string): void {
  const found = [...document.querySelectorAll("select")][at] as HTMLSelectElement;
  found.value = value;
  send(found, "input");
}

/** What is said at each place of a verdict. */
export function marks(): string[] {
  return [...document.querySelectorAll(".pal-verdict")].map((mark) => (mark.textContent ?? "").replace(/\s+/g, " ").trim());
}

/** Opens a `<details>`, as a student does. */
export function unfold(selector: string): void {
  const details = one(selector);
  details.setAttribute("open", "");
  send(details, "toggle");
}
