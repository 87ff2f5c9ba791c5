// Blanks: the places in which students write, one for a short answer or a number, several in a text with gaps.

import { judge, readAccepted, type Accepted } from "./accepted.ts";
import { tidy } from "./compare.ts";
import { make, own, type Live, type Page, type Part } from "./kind.ts";

interface Blank {
  readonly at: HTMLElement;
  readonly accepted: readonly Accepted[];
  /** Which of the question’s blanks it is, from 1. */
  readonly number: number;
}

/** Makes a question’s blanks live. One that accepts nothing stays as it is. `name` is what a blank is called. */
export function liveBlanks(question: HTMLElement, page: Page, name: (number: number) => string): Live | undefined {
  const all = own(question, ".pal-blank").map((at, index): Blank => {
    return { at, accepted: readAccepted(at.dataset["palAccept"]), number: index + 1 };
  });
  const blanks = all.filter(({ accepted }) => accepted.length);
  if (!blanks.length) return undefined;
  const counts = (question.dataset["palCount"] ?? "").split(" ");
  const size = widthOf(blanks);
  const parts = blanks.map(({ at, accepted, number }): Part => {
    const control = makeInput(name(number), size);
    at.textContent = "";
    at.append(control);
    const settings = { counts, lang: page.lang(at) };
    return { at, control, judge: () => (tidy(control.value) ? judge(control.value, accepted, settings) : undefined) };
  });
  return { parts };
}

/** One width for all blanks of a question, so that none tells how long its answer is. */
function widthOf(blanks: readonly Blank[]): string {
  const lengths = blanks.flatMap(({ accepted }) => accepted.map((answer) => (typeof answer === "string" ? answer.length : 6)));
  return String(Math.min(40, Math.ceil(Math.max(...lengths) / 8 + 0.2) * 8));
}

function makeInput(name: string, size: string): HTMLInputElement {
  return make("input", {
    type: "text",
    size,
    maxlength: "500",
    "aria-label": name,
    dir: "auto",
    // A phone should write what the student writes.
    autocapitalize: "none",
    autocomplete: "off",
    autocorrect: "off",
    spellcheck: "false",
  });
}
