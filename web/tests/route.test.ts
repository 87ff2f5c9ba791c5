import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Lesson } from "../src/site/progress/book.ts";
import type { Guidance } from "../src/site/progress/guide.ts";
import { guide } from "../src/site/progress/guide.ts";
import { keptRoute, routeInLink, routeLink } from "../src/site/progress/route.ts";
import { finished, opened } from "../src/site/progress/state.ts";
import { alongDrawer } from "../src/site/route/along.ts";
import { compose } from "../src/site/route/compose.ts";
import { linkTo, withLessons, withoutLessons } from "../src/site/route/draft.ts";
import { follow } from "../src/site/route/follow.ts";
import { offer } from "../src/site/route/offered.ts";
import { offerRoutes } from "../src/site/route/offer.ts";
import { closePanel } from "../src/site/route/panel.ts";
import { printSheet } from "../src/site/route/sheet.ts";
import { readWords } from "../src/site/navigator/words.ts";
import { drawer } from "../src/site/navigator/draw.ts";
import { WORDS, openFront } from "./support/navigator.ts";
import { one } from "./support/page.ts";
import { book, lesson, level } from "./support/progress.ts";
import { openBook, text } from "./support/route.ts";
import { send } from "./support/questions.ts";
import { forbidden } from "./support/storage.ts";

const outcome = (key: string) => ({ key, text: `Acquis ${key}`, lessons: 1 });
const BOOK = book(
  [
    level("a", [lesson("a/1", { serves: ["a/un"] }), lesson("a/2", { needs: ["a/1"], minutes: 50 }), lesson("a/3", { needs: ["a/2"] })], { outcomes: [outcome("a/un"), outcome("a/deux")] }),
    level("b", [lesson("b/1", { needs: [["a/2", "a/3"]] }), lesson("b/2", { needs: ["b/1"], lang: "en" })]),
  ],
  { former: [["z/1", "a/1"]] },
);

afterEach(closePanel);

test("a lesson that is added goes where the book’s order has it", () => {
  assert.deepEqual(withLessons(BOOK, [], ["b/1", "a/1"]), ["a/1", "b/1"]);
  assert.deepEqual(withLessons(BOOK, ["a/1", "b/2"], ["b/1", "a/2"]), ["a/1", "a/2", "b/1", "b/2"]);
  assert.deepEqual(withLessons(BOOK, ["b/1", "a/3"], ["a/3"]), ["b/1", "a/3"], "what is there stays");
  assert.deepEqual(withLessons(BOOK, ["b/1", "a/1"], ["a/3"]), ["a/3", "b/1", "a/1"], "a route of its own order keeps it");
});

test("a prerequisite that comes too late moves before what needs it", () => {
  assert.deepEqual(withLessons(BOOK, ["a/2", "b/1", "a/1"], ["a/1"], "a/2"), ["a/1", "a/2", "b/1"]);
  assert.deepEqual(withoutLessons(["a/1", "b/1"], ["a/1", "x"]), ["b/1"]);
});

test("the link leads to the front page, at the site’s own address even from a disk", () => {
  const draft = ["a/1"];
  const at = (front: string, page: string, published?: string) => linkTo(front, new URL(page), published, draft).split("#")[0];
  assert.equal(at("https://x.org/s/fr/", "https://x.org/s/fr/parcours/", "https://y.org/fr/parcours/"), "https://x.org/s/fr/");
  assert.equal(at("http://localhost:8000/fr/", "http://localhost:8000/fr/parcours/", "https://y.org/s/fr/parcours/"), "https://y.org/s/fr/");
  assert.equal(at("http://127.0.0.1:80/fr/", "http://127.0.0.1:80/fr/parcours/a/", "https://y.org/fr/parcours/a/"), "https://y.org/fr/");
  assert.equal(at("file:///s/fr/index.html", "file:///s/fr/parcours/index.html", "https://y.org/fr/parcours/"), "https://y.org/fr/");
  assert.equal(at("file:///s/fr/", "file:///s/fr/parcours/"), "file:///s/fr/", "a site that doesn’t know its address");
});

