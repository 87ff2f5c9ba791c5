// Draws where the student stands into what the page has of the book: the pyramid, the list of its levels, lessons and
// outcomes wherever they are named, the step that comes next, the totals of the front page.

import { frontPage } from "../front.ts";
import { textsOf, type Lesson } from "../progress/book.ts";
import type { Guidance } from "../progress/guide.ts";
import { leftInAll, nextLesson, type Left } from "../progress/next.ts";
import { Rank } from "../progress/standing.ts";
import { paint, type Marks } from "./stones.ts";
import { inFull, inShort, spoken, tallyOf, type Tally } from "./tally.ts";
import { readWords, type Words } from "./words.ts";

const STATES = ["state_to_come", "state_begun", "state_read", "state_shown"] as const;

/** What draws, each time the student’s progress changes. */
export function drawer(): (guidance: Guidance) => void {
  const words = readWords();
  const originals = new Originals();
  let before: Marks | undefined;
  return (guidance) => {
    before = draw(guidance, words, originals, before);
  };
}

function draw(guidance: Guidance, words: Words, originals: Originals, before: Marks | undefined): Marks {
  const { book, standing, next, last, left } = guidance;
  const { levels } = book.outline;
  const levelOf = (lesson: string | undefined) => {
    const at = levels.findIndex(({ key }) => key === lesson?.split("/")[0]);
    return at < 0 ? undefined : at;
  };
  const stones = levels.map(({ outcomes, lessons }, at) => {
    const ranks = standing.stones[at]?.map(({ rank }) => rank) ?? [];
    // Of a level whose lessons aren’t loaded nothing is done.
    return ranks.length ? ranks : Array<Rank>(outcomes.length || lessons).fill(Rank.ToCome);
  });
  const isNew = stones.every((ranks) => ranks.every((rank) => !rank));
  const isFront = !!document.querySelector(".pal-navigator-front");
  const marks: Marks = { stones, here: isFront ? (levelOf(last) ?? -1) : undefined, next: levelOf(next?.lesson.key) };
  document.querySelectorAll(".pal-drawing").forEach((drawing) => paint(drawing, marks, before));
  for (const row of document.querySelectorAll<HTMLElement>(".pal-levels > [data-level]")) {
    const at = levels.findIndex(({ key }) => key === row.dataset["level"]);
    const level = levels[at];
    const tally = tallyOf(stones[at] ?? [], level ? level.outcomes.length > 0 : false);
    if (level) drawLevel(row, isNew ? undefined : tally, left[at], words, originals);
    if (isFront) {
      row.classList.toggle("pal-here", at === marks.here);
      row.querySelector(".pal-level-here")?.toggleAttribute("hidden", at !== marks.here);
    }
  }
  const outcomes = new Map(standing.stones.flat().map(({ key, rank }) => [key, rank]));
  rankAll("outcome", outcomes, words);
  rankAll("lesson", standing.lessons, words);
  drawNext(guidance, words, originals);
  drawWays(guidance, words, originals);
  drawTotals(guidance, words);
  drawEnding(guidance, originals);
  return marks;
}

/** A level’s numbers, to be seen and to be heard; without any, what the page says itself. */
function drawLevel(row: HTMLElement, tally: Tally | undefined, left: Left | undefined, words: Words, originals: Originals): void {
  for (const place of row.querySelectorAll<HTMLElement>("[data-count]")) {
    const form = place.dataset["count"];
    const parts = form === "full" ? [...place.children] : [place];
    const texts = tally ? (form === "full" ? inFull(words, tally, left) : [(form === "said" ? spoken : inShort)(words, tally)]) : [];
    parts.forEach((part, index) => originals.write(part, texts[index]));
  }
}

/** The rank of everything of a kind that the page names, and its word. */
function rankAll(kind: "lesson" | "outcome", ranks: ReadonlyMap<string, Rank>, words: Words): void {
  for (const holder of document.querySelectorAll<HTMLElement>(`[data-${kind}]`)) {
    const rank = ranks.get(holder.dataset[kind] ?? "") ?? Rank.ToCome;
    holder.dataset["rank"] = String(rank);
    const word = holder.querySelector("[data-rank-word]");
    if (word) word.textContent = words.say(STATES[rank]);
  }
}

/** The step that comes next, with its reason; when all is done, to take stock. */
function drawNext({ book, next, route }: Guidance, words: Words, originals: Originals): void {
  const { record } = book.outline;
  // On its own page, a lesson that is not finished goes on.
  const isHere = next?.lesson.key === document.querySelector<HTMLElement>("[data-lesson][aria-current]")?.dataset["lesson"];
  const reason = () => {
    if (!next) return words.say(route?.length ? "route_done" : "why_done");
    if (isHere) return words.say("why_here");
    const { why } = next;
    return why.is === "first" ? "" : words.say(`why_${why.is}`, "done" in why ? { lesson: why.done.title } : {});
  };
  for (const step of document.querySelectorAll<HTMLElement>("[data-next]")) {
    step.hidden = !next && !record;
    const part = (name: string) => step.querySelector(`[data-next-${name}]`);
    originals.lead(part("lesson"), next?.lesson.href ?? record);
    originals.write(part("lesson"), next?.lesson.title ?? words.say("take_stock"));
    originals.write(part("word"), words.say(isHere && next ? "next_here" : "next_step"));
    const minutes = next && minutesOf(next.lesson, words);
    originals.write(part("minutes"), minutes ? words.say("list_separator") + minutes : "");
    originals.write(part("why"), reason());
  }
}

