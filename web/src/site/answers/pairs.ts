// Pairs: beside each thing on the left, a list from which to choose its partner on the right.

import { itemsOf, label, make, textOf, type Kind, type Part } from "./kind.ts";
import { RIGHT, WRONG } from "./verdict.ts";

export const pairs: Kind = (question, page) => {
  const options = itemsOf(question, ".pal-partners").map((partner, at) => {
    const isNumbered = (partner.parentElement as HTMLElement).getAttribute("type") === "1";
    return `${isNumbered ? at + 1 : String.fromCharCode(65 + at)}. ${textOf(partner)}`;
  });
  const asked = itemsOf(question, ".pal-pairs").filter(({ dataset }) => options[Number(dataset["palPair"]) - 1]);
  if (!asked.length || options.length < 2) return undefined;
  return {
    parts: asked.map((at): Part => {
      const control = label(at, makeSelect([page.word("choose"), ...options]));
      const judge = () => (control.value === at.dataset["palPair"] ? RIGHT : WRONG);
      return { at, control, judge: () => (control.value ? judge() : undefined) };
    }),
  };
};

function makeSelect(options: readonly string[]): HTMLSelectElement {
  const made = options.map((words, number) => make("option", { value: number ? String(number) : "" }, words));
  return make("select", {}, ...made);
}