const MAP = `<a class="pal-site-title" href="../"></a><main><header></header><p class="pal-compose" data-route-line><button data-compose="./"></button></p>
  <div class="pal-map"><ol>${["a/1", "a/2", "b/1"].map((key) => `<li><a data-card="0" data-lesson="${key}">x</a></li>`).join("")}</ol></div>
  <section class="pal-map-list"><ol>${["a/1", "a/2", "a/3"].map((key) => `<li><a class="pal-lesson-link" data-lesson="${key}">x</a></li>`).join("")}</ol></section>
  <a id="level" href="./a/">A</a><a id="away" href="../a/1/">1</a></main>`;
const ADDRESS = "https://exemple.org/fr/parcours/";

const boxes = (key: string) => [...document.querySelectorAll<HTMLElement>(`[data-lesson="${key}"]`)].map((link) => link.closest("li")?.querySelector("input") as HTMLInputElement);
const tick = (box: HTMLInputElement, yes = true) => {
  box.checked = yes;
  box.onchange?.({} as Event);
};
const press = (name: string) => {
  const found = [...document.querySelectorAll<HTMLButtonElement>(".pal-route button")].find(({ textContent }) => textContent === name);
  assert.ok(found, `${name} is no button`);
  found.onclick?.({} as PointerEvent);
};
const lacks = () => [...document.querySelectorAll(".pal-route-lacks li")].map((item) => text(item.firstElementChild));

test("a lesson is ticked in the drawing and in the list at once, and the panel counts", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  await compose(page.progress, readWords());
  assert.equal(text(one(".pal-route-total")), "Cochez");
  tick(boxes("a/1")[0] as HTMLInputElement);
  tick(boxes("a/2")[1] as HTMLInputElement);
  assert.deepEqual([...boxes("a/1"), ...boxes("a/2"), ...boxes("b/1")].map(({ checked }) => checked), [true, true, true, true, false]);
  assert.equal(text(one(".pal-route-total")), "2 leçons · 1 h");
  assert.equal(text(one(".pal-route-lacks")), "Rien n’est laissé");
  assert.equal(one<HTMLInputElement>("#page\\.route-link").value, `https://exemple.org/fr/${routeLink(["a/1", "a/2"])}`);
  assert.deepEqual(routeInLink(page.hash())?.lessons, ["a/1", "a/2"], "a reload finds it again");
  tick(boxes("a/1")[0] as HTMLInputElement, false);
  assert.deepEqual(boxes("a/1").map(({ checked }) => checked), [false, false]);
});

test("a preview gives the link of the site, and without one says that nobody else can open it", async () => {
  const preview = "http://127.0.0.1:4000/fr/parcours/";
  const warned = () => [...document.querySelectorAll(".pal-route-more p")].some((line) => text(line) === "Cet appareil seulement");
  const linkOn = async (map: string, address: string) => {
    const page = openBook(BOOK, map, address);
    await compose(page.progress, readWords());
    tick(boxes("a/1")[0] as HTMLInputElement);
    const made = [one<HTMLInputElement>("#page\\.route-link").value.split("#")[0], warned()];
    await compose(page.progress, readWords());
    return made;
  };
  const known = MAP.replace("data-compose", 'data-published="https://y.org/s/fr/parcours/" data-compose');
  assert.deepEqual(await linkOn(known, preview), ["https://y.org/s/fr/", false]);
  assert.deepEqual(await linkOn(MAP, preview), ["http://127.0.0.1:4000/fr/", true]);
  assert.deepEqual(await linkOn(MAP, ADDRESS), ["https://exemple.org/fr/", false]);
});

