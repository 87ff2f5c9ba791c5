import assert from "node:assert/strict";
import { test } from "node:test";
import { drawer } from "../src/site/navigator/draw.ts";
import { tellFinished } from "../src/site/navigator/finished.ts";
import { keepPresentInView } from "../src/site/navigator/present.ts";
import { along, partsOf } from "../src/site/navigator/stones.ts";
import { inFull, spoken, tallyOf } from "../src/site/navigator/tally.ts";
import { walkLevels } from "../src/site/navigator/walk.ts";
import { readWords, wordsOf } from "../src/site/navigator/words.ts";
import type { Guidance } from "../src/site/progress/guide.ts";
import { leftByLevel, nextLesson } from "../src/site/progress/next.ts";
import { standing, type Rank } from "../src/site/progress/standing.ts";
import { answered, declared, finished, lastOpened, opened, type Facts } from "../src/site/progress/state.ts";
import type { Store } from "../src/site/progress/store.ts";
import { WORDS, openFront } from "./support/navigator.ts";
import { one } from "./support/page.ts";
import { book, lesson, level } from "./support/progress.ts";

const outcome = (key: string) => ({ key, text: `Acquis ${key}`, lessons: 1 });
const asks = (key: string, shows: string) => lesson(key, { serves: [shows], tasks: [{ id: "q", shows: [shows] }] });

/** Three levels: of two outcomes, of nine (a bar), and of two lessons without outcomes. */
const NINE = Array.from({ length: 9 }, (_, at) => `b/${at}`);
const BOOK = book([
  level("a", [asks("a/x", "a/un"), lesson("a/y", { serves: ["a/deux"], needs: ["a/x"] })], { outcomes: [outcome("a/un"), outcome("a/deux")] }),
  level("b", NINE.map((key) => asks(`${key}x`, key)), { outcomes: NINE.map(outcome) }),
  level("c", [lesson("c/x", { tasks: [{ id: "q" }] }), lesson("c/y", { tasks: [{ id: "q" }] })]),
]);

const NONE: Facts = new Map();
const all = [...BOOK.lessons.values()];
const read = (facts: Facts, key: string) => finished(opened(facts, key), key, true);
const right = (facts: Facts, key: string) => answered(opened(facts, key), `${key}#q`, true);
/** One outcome shown and one read; of nine, three shown, one read and one begun; of two lessons, one shown. */
const HALF = opened(
  read(["b/0x", "b/1x", "b/2x"].reduce(right, right(read(right(NONE, "c/x"), "a/y"), "a/x")), "b/3x"),
  "b/4x",
);
const ALL = all.reduce((facts, { key }) => right(read(facts, key), key), NONE);

function guidance(facts: Facts): Guidance {
  const now = standing(BOOK, facts);
  return { book: BOOK, standing: now, facts, next: nextLesson(BOOK, now, facts), last: lastOpened(facts).lesson, left: leftByLevel(BOOK, now) };
}

/** What is seen of a level: its stones by rank, the part of its bar that is shown, and its words. */
function seen(key: string) {
  const row = one(`[data-level="${key}"]`);
  const course = [...document.querySelectorAll(".pal-drawing > a")].reverse()[["a", "b", "c"].indexOf(key)];
  const laid = [...(course?.querySelectorAll("[data-rank]") ?? [])].map((stone) => ({
    rank: stone.getAttribute("data-rank"),
    to: (stone as SVGElement).style.getPropertyValue("--to"),
  }));
  const text = (selector: string) => row.querySelector(selector)?.textContent ?? "";
  return { laid, full: text("[data-count='full'] strong"), rest: text("[data-count='full'] span"), said: text("[data-count='said']"), row };
}

for (const [name, facts] of [["none", NONE], ["half", HALF], ["all", ALL]] as const) {
  test(`the words of each level say what is drawn of it (${name})`, () => {
    openFront(BOOK);
    drawer()(guidance(facts));
    for (const key of ["a", "c"]) {
      const { laid, full, said } = seen(key);
      const shown = laid.filter(({ rank }) => rank === "3").length;
      if (!laid.length) assert.equal(full, key === "a" ? "2 acquis" : "2 leçons", "untouched, it says what the page does");
      else assert.ok(full.startsWith(`${shown} `) && full.endsWith(" sur 2"), full);
      assert.equal(said.startsWith(laid.length ? `${shown} ` : "2 "), true, said);
    }
    const { laid, full } = seen("b");
    const shown = { none: 0, half: 3, all: 9 }[name];
    assert.equal(laid.some(({ rank }) => rank === "3"), shown > 0);
    assert.equal(full, shown ? `${shown} montrés sur 9` : "9 acquis");
  });
}

