// The list of what a teacher brought: an alias that can be changed, where it is from, and what became of it.

import type { Fate } from "../progress/class.ts";
import { closeButton, make } from "../word.ts";
import type { Words } from "../navigator/words.ts";

/** A row. */
export interface Row {
  readonly element: HTMLTableRowElement;
  /** Says what became of the export. */
  tell(fate: Fate): void;
}

/** What the teacher does in the list. */
export interface Acts {
  rename(alias: string): void;
  remove(): void;
}

/** A row for an export. */
export function rowOf(alias: string, from: string, words: Words, { rename, remove }: Acts): Row {
  const input = make("input", { type: "text", value: alias, autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", words.say("class_alias_of", { from }));
  input.addEventListener("change", () => rename(input.value.trim() || (input.value = input.defaultValue)));
  const button = closeButton("pal-class-remove", remove, words.say("class_remove", { from }));
  const said = make("td");
  const element = make("tr", {}, make("td", {}, input), make("td", { textContent: from }), said, make("td", {}, button));
  return {
    element,
    tell(fate) {
      const isRefused = !("student" in fate);
      const text = fateWords(fate, words);
      if (said.textContent !== text) said.textContent = text;
      element.classList.toggle("pal-class-refused", isRefused);
    },
  };
}

/** How many aliases are named that have the same export. */
const NAMED = 3;

/** What became of an export, in words. */
export function fateWords(fate: Fate, words: Words): string {
  if (!("student" in fate)) {
    const { is, group } = fate;
    return is === "mistyped" && group ? words.say("class_is_mistyped_in", { group }) : words.say(`class_is_${is}`);
  }
  const { name, unknown, isOfOtherEdition, sameAs } = fate.student;
  const said = [words.say(`class_is_${fate.is}`)];
  if (name) said.push(words.say("class_is_named", { name }));
  if (isOfOtherEdition) said.push(words.say("class_is_other_edition"));
  if (unknown) said.push(words.count("class_is_unknown", unknown));
  if (sameAs.length) said.push(words.say("class_is_same", { others: sameAs.slice(0, NAMED).join(", ") }));
  return said.join(" · ");
}
