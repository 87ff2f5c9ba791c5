// Draws a route that is followed into what the page has of the book: which lessons are on it, and as which step; what comes
// after this one; a line with the way to leave it. Nothing is locked, and nothing moves.

import { frontPage } from "../front.ts";
import type { Words } from "../navigator/words.ts";
import type { Lesson } from "../progress/book.ts";
import type { Guidance } from "../progress/guide.ts";
import { lessonsOf } from "../progress/route.ts";
import { Rank } from "../progress/standing.ts";
import { make, say, setChildren } from "../word.ts";
import { button } from "./panel.ts";
import { placeOfPage, titleOf } from "./words.ts";

/** Gives what draws, each time that the guide has drawn; `keys` are those of the route, `leave` leaves it. */
export function alongDrawer(words: Words, keys: () => readonly string[] | undefined, leave: () => void): (guidance: Guidance) => void {
  let undo: (() => void)[] = [];
  return (guidance) => {
    undo.splice(0).forEach((back) => back());
    const { route } = guidance;
    if (!route) return;
    undo = [
      ...drawSteps(words, route),
      ...drawAfter(words, guidance),
      ...drawLine(words, guidance, lessonsOf(guidance.book, keys() ?? []).gone, leave),
    ];
    const step = guidance.next && route.indexOf(guidance.next.lesson);
    if (step === undefined || step < 0) return;
    // The guide writes it anew each time.
    for (const next of document.querySelectorAll("[data-next]")) {
      const lead = next.querySelector<HTMLAnchorElement>("[data-next-lesson]")?.href;
      const at = route.findIndex((lesson) => placeOfPage(lesson) === lead);
      const why = next.querySelector("[data-next-why]");
      if (why && at >= 0) why.textContent = words.say("route_next", { n: at + 1, total: route.length });
    }
  };
}

type Undo = (() => void)[];

/** Which lessons are on the route, in words too. */
function drawSteps(words: Words, route: readonly Lesson[]): Undo {
  const steps = new Map(route.map(({ key }, at) => [key, at + 1]));
  const levels = new Set(route.map(({ key }) => key.split("/")[0]));
  const undo: Undo = [];
  const mark = (one: HTMLElement, isOn: boolean) => {
    one.dataset["route"] = isOn ? "on" : "off";
    undo.push(() => delete one.dataset["route"]);
  };
  for (const row of document.querySelectorAll<HTMLElement>("[data-level]")) mark(row, levels.has(row.dataset["level"]));
  for (const holder of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
    const step = steps.get(holder.dataset["lesson"] ?? "");
    mark(holder, !!step);
    const place = step && holder.querySelector("[data-rank-word]")?.parentElement;
    if (!place) continue;
    const before = place.textContent?.trim() ? words.say("separator") : "";
    const word = make("b", { className: "pal-route-step", textContent: before + words.say("route_step", { n: step }) });
    place.append(word);
    undo.push(() => word.remove());
  }
  return undo;
}

/** At the end of a lesson of the route, the ways on and back stay on it; after its last one, one takes stock. */
function drawAfter(words: Words, { book, route = [], next }: Guidance): Undo {
  const own = route.findIndex(({ key }) => key === globalThis.palier?.here.text);
  const place = document.querySelector(".pal-onward");
  if (own < 0 || !place) return [];
  const step = (at: number) => words.say("route_next", { n: at + 1, total: route.length });
  const [before, after] = [route[own - 1], route[own + 1]];
  const { record } = book.outline;
  // What was left out on the way comes before the end.
  const missed = next && next.lesson !== route[own] ? next.lesson : undefined;
  const onward = after ?? missed;
  const ways: Node[] = [];
  if (onward) ways.push(card(placeOfPage(onward), step(route.indexOf(onward)), titleOf(onward)));
  else if (record) ways.push(card(new URL(record, frontPage()).href, words.say("route_end"), say(make("span"), "take_stock")));
  if (before) ways.push(make("p", {}, back(placeOfPage(before), `${step(own - 1)}${words.say("separator")}`, titleOf(before))));
  const theirs = [...place.childNodes];
  setChildren(place, ...ways);
  return [() => setChildren(place, ...theirs)];
}

/** A way on, as the template has it. */
function card(href: string, label: string, title: HTMLElement): HTMLElement {
  const stair = document.querySelector(".pal-onward .pal-stair")?.cloneNode(true) ?? "";
  const said = make("span", { className: "pal-step-label", textContent: label });
  const pause = make("span", { className: "pal-visually-hidden", textContent: ". " });
  return make("a", { className: "pal-card", href, rel: "next" }, stair, said, pause, Object.assign(title, { className: "pal-step-title" }));
}

/** A way back. */
function back(href: string, label: string, title: HTMLElement): HTMLElement {
  const arrow = document.querySelector(".pal-back svg")?.cloneNode(true) ?? "";
  return make("a", { className: "pal-back", href, rel: "prev" }, arrow, make("span", {}, label, title));
}

/** A line in the navigator says what is followed, and how far. */
function drawLine(words: Words, { route = [], standing }: Guidance, gone: readonly string[], leave: () => void): Undo {
  const done = route.filter(({ key }) => (standing.lessons.get(key) ?? Rank.ToCome) >= Rank.Read).length;
  const state = !route.length ? words.say("route_empty") : done === route.length ? words.say("route_done") : words.count("route_line", done, { total: route.length });
  const lost = gone.length ? ` ${words.count("route_gone", gone.length, { lessons: gone.join(words.say("list_separator")) })}` : "";
  return [...document.querySelectorAll("[data-route-line]")].map((place) => {
    const line = make("span", { className: "pal-route-line" }, `${state}${lost} `, button("route_leave", leave));
    place.append(line);
    return () => line.remove();
  });
}