test("half way, each state has its shape and its word", () => {
  openFront(BOOK);
  drawer()(guidance(HALF));
  assert.deepEqual(seen("a").laid.map(({ rank }) => rank), ["3", "2"]);
  assert.deepEqual([seen("a").full, seen("a").rest, seen("a").said], ["1 montré sur 2", "1 lu", "1 acquis montré sur 2"]);
  assert.deepEqual([seen("c").full, seen("c").rest], ["1 leçon montrée sur 2", "1 à venir · reste 10 min"]);
  assert.equal(seen("b").rest, "1 lu, 1 commencé · reste 50 min");
  // Of the bar, what is begun lies lowest and goes farthest.
  const bar = seen("b").laid;
  assert.deepEqual(bar.map(({ rank }) => rank), ["1", "2", "3"]);
  assert.ok(Number(bar[0]?.to) > Number(bar[1]?.to) && Number(bar[1]?.to) > Number(bar[2]?.to));
  const state = (selector: string) => [one(selector).dataset["rank"], one(`${selector} [data-rank-word]`).textContent];
  assert.deepEqual(state("[data-outcome='a/un']"), ["3", "montré"]);
  assert.deepEqual(state("[data-outcome='a/deux']"), ["2", "lu"]);
  assert.deepEqual(state("[data-outcome='b/4']"), ["1", "commencé"]);
  assert.deepEqual(state("[data-lesson='c/y']"), ["0", "à venir"]);
});

test("the level of the lesson opened last is here, and that of the next lesson has the stair", () => {
  openFront(BOOK);
  drawer()(guidance(HALF));
  const marked = (mark: string) => [...document.querySelectorAll(`.pal-drawing > .${mark}`)].map((course) => course.querySelector("text")?.textContent);
  assert.deepEqual([marked("pal-here"), marked("pal-next")], [["2"], ["2"]]);
  assert.ok(!seen("b").row.querySelector(".pal-level-here")?.hasAttribute("hidden"));
  assert.ok(seen("a").row.querySelector(".pal-level-here")?.hasAttribute("hidden"));
});

test("what comes next has its reason, and the way on leads there", () => {
  openFront(BOOK);
  drawer()(guidance(HALF));
  const next = () => one("[data-next]").textContent?.replace(/\s+/g, " ").trim();
  assert.equal(next(), "Ensuite Leçon b/4x, 10 min Vous l’avez commencée.");
  assert.equal(one("[data-next-lesson]").getAttribute("href"), "https://exemple.org/fr/b/4x/");
  assert.equal(one("[data-next-lesson]").getAttribute("lang"), null, "the title is not the one that was in English");
  assert.equal(one("[data-continue]").textContent?.replace(/\s+/g, " "), "Continuer Leçon b/4x 10 min");
  drawer()(guidance(right(NONE, "a/x")));
  assert.equal(next(), "Ensuite Leçon a/y, 10 min Vous avez fait « Leçon a/x ».");
  drawer()(guidance(ALL));
  assert.equal(next(), "Ensuite Faire le bilan Vous avez fait tout le livre.");
  assert.equal(one("[data-next-lesson]").getAttribute("href"), "https://exemple.org/fr/progression/");
  const way = one("[data-continue]");
  assert.deepEqual([way.textContent?.replace(/\s+/g, " "), way.getAttribute("href")], ["Terminé Faire le bilan ", "https://exemple.org/fr/progression/"]);
  assert.equal(way.hidden, false);
  globalThis.location.href = "https://exemple.org/fr/progression/#page.take";
  drawer()(guidance(ALL));
  assert.equal(way.hidden, true, "one is there");
});

test("beside a lesson that is not finished, it is that lesson which goes on", () => {
  openFront(BOOK);
  document.body.insertAdjacentHTML("beforeend", `<a data-lesson="b/4x" aria-current="page"></a>`);
  drawer()(guidance(HALF));
  assert.equal(one("[data-next-word]").textContent, "En cours");
  assert.equal(one("[data-next-why]").textContent, "C’est la leçon que vous lisez.");
});

test("on a level’s own page the way on is within the level", () => {
  openFront(BOOK);
  const way = one("[data-continue]");
  way.dataset["continue"] = "a";
  const draw = drawer();
  const said = () => [way.textContent?.replace(/\s+/g, " "), way.getAttribute("href")];
  const before = said();
  draw(guidance(right(NONE, "b/0x")));
  assert.deepEqual(said(), before, "another level is begun, this one is not");
  draw(guidance(opened(right(NONE, "a/x"), "b/0x")));
  assert.deepEqual(said(), ["Continuer Leçon a/y 10 min", "https://exemple.org/fr/a/y/"]);
  draw(guidance(ALL));
  assert.deepEqual(said(), ["Revoir Leçon a/x 10 min", "https://exemple.org/fr/a/x/"], "all of it is done");
});

