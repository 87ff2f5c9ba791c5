// A question that is live: its buttons, its live region, and the verdicts in it.

import { make, makeButton, own, textOf, type Kind, type Page, type Part } from "./kind.ts";
import type { Verdict } from "./verdict.ts";
import type { Progress } from "../progress/page.ts";
import { fill, type Values } from "../word.ts";
import { write } from "../words.ts";

/** What keeps progress. */
export type Recorder = Pick<Progress, "answer" | "isShown">;

/** What questions share. */
export interface Shared {
  /** Holds the words, in `data-` attributes. */
  readonly holder: HTMLElement;
  /** The language of the page when it was loaded. */
  readonly lang: string;
  name(): string;
  recorder(): Recorder | undefined;
}

export interface Asked {
  hear(event: Event, target: Element): void;
}

/** Makes a question live; nothing if it stays as it is. */
export function ask(question: HTMLElement, kind: Kind, { holder, lang, name, recorder }: Shared): Asked | undefined {
  const sentence = (word: string, values: Values = {}): HTMLElement => {
    const element = make("span", {});
    write(element, holder, word);
    element.textContent = fill(`${element.textContent}`, values);
    return element;
  };
  const page: Page = {
    name,
    word: (word, values) => `${sentence(word, values).textContent}`,
    lang: (element) => element.closest<HTMLElement>("[lang]:not(html)")?.lang ?? lang,
  };
  const live = kind(question, page);
  if (!live) return undefined;
  const { parts } = live;

  const [check, again] = [makeButton("check"), makeButton("again")];
  write(check, holder, "check");
  write(again, holder, "again");
  again.hidden = true;
  const status = make("p", { class: "pal-status", role: "status" });
  const [answer] = own(question, ".pal-answer");
  const hints = own(question, ".pal-hint");
  const bar = make("div", { class: "pal-ask" }, check, again, status);
  const below = hints[0] ?? answer;
  if (below) below.before(bar);
  else question.append(bar);
  hints.forEach((hint, index) => (hint.hidden = index > 0));
  const id = question.dataset["palTask"];
  // Beside the word “question”, where nothing moves for it.
  if (id && recorder()?.isShown(id)) {
    own(question, ".pal-callout-kind")[0]?.append(" ", Object.assign(sentence("before"), { className: "pal-done-before" }));
  }

  /** Whether the student found the answer: then looking at it changes nothing. */
  let isFound = !!id && !!recorder()?.isShown(id);
  let isSeen = !isFound && !!answer && answer.hasAttribute("open");

  const say = (...sentences: HTMLElement[]) => {
    status.textContent = "";
    sentences.forEach((element) => status.append(element, " "));
  };

  const focusFirst = () => (parts[0] as Part).control.focus();

  /** Takes the verdicts away: they were on another answer. */
  const unmark = () => {
    own(question, ".pal-verdict").forEach((mark) => mark.remove());
    parts.forEach(({ control }) => ["aria-describedby", "aria-invalid"].forEach((it) => control.removeAttribute(it)));
    say();
  };

  const mark = ({ at, control, feedback }: Part, { is, why, spelt, example = "" }: Verdict): HTMLElement => {
    // The sign, ✓ or ✗, is the style’s matter: it says nothing that the words don’t.
    const made = make(at.matches("li") ? "div" : "span", { id: name(), class: `pal-verdict pal-is-${is}` });
    [is, ...why].forEach((word) => made.append(sentence(word, { example }), " "));
    if (spelt) made.append(sentence("spelt", { answer: spelt }));
    if (feedback) made.append(copyOf(feedback));
    at.append(made);
    control.setAttribute("aria-describedby", made.id);
    if (is !== "right" && control.matches("select, [type=text]")) control.setAttribute("aria-invalid", "true");
    return made;
  };

  const judge = () => {
    unmark();
    let [right, tried, read] = [0, 0, 0];
    const aloud: HTMLElement[] = [];
    for (const part of parts) {
      const verdict = part.judge();
      if (!verdict) continue;
      tried++;
      if (verdict.is === "right") right++;
      if (verdict.is !== "unread") read++;
      const made = mark(part, verdict);
      // Those who hear the page are told at once what is said of the one part, or of what they chose.
      if (part.feedback || !parts[1]) aloud.push(make("span", { class: "pal-visually-hidden" }, textOf(made)));
    }
    if (!tried) {
      say(sentence("nothing"));
      return focusFirst();
    }
    const isRight = live.isRight ? live.isRight() : right === parts.length;
    const told = [sentence(isRight ? "done" : "notYet")];
    if (!isRight && live.isRight) right === tried && told.push(sentence("lacks"));
    else if (!isRight && parts[1]) told.push(sentence("count", { count: right, total: parts.length }));
    // An answer that was looked up shows nothing, nor does a slip then: nothing counts until the page is opened again.
    if (isSeen && read) told.push(sentence("seen"));
    say(...told, ...aloud);
    again.hidden = false;
    if (id && read && !isSeen) recorder()?.answer(id, isRight);
    if (!isRight) return;
    isFound ||= !isSeen;
    if (answer) answer.setAttribute("open", "");
  };

  const startAgain = () => {
    unmark();
    parts.forEach(({ control }) => Object.assign(control, { checked: false, value: "" }));
    live.clear?.();
    answer?.removeAttribute("open");
    again.hidden = true;
    focusFirst();
  };

  /** Each hint that is opened brings the next; an answer that is opened before it was found has been seen. */
  const opened = (details: Element) => {
    if (!details.hasAttribute("open")) return;
    if (details === answer) isSeen ||= !isFound;
    else hints.forEach((hint, index) => hints[index - 1] === details && (hint.hidden = false));
  };

  const press = (event: Event, target: Element, key?: string) => {
    const said = live.press?.(target, key);
    if (!said) return;
    event.preventDefault();
    unmark();
    say(sentence("moved", said));
  };

  return {
    hear(event, inner) {
      // A translator may have put elements of its own into buttons.
      const target = inner.closest("button") ?? inner;
      const { type, key, isComposing } = event as KeyboardEvent;
      if (type === "toggle") opened(target);
      else if (type === "input") unmark();
      else if (type === "click") {
        if (target === check) judge();
        else if (target === again) startAgain();
        else press(event, target);
      } else if (key === "Enter" && target.matches("[type=text]") && !isComposing) judge();
      else press(event, target, key);
    },
  };
}

/** A copy of what an element holds, without ids, and without the buttons of its code: nobody listens to copies of them. */
function copyOf(element: Element): HTMLElement {
  const copy = make("div", {}, ...element.cloneNode(true).childNodes);
  copy.querySelectorAll("button, [role=status]").forEach((made) => made.remove());
  copy.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
  return copy;
}
