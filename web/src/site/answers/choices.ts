// Choices: radio buttons where one answer is right, else checkboxes.

import { itemsOf, label, make, own, type Kind, type Part } from "./kind.ts";
import { RIGHT, WRONG } from "./verdict.ts";

export const choices: Kind = (question, page) => {
  const items = itemsOf(question, ".pal-choices");
  const isRight = (item: HTMLElement) => item.hasAttribute("data-pal-right");
  const right = items.filter(isRight);
  if (!right.length) return undefined;
  const name = page.name();
  // A single choice can be taken back.
  const type = items.length > 1 && right.length === 1 ? "radio" : "checkbox";
  const inputs = items.map((item) => {
    const input = label(item, make("input", { type, name }));
    (input.parentElement as HTMLElement).prepend(input);
    return input;
  });
  return {
    parts: items.map((at, index): Part => {
      const control = inputs[index] as HTMLInputElement;
      const judge = () => (control.checked ? (isRight(at) ? RIGHT : WRONG) : undefined);
      return { at, control, feedback: own(question, `dd[data-pal-choice="${index + 1}"]`)[0], judge };
    }),
    isRight: () => items.every((item, index) => inputs[index]?.checked === isRight(item)),
  };
};