test("the totals are those of the book", () => {
  openFront(BOOK);
  drawer()(guidance(HALF));
  const totals = [...document.querySelectorAll("dl > div")].map((total) => [...total.children].map((part) => part.textContent));
  assert.deepEqual(totals, [["Acquis montrés", "4 sur 11"], ["Leçons lues", "7 sur 13"], ["Il reste", "1 h"]]);
});

test("a stone that is shown while one looks fills once, and none does as the page opens", () => {
  openFront(BOOK);
  const draw = drawer();
  const fresh = () => document.querySelectorAll(".pal-new").length;
  draw(guidance(NONE));
  assert.equal(fresh(), 0);
  draw(guidance(right(NONE, "a/x")));
  assert.equal(fresh(), 1);
  draw(guidance(opened(right(NONE, "a/x"), "a/y")));
  assert.equal(fresh(), 0, "once");
});

test("when progress is erased the page says again what it said", () => {
  openFront(BOOK);
  const words = () => ["[data-next]", "[data-continue]", ".pal-levels strong", ".pal-levels p span"].map((place) => one(place).textContent);
  const before = words();
  const draw = drawer();
  draw(guidance(HALF));
  assert.notDeepEqual(words(), before);
  draw(guidance(NONE));
  assert.equal(document.querySelectorAll(".pal-drawing [data-rank]").length, 0);
  assert.deepEqual(words().slice(1), before.slice(1));
});

test("a bar's part has its share of the area, slopes and all", () => {
  for (let levels = 1; levels <= 9; levels++) {
    for (let at = 0; at < levels; at++) {
      const slope = 0.425 / (2 * levels - 1 - 1.7 * at);
      assert.ok(Math.abs(along(0, at, levels)) < 1e-9 && Math.abs(along(1, at, levels) - 1) < 1e-9);
      for (const part of [0.1, 0.3, 0.5, 0.9]) {
        const to = along(part, at, levels);
        // The height at x, the course's being 1, summed up.
        let area = 0;
        const steps = 2000;
        for (let step = 0; step < steps; step++) {
          const x = ((step + 0.5) / steps) * to;
          area += (Math.min(1, x / slope, (1 - x) / slope) * to) / steps;
        }
        assert.ok(Math.abs(area / (1 - slope) - part) < 2e-3, `${levels} ${at} ${part}`);
      }
    }
  }
});

test("what is further lies over what is less far", () => {
  assert.deepEqual(partsOf([3, 3, 2, 1, 0, 0, 0, 0] as Rank[]), [[1, 0.5], [2, 0.375], [3, 0.25]]);
  assert.deepEqual(partsOf([0, 0] as Rank[]), []);
});

test("words take the form that a language has for a number", () => {
  const french = wordsOf(WORDS, "fr-CA");
  assert.equal(spoken(french, tallyOf([3, 0] as Rank[], true)), "1 acquis montré sur 2");
  assert.deepEqual(inFull(french, tallyOf([3, 3] as Rank[], true)), ["2 montrés sur 2", "tout est montré"]);
  assert.equal(french.duration(70), "1 h 10 min");
  assert.equal(french.duration(120), "2 h");
  assert.equal(french.duration(0), "0 min");
  const arabic = wordsOf({ x: { one: "a", two: "b", few: "{n} c", other: "d" } }, "ar");
  assert.deepEqual([1, 2, 3, 100].map((n) => arabic.count("x", n)), ["a", "b", "3 c", "d"]);
  assert.equal(wordsOf(WORDS, "no tag!").count("read_outcomes", 1), "1 lus", "a language that nobody knows has one form");
  assert.equal(french.say("nowhere"), "");
});

