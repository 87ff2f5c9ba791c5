// Makes the questions of a page live when they come near the screen. The page has one listener for each kind of event,
// however many questions it has.

import { ask, type Asked, type Recorder } from "./asked.ts";
import { choices } from "./choices.ts";
import { gaps } from "./gaps.ts";
import type { Kind } from "./kind.ts";
import { order } from "./order.ts";
import { pairs } from "./pairs.ts";
import { short } from "./short.ts";

const KINDS: ReadonlyMap<string | undefined, Kind> = new Map([
  ["choices", choices],
  ["short", short],
  ["order", order],
  ["pairs", pairs],
  ["gaps", gaps],
]);

/** Begins; without the page’s words, or without questions, all stays as it is. */
export function answerQuestions(recorder: () => Recorder | undefined): void {
  const holder = document.querySelector<HTMLElement>("[data-check]");
  const questions = document.querySelectorAll<HTMLElement>("[data-pal-ask]");
  if (!holder || !questions.length) return;
  let names = 0;
  const shared = { holder, lang: document.documentElement.lang, name: () => `pal-ask-${++names}`, recorder };
  const live = new Map<Element, Asked | undefined>();
  const wake = (question: HTMLElement) => {
    const kind = KINDS.get(question.dataset["palAsk"]);
    if (kind && !live.has(question)) live.set(question, ask(question, kind, shared));
    // The style keeps room for the buttons until they are there.
    question.dataset["palLive"] = "";
  };
  const hear = (event: Event) => {
    const { target } = event;
    const question = target instanceof Element ? target.closest("[data-pal-ask]") : null;
    if (question) live.get(question)?.hear(event, target as Element);
  };
  for (const type of ["click", "input", "keydown"]) document.addEventListener(type, hear);
  // It doesn’t bubble.
  document.addEventListener("toggle", hear, true);
  const wakeWhenNear = whenNear(wake);
  wakeWhenNear(questions);
  // The preview changes a page in place.
  document.addEventListener("palier:changed", () => wakeWhenNear(document.querySelectorAll("[data-pal-ask]:not([data-pal-live])")));
}

function whenNear(act: (element: HTMLElement) => void): (elements: Iterable<HTMLElement>) => void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        act(target as HTMLElement);
      }
    },
    { rootMargin: "50%" },
  );
  return (elements) => {
    for (const element of elements) observer.observe(element);
  };
}