test("what is left out is named with what needs it, and can be added", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  await compose(page.progress, readWords());
  tick(boxes("b/1")[0] as HTMLInputElement);
  assert.deepEqual(lacks(), ["Leçon a/2 ou Leçon a/3 avant Leçon b/1"], "of several, one is enough");
  press("Ajouter");
  assert.deepEqual(lacks(), ["Leçon a/1 avant Leçon a/2"]);
  press("Ajouter");
  assert.deepEqual(routeInLink(page.hash())?.lessons, ["a/1", "a/2", "b/1"]);
});

test("a prerequisite that comes too late is said so, and can be moved", async () => {
  const page = openBook(BOOK, MAP, ADDRESS + routeLink(["a/2", "a/1"]));
  await compose(page.progress, readWords());
  assert.deepEqual(lacks(), ["Leçon a/1 trop tard · avant Leçon a/2"]);
  press("Avancer");
  assert.deepEqual(routeInLink(page.hash())?.lessons, ["a/1", "a/2"]);
});

test("a level’s lessons are ticked together, and its box says when some of them are", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  await compose(page.progress, readWords());
  const level = one<HTMLInputElement>(".pal-pick-all input");
  tick(level);
  assert.deepEqual(routeInLink(page.hash())?.lessons, ["a/1", "a/2", "a/3"]);
  tick(boxes("a/2")[0] as HTMLInputElement, false);
  assert.deepEqual([level.checked, level.indeterminate], [false, true]);
  press("Décocher");
  assert.equal(page.hash(), "");
  assert.ok([...document.querySelectorAll<HTMLButtonElement>(".pal-route-more button")].every(({ disabled }) => disabled));
});

test("the page is as it was when the panel closes, and starts again from the route that is followed", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  const before = document.querySelector("main")?.innerHTML;
  await compose(page.progress, readWords());
  assert.equal(one("[data-compose]").getAttribute("aria-pressed"), "true");
  tick(boxes("a/1")[0] as HTMLInputElement);
  press("Suivre");
  assert.equal(text(one(".pal-route-told")), "Suivi");
  await compose(page.progress, readWords());
  assert.equal(document.querySelector("main")?.innerHTML.replace(' aria-pressed="false"', "").replace(/ class=""/g, ""), before);
  await compose(page.progress, readWords());
  assert.ok(boxes("a/1")[0]?.checked);
});