test("arrow keys walk the levels, and stop at both ends", () => {
  const window = openFront(BOOK);
  walkLevels();
  const links = [...document.querySelectorAll<HTMLElement>(".pal-level-title")];
  const focused: number[] = [];
  links.forEach((link, at) => (link.focus = () => void focused.push(at)));
  const press = (at: number, key: string) => {
    const event = new window.Event("keydown", { bubbles: true, cancelable: true });
    Object.assign(event, { key });
    links[at]?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.deepEqual([press(0, "ArrowDown"), press(1, "ArrowUp"), press(0, "ArrowUp"), press(2, "ArrowDown"), press(1, "a")], [true, true, false, false, false]);
  assert.deepEqual(focused, [1, 0]);
});

test("the present lesson is brought into the view of the navigator, if it is out of view", () => {
  openFront(BOOK);
  const navigator = one(".pal-navigator-front");
  const present = one("[data-lesson='b/0x']");
  present.setAttribute("aria-current", "page");
  const box = (element: HTMLElement, top: number, height: number) => {
    element.getBoundingClientRect = () => ({ top, height, bottom: top + height }) as DOMRect;
  };
  box(navigator, 100, 500);
  Object.assign(window, { innerHeight: 500 });
  box(present, 300, 40);
  keepPresentInView(navigator);
  assert.equal(navigator.scrollTop || 0, 0);
  navigator.scrollTop = 0;
  box(present, 900, 40);
  keepPresentInView(navigator);
  assert.equal(navigator.scrollTop, 560);
});

test("of a level that is shown, lessons are left, and not minutes", () => {
  const words = wordsOf(WORDS, "fr-CA");
  const tally = tallyOf([3, 3], true);
  assert.equal(inFull(words, tally, { lessons: 1, minutes: 25, untimed: 0 })[1], "tout est montré · 1 leçon restante");
  assert.equal(inFull(words, tally, { lessons: 0, minutes: 0, untimed: 0 })[1], "tout est montré");
});

test("once something is begun, every level says how much of it is shown", () => {
  openFront(BOOK);
  drawer()(guidance(opened(NONE, "a/x")));
  assert.deepEqual([seen("c").full, seen("c").rest], ["0 leçon montrée sur 2", "2 à venir · reste 20 min"]);
});

test("the book’s end says that one can do it once all is shown", () => {
  openFront(BOOK);
  document.body.insertAdjacentHTML("beforeend", `<h2 data-can-do="Ce que vous savez faire">À la fin du livre</h2>`);
  const draw = drawer();
  const said = (facts: Facts) => (draw(guidance(facts)), one("[data-can-do]").textContent);
  assert.deepEqual([said(NONE), said(HALF), said(ALL), said(NONE)], ["À la fin du livre", "À la fin du livre", "Ce que vous savez faire", "À la fin du livre"]);
});

test("who finishes a lesson is told what is left to show, and who takes it back that it is", () => {
  const asked = book([level("a", [lesson("a/x", { tasks: [{ id: "q" }, { id: "r" }, { id: "s", kind: "activity" }, { id: "t", absent: true }] })])]);
  openFront(asked);
  globalThis.palierWords = {
    ...globalThis.palierWords,
    questions: { one: "{n} question", other: "{n} questions" },
    activities: { one: "{n} activité", other: "{n} activités" },
    finish_read: "Lu.",
    finish_shown: "Montré.",
    finish_left: "Lu. Reste : {left}.",
    finish_undone: "Repris.",
    finish_shared: "Partagé.",
  };
  document.body.insertAdjacentHTML("beforeend", `<div id="q" data-pal-task="q"></div><div id="deux" data-pal-task="r"></div>
    <div id="sondage"><button data-declare="s"></button></div><button data-finish></button><p data-finished></p>`);
  const place = one("[data-finished]");
  let isShared = false;
  const tell = (facts: Facts, text = "a/x") => {
    const here = { version: 1, book: "essai", outline: "", text };
    const store = { isShared: () => isShared } as Store;
    tellFinished({ here, store }, { ...guidance(facts), book: asked, facts }, readWords());
    return place.textContent;
  };
  const isRead = finished(NONE, "a/x", true);
  assert.equal(tell(isRead), "", "nothing was pressed in this page");
  one("[data-finish]").dataset["pressed"] = "";
  assert.equal(tell(isRead), "Lu. Reste : 2 questions, 1 activité.");
  assert.equal(place.querySelector("a")?.getAttribute("href"), "#q");
  const some = answered(isRead, "a/x#q", true);
  assert.equal(tell(some), "Lu. Reste : 1 question, 1 activité.");
  assert.equal(place.querySelector("a")?.getAttribute("href"), "#deux");
  const line = place.firstChild;
  tell(some);
  assert.equal(place.firstChild, line, "what was said is not said again");
  assert.equal(tell(declared(answered(some, "a/x#r", true), "a/x#s", true)), "Montré.");
  isShared = true;
  assert.equal(tell(NONE), "Repris. Partagé.");
  assert.equal(tell(finished(NONE, "a/y", true), "a/y"), "Lu. Partagé.", "it asks nothing");
});