/**
 * The way on: into the book on the front page, into a level on its own; once begun, to what comes next there. A route has its
 * own first lesson, in the book and in each level that it goes through. When all is done, it leads to take stock, and in a
 * level back to its first lesson.
 */
function drawWays({ book, standing, facts, next, last, route }: Guidance, words: Words, originals: Originals): void {
  for (const way of document.querySelectorAll<HTMLElement>("[data-continue]")) {
    const level = way.dataset["continue"];
    const all = book.parts.find((part) => part?.level === level)?.lessons ?? [];
    const led = route?.filter((lesson) => !level || all.includes(lesson)) ?? [];
    const keys = (led.length ? led : all).map(({ key }) => key);
    const isBegun = level ? keys.some((key) => standing.lessons.get(key)) : !!last;
    const left = (level ? nextLesson(book, standing, facts, keys) : next)?.lesson;
    const { record } = book.outline;
    const isOver = !left && !level && record !== undefined;
    const lesson = left ?? (led.length ? led : all)[0];
    const to = isOver ? record : isBegun || led.length ? lesson?.href : undefined;
    const label = isOver ? "all_done" : !left && lesson ? "review" : isBegun ? "go_on" : undefined;
    originals.lead(way, to);
    // One doesn’t take stock of it anew on the page where one does.
    way.hidden = isOver && way.getAttribute("href") === location.href.replace(/#.*/s, "");
    originals.write(way.querySelector(".pal-start-label"), label && words.say(label));
    originals.write(way.querySelector(".pal-start-title"), isOver ? words.say("take_stock") : to && lesson?.title);
    originals.write(way.querySelector(".pal-start-minutes"), isOver ? "" : to && lesson && minutesOf(lesson, words));
  }
}

function minutesOf({ minutes }: Lesson, words: Words): string {
  return minutes === undefined ? "" : words.duration(minutes);
}

/** What of the book is done, or of the route that is followed, and how long the rest takes. */
function drawTotals({ book, standing, left, route }: Guidance, words: Words): void {
  const { levels } = book.outline;
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
  const stones = levels.flatMap((level, at) => (level.outcomes.length ? (standing.stones[at] ?? []) : []));
  const led = route && new Set(route.flatMap(({ serves = [], tasks = [] }) => [...serves, ...tasks.flatMap(({ shows = [] }) => shows)]));
  const outcomes = stones.filter(({ key }) => led?.has(key) ?? true);
  const ranks = route ? route.map(({ key }) => standing.lessons.get(key) ?? Rank.ToCome) : [...standing.lessons.values()];
  const read = ranks.filter((rank) => rank >= Rank.Read).length;
  const texts: Record<string, string> = {
    outcomes: words.say("of_total", { n: outcomes.filter(({ rank }) => rank === Rank.Shown).length, total: outcomes.length }),
    lessons: words.say("of_total", { n: read, total: route?.length ?? sum(levels.map(({ lessons }) => lessons)) }),
    minutes: words.duration(leftInAll(left).minutes),
  };
  for (const total of document.querySelectorAll<HTMLElement>("[data-total]")) {
    total.textContent = texts[total.dataset["total"] ?? ""] ?? "";
    const name = total.parentElement?.querySelector<HTMLElement>("[data-shown]");
    if (name) name.textContent = name.dataset["shown"] ?? "";
  }
}

/** At the end of the book: once all that it teaches is shown, or read where nothing shows it, one can do it. */
function drawEnding({ book, standing }: Guidance, originals: Originals): void {
  const heading = document.querySelector<HTMLElement>("[data-can-do]");
  if (!heading) return;
  const tasks = book.parts.flatMap(textsOf).flatMap(({ tasks = [] }) => tasks);
  const asked = new Set(tasks.flatMap(({ shows = [] }) => shows));
  const isDone = standing.stones.flat().every(({ key, rank }) => rank >= (asked.has(key) ? Rank.Shown : Rank.Read));
  originals.write(heading, isDone ? heading.dataset["canDo"] : undefined);
}

/** What a page said and where it led before a script knew better: it comes back when progress is erased. */
class Originals {
  private readonly texts = new WeakMap<Element, readonly [text: string, lang: string | null]>();
  private readonly ways = new WeakMap<Element, string>();

  /** Writes a text in the page’s language; `undefined` brings the page’s own back, in whatever language that was. */
  write(place: Element | null, text: string | undefined): void {
    if (!place) return;
    const [own, lang] = this.texts.get(place) ?? [place.textContent ?? "", place.getAttribute("lang")];
    this.texts.set(place, [own, lang]);
    place.textContent = text ?? own;
    if (text === undefined && lang) place.setAttribute("lang", lang);
    else place.removeAttribute("lang");
  }

  /** Leads a link somewhere, by an address in the book; `undefined` to where the page led. */
  lead(link: Element | null, href: string | undefined): void {
    if (!link) return;
    const own = this.ways.get(link) ?? link.getAttribute("href") ?? "";
    this.ways.set(link, own);
    link.setAttribute("href", href === undefined ? own : new URL(href, frontPage()).href);
  }
}