test("a link to another map takes the route along, other links don’t", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  await compose(page.progress, readWords());
  tick(boxes("a/2")[0] as HTMLInputElement);
  for (const [id, expected] of [["level", /^#c=/], ["away", /^$/]] as const) {
    // In a browser a link has these of its own.
    const link = one<HTMLAnchorElement>(`#${id}`);
    Object.defineProperty(link, "href", { value: new URL(link.getAttribute("href") ?? "", ADDRESS).href });
    let hash = "";
    Object.defineProperty(link, "hash", { get: () => hash, set: (to: string) => (hash = to) });
    send(link, "click");
    assert.match(hash, expected);
  }
});

test("a book that can’t be loaded is said", async () => {
  const page = openBook(BOOK, MAP, ADDRESS);
  page.progress.data?.scripts.set("outline.js", Promise.reject(new Error()));
  await compose(page.progress, readWords());
  assert.equal(text(one(".pal-route-content")), "Échec");
});

test("the sheet has the title that was typed, each lesson with its level, minutes and a box, what comes before, and the address", () => {
  openBook(BOOK, "<main></main>", ADDRESS);
  let printed = "";
  let after = () => {};
  Object.assign(globalThis, { print: () => (printed = one(".pal-sheet").innerHTML), addEventListener: (_: string, act: () => void) => (after = act) });
  const lessons = ["a/2", "b/2"].map((key) => BOOK.lessons.get(key) as Lesson);
  const leftOut = [{ anyOf: [BOOK.lessons.get("a/1") as Lesson], neededBy: lessons, isLate: false }];
  printSheet({ book: BOOK, lessons, leftOut, title: "<b>Semaine 3", link: "https://exemple.org/#r=a/2" }, readWords());
  const sheet = one(".pal-sheet");
  assert.equal(text(sheet.querySelector("h1")), "<b>Semaine 3");
  assert.deepEqual([...sheet.querySelectorAll("ol > li")].map(text), ["Leçon a/2 1 · Niveau a · 50 min", "Leçon b/2 2 · Niveau b · 10 min"]);
  assert.equal(sheet.querySelectorAll(".pal-sheet-box").length, 2);
  assert.equal(sheet.querySelector("li [lang='en']")?.textContent, "Leçon b/2");
  assert.equal(text(sheet.querySelector("ul")), "Leçon a/1");
  assert.equal(text(sheet.querySelector(".pal-sheet-link")), "https://exemple.org/#r=a/2");
  assert.ok(printed);
  after();
  assert.equal(document.querySelector(".pal-sheet"), null, "nothing of it is kept");
});

const PAGE = `<a class="pal-site-title" href="./"></a><main><header></header></main>`;
const FRONT = "https://exemple.org/fr/";
const told = () => [...document.querySelectorAll(".pal-route-told > p")].map(text);
const offered = () => [...document.querySelectorAll(".pal-route-buttons > *")].map(text);

test("a link’s route is offered, and kept only once it is followed", async () => {
  const page = openBook(BOOK, PAGE, FRONT);
  await offer(page.progress, { is: "route", lessons: ["a/1", "b/1", "gone/x"] }, readWords());
  assert.deepEqual(told(), ["2 leçons · 20 min", "Il commence par Leçon a/1.", "1 disparue : gone/x"]);
  assert.deepEqual(offered(), ["Suivre", "Pas maintenant"]);
  assert.equal(page.local.length, 0);
  press("Suivre");
  assert.deepEqual(keptRoute(page.progress.browser, "essai"), ["a/1", "b/1", "gone/x"]);
  assert.deepEqual([page.progress.route, page.guided, told()], [["a/1", "b/1", "gone/x"], 1, ["Suivi"]]);
  assert.equal(one<HTMLAnchorElement>(".pal-route-go").getAttribute("href"), "https://exemple.org/fr/a/1/");
  closePanel();
  await offer(page.progress, { is: "route", lessons: ["a/1", "b/1", "gone/x"] }, readWords());
  assert.equal(document.querySelector(".pal-route"), null, "it is followed already");
  await offer(page.progress, { is: "route", lessons: ["a/1"] }, readWords());
  assert.deepEqual(told(), ["1 leçon · 10 min", "Il commence par Leçon a/1.", "Il remplace l’autre"]);
  press("Pas maintenant");
  assert.equal(page.progress.route?.length, 3);
});

test("a link that is cut, broken, empty, or can’t be looked up is said", async () => {
  const page = openBook(BOOK, PAGE, FRONT);
  await offer(page.progress, { is: "cut", lessons: ["a/1", "b/"] }, readWords());
  assert.deepEqual([told(), offered().length], [["1 leçon · 10 min", "Coupé"], 2]);
  press("Suivre");
  assert.deepEqual(page.progress.route, ["a/1"], "half a key is no lesson");
  page.progress.route = undefined;
  for (const [route, words] of [[{ is: "broken", lessons: [] }, "Illisible"], [{ is: "route", lessons: ["gone/x"] }, "Vide"]] as const) {
    await offer(page.progress, route, readWords());
    assert.deepEqual([told()[0], offered()], [words, []]);
  }
  page.progress.data?.scripts.set("outline.js", Promise.reject(new Error()));
  await offer(page.progress, { is: "route", lessons: ["a/1"] }, readWords());
  assert.deepEqual(told(), ["Échec"]);
});

test("where nothing can be kept, the route holds for the page, and that is said", () => {
  const page = openBook(BOOK, PAGE, FRONT, forbidden);
  Object.assign(page.progress.browser, { session: forbidden });
  assert.equal(follow(page.progress, ["a/1"]), false);
  assert.deepEqual(page.progress.route, ["a/1"]);
  assert.equal(follow(page.progress, undefined), true);
});

/** What the guide tells of a route, after those lessons were finished. */
async function told_of(route: readonly string[], done: readonly string[]): Promise<Guidance> {
  const { progress } = openBook(BOOK, "", FRONT);
  progress.route = route;
  for (const key of done) progress.store.change((facts) => finished(opened(facts, key), key, true));
  let last: Guidance | undefined;
  await guide(progress, (guidance) => (last = guidance));
  assert.ok(last);
  return last;
}

test("the guide follows the route, by the names that lessons have now, and no further", async () => {
  const some = await told_of(["z/1", "b/1", "gone/x"], ["a/1"]);
  assert.deepEqual([some.route?.map(({ key }) => key), some.next?.lesson.key], [["a/1", "b/1"], "b/1"]);
  assert.deepEqual(some.left.map(({ lessons, minutes }) => [lessons, minutes]), [[0, 0], [1, 10]]);
  assert.equal((await told_of(["a/1"], ["a/1"])).next, undefined, "all of it is done");
  assert.equal((await told_of(["gone/x"], [])).next?.lesson.key, "a/1", "there is nothing of it to follow");
});

test("the guide tells again when a route is taken or left", async () => {
  const { progress } = openBook(BOOK, "", FRONT);
  const next: (string | undefined)[] = [];
  await guide(progress, (guidance) => next.push(guidance.next?.lesson.key));
  follow(progress, ["b/2"]);
  await new Promise(setImmediate);
  follow(progress, undefined);
  await new Promise(setImmediate);
  assert.deepEqual(next, ["a/1", "b/2", "a/1"]);
});

test("the navigator goes along: Continue, what comes next, totals, steps, a line, and back again", async () => {
  const guidance = await told_of(["a/2", "b/1", "b/2"], ["a/2"]);
  const window = openFront(BOOK);
  Object.assign(globalThis, { CustomEvent: window.CustomEvent });
  document.body.insertAdjacentHTML("beforeend", `<p data-route-line></p>`);
  const words = Object.assign(readWords(), {});
  const draw = drawer();
  const along = alongDrawer(words, () => ["a/2", "b/1", "b/2", "gone/x"], () => (left = true));
  let left = false;
  draw(guidance);
  along(guidance);
  assert.equal(text(one("[data-continue]")), "Continuer Leçon b/1 10 min");
  assert.equal(text(one("[data-next]")), "Ensuite Leçon b/1, 10 min Étape 2 sur 3");
  assert.deepEqual(["outcomes", "lessons", "minutes"].map((name) => text(one(`[data-total="${name}"]`))), ["0 sur 0", "1 sur 3", "20 min"]);
  assert.equal(text(one("[data-lesson='b/2']")), `Leçon b/2${WORDS.state_to_come} · étape 3`);
  assert.deepEqual(["a/1", "b/1"].map((key) => one(`[data-lesson="${key}"]`).dataset["route"]), ["off", "on"]);
  assert.equal(text(one(".pal-route-line")), "1 faite sur 3 1 disparue : gone/x Quitter");
  one<HTMLButtonElement>(".pal-route-line button").onclick?.({} as PointerEvent);
  assert.ok(left);
  const { route, ...without } = guidance;
  assert.ok(route);
  draw(without);
  along(without);
  assert.equal(document.querySelector(".pal-route-line, .pal-route-step, [data-route]"), null);
  assert.equal(text(one("[data-total='lessons']")), "1 sur 5");
});

test("a level’s way on leads to the route’s first lesson there, and on a level without any to the level’s own", async () => {
  const guidance = await told_of(["a/2", "b/2"], []);
  openFront(BOOK);
  const way = (level: string) => `<a data-continue="${level}" href="x"><span class="pal-start-label">Commencer</span><span class="pal-start-title">x</span></a>`;
  document.body.insertAdjacentHTML("beforeend", way("a") + way("b") + way("c"));
  drawer()(guidance);
  assert.deepEqual([...document.querySelectorAll("[data-continue] .pal-start-title")].slice(-3).map(text), ["Leçon a/2", "Leçon b/2", "x"]);
  assert.equal(text(document.querySelector("[data-continue='a'] .pal-start-label")), "Commencer");
});

test("a route that nothing is left of, or that the book has nothing of, is said", async () => {
  for (const [route, done, words] of [[["a/1"], ["a/1"], "Terminé Quitter"], [["gone/x"], [], "Vide 1 disparue : gone/x Quitter"]] as const) {
    const guidance = await told_of(route, done);
    openFront(BOOK);
    document.body.insertAdjacentHTML("beforeend", `<p data-route-line></p>`);
    alongDrawer(readWords(), () => route, () => undefined)(guidance);
    assert.equal(text(one(".pal-route-line")), words);
  }
});

test("at the end of a lesson of the route the ways on and back stay on it, to its end", async () => {
  const route = ["a/1", "b/2"];
  const [guidance, missed] = [await told_of(route, ["a/1"]), await told_of(route, ["b/2"])];
  const page = openBook(BOOK, `<a class="pal-site-title" href="../../"></a><nav class="pal-onward">
    <a rel="next" href="../2/"><svg class="pal-stair"></svg>Leçon a/2</a><p><a class="pal-back" rel="prev" href="../0/"><svg></svg>Avant</a></p></nav>`, "https://exemple.org/fr/a/1/");
  const along = alongDrawer(readWords(), () => route, () => undefined);
  const nav = one(".pal-onward");
  const ways = (text_: string, told: Guidance) => {
    Object.assign(page.progress.here, { text: text_ });
    along(told);
    return [...nav.querySelectorAll("a")].map((link) => [link.rel, link.getAttribute("href"), text(link)]);
  };
  const home = "https://exemple.org/fr/";
  assert.deepEqual(ways("a/1", guidance), [["next", `${home}b/2/`, "Étape 2 sur 2. Leçon b/2"]], "the first step leads back to none");
  assert.deepEqual([nav.querySelector("[lang]")?.getAttribute("lang"), nav.querySelectorAll(".pal-stair").length], ["en", 1]);
  const prev = ["prev", `${home}a/1/`, "Étape 1 sur 2 · Leçon a/1"];
  const end = ["next", `${home}progression/`, "Fin. Faire le bilan"];
  assert.deepEqual(ways("b/2", guidance), [end, prev]);
  assert.deepEqual(ways("b/2", missed)[0], ["next", `${home}a/1/`, "Étape 1 sur 2. Leçon a/1"], "what was left out comes before the end");
  const own = [["next", "../2/", "Leçon a/2"], ["prev", "../0/", "Avant"]];
  assert.deepEqual(ways("c/1", guidance), own, "another lesson");
  assert.deepEqual(ways("a/1", { ...guidance, route: undefined }), own);
});

test("the script of routes is asked for by a link, a kept route, and the map’s button, else not", async () => {
  const asked: string[] = [];
  const start = async (hash: string, kept: string, html = "") => {
    const page = openBook(BOOK, `<script data-scripts='{"route.js":"../r.js","words":"../w.js"}'></script>${html}`, FRONT + hash);
    page.local.setItem("palier/1/route/essai", kept);
    document.head.append = (...nodes: (Node | string)[]) => void queueMicrotask(() => (nodes[0] as HTMLScriptElement).onload?.({} as Event));
    document.addEventListener("palier:route.js", (event) => asked.push((event as CustomEvent<string>).detail));
    asked.splice(0);
    offerRoutes(page.progress);
    if (html) send(one("[data-compose]"), "click");
    await new Promise(setImmediate);
    return [...asked];
  };
  assert.deepEqual(await start("", ""), []);
  assert.deepEqual(await start("#section", ""), []);
  assert.deepEqual(await start("#r=a/1", ""), ["open"]);
  assert.deepEqual(await start("", "#r=a/1"), ["open"]);
  assert.deepEqual(await start("#c=a/1", ""), ["open"]);
  assert.deepEqual(await start("", "", "<button data-compose></button>"), ["compose"]);
});
