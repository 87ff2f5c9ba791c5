// What is said once “I have finished” was pressed: what is left to do before the lesson is shown, or that it was taken back.

import type { Guidance } from "../progress/guide.ts";
import type { Progress } from "../progress/page.ts";
import { isSo, taskKey } from "../progress/state.ts";
import { make, setChildren } from "../word.ts";
import type { Words } from "./words.ts";

/** Says it under the button, and anew as more is done. */
export function tellFinished({ here: { text = "" }, store }: Pick<Progress, "here" | "store">, { book, facts }: Guidance, words: Words): void {
  const place = document.querySelector("[data-finished]");
  if (!place || !document.querySelector("[data-finish][data-pressed]")) return;
  const told = isSo(facts, "r", text) ? leftOf(text, { book, facts }, words) : [words.say("finish_undone")];
  if (store.isShared()) told.push(` ${words.say("finish_shared")}`);
  const line = make("span", {}, ...told);
  // What was said is not said again.
  if (line.textContent !== place.textContent) setChildren(place, line);
}

function leftOf(text: string, { book, facts }: Pick<Guidance, "book" | "facts">, words: Words): (Node | string)[] {
  const tasks = (book.lessons.get(text)?.tasks ?? []).filter(({ absent }) => !absent);
  const left = tasks.filter(({ id }) => !isSo(facts, "s", taskKey(text, id)));
  if (!left.length) return [words.say(tasks.length ? "finish_shown" : "finish_read")];
  const activities = left.filter(({ kind }) => kind === "activity").length;
  const questions = left.length - activities;
  const counts = [...(questions ? [words.count("questions", questions)] : []), ...(activities ? [words.count("activities", activities)] : [])];
  const [before = "", after = ""] = words.say("finish_left").split("{left}");
  return [before, linkTo(left.map(({ id }) => id), counts.join(words.say("list_separator"))), after];
}

/** A link to that of some tasks which comes first in the page. */
function linkTo(tasks: readonly string[], textContent: string): Node | string {
  const callouts = [...document.querySelectorAll<HTMLElement>("[data-pal-task], [data-declare]")];
  const first = callouts.find(({ dataset }) => tasks.includes(dataset["palTask"] ?? dataset["declare"] ?? ""));
  const id = first?.closest("[id]")?.id;
  return id ? make("a", { href: `#${id}`, textContent }) : textContent;
}
