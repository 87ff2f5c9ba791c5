import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { VERSION, type Here, type Outline, type Part } from "../src/site/progress/book.ts";
import { guide, loadBook, type Guidance } from "../src/site/progress/guide.ts";
import { keepProgress } from "../src/site/progress/page.ts";
import { isSo } from "../src/site/progress/state.ts";
import { storedKeys, type Trouble } from "../src/site/progress/store.ts";
import { tellTrouble } from "../src/site/progress/trouble.ts";
import { one, open } from "./support/page.ts";
import { WRONG, bigBook } from "./support/progress.ts";
import { always, contents, forbidden, makeStorage, makeTab } from "./support/storage.ts";

const HERE: Here = {
  version: VERSION,
  book: "essai",
  outline: "../progress-abc.js",
  level: 0,
  text: "niveau-0/lecon-numero-0",
  former: [["vieux/nom", "niveau-0/lecon-numero-0"], ["niveau-0/lecon-numero-0#_1", "niveau-0/lecon-numero-0#fil"]],
};
const LESSON = HERE.text ?? "";
/** Other ones in each test: a page loads each script once, and all tests are one page to what loads it. */
let GUIDE = "";
let WORDS = "";
let pages = 0;

let local: Storage;
let asked: string[];
let scrolled: Set<() => void>;
/** The site’s scripts of data, by address. */
let scripts: Map<string, Outline | Part>;

beforeEach(() => {
  pages += 1;
  GUIDE = `../../assets/guide.${pages}.js`;
  WORDS = `../../assets/words.${pages}.js`;
  local = makeStorage();
  asked = [];
  scripts = new Map();
  scrolled = new Set();
  Object.assign(globalThis, {
    addEventListener: (_: string, heard: () => void) => scrolled.add(heard),
    removeEventListener: (_: string, heard: () => void) => scrolled.delete(heard),
  });
});

/** A page that holds this, and what a script keeps of it. */
function show(here: unknown = HERE, storage: () => Storage | null = always(local)) {
  const island = typeof here === "string" ? here : JSON.stringify(here);
  open(`<script data-scripts='${JSON.stringify({ "guide.js": GUIDE, words: WORDS })}'></script><p data-trouble></p>
    <button data-finish>J’ai terminé</button><button data-declare="sondage">Fait</button>
    <script type="application/json" data-progress>${island.replace(/</g, "\\u003c")}</script>`);
  Object.defineProperty(document, "baseURI", { value: "https://example.org/fr/niveau-0/lecon/", configurable: true });
  document.head.append = (...nodes: (Node | string)[]) => {
    const [script] = nodes as HTMLScriptElement[];
    if (!script) return;
    const src = script.getAttribute("src") ?? "";
    asked.push(src);
    const data = scripts.get(src);
    queueMicrotask(() => {
      if (data) palier?.take?.(data);
      if (src === WORDS) globalThis.palierWords = { trouble_forbidden: ["Rien n’est gardé.", "fr"], close: "Close" };
      if (data || src === WORDS || src === GUIDE) script.onload?.({} as Event);
      else script.onerror?.({} as Event);
    });
  };
  const tab = makeTab(storage, storage === forbidden ? forbidden : always(makeStorage()));
  return { progress: keepProgress(tab.browser), hear: tab.hear };
}

function click(selector: string): string | null {
  one(selector).dispatchEvent(new (window as Window & typeof globalThis).Event("click"));
  return one(selector).getAttribute("aria-pressed");
}

test("a page that says nothing of progress keeps nothing", () => {
  for (const here of ["", "{", '{"version":2}', ...WRONG.map((wrong) => JSON.stringify(wrong))]) assert.equal(show(here).progress, undefined);
  assert.deepEqual(contents(local), {});
  assert.equal(one("[data-finish]").getAttribute("aria-pressed"), null);
});

/** The reader goes down that far, in a page so high on a screen of 600. */
function scrollTo(scrollY: number, scrollHeight = 5000): void {
  Object.assign(globalThis, { scrollY, innerHeight: 600 });
  Object.defineProperty(document.documentElement, "scrollHeight", { value: scrollHeight, configurable: true });
  [...scrolled].forEach((heard) => heard());
}

test("a lesson that is opened is not begun; one whose reader goes down a screen, or to its end, is", async () => {
  const begun = { [storedKeys("essai").progress]: `{"palier":1,"erased":0,"facts":{"o ${LESSON}":1}}` };
  show();
  scrollTo(400);
  await new Promise(setImmediate);
  assert.deepEqual([contents(local), asked], [{}, []], "nothing is kept, and nothing more is loaded");
  scrollTo(600);
  assert.deepEqual(contents(local), begun);
  assert.equal(scrolled.size, 0, "nobody listens any more");
  await new Promise(setImmediate);
  assert.deepEqual(asked, [WORDS, GUIDE]);
  local.clear();
  show();
  scrollTo(299.5, 900);
  assert.deepEqual(contents(local), begun);
});

test("a level’s page, and one that is no lesson’s, begin nothing", () => {
  show({ ...HERE, text: "niveau-0" });
  show({ version: VERSION, book: "essai", outline: "o.js" });
  scrollTo(5000);
  assert.deepEqual([contents(local), asked], [{}, []]);
});

test("a lesson is finished by its button, and taken back by it", async () => {
  const { progress } = show();
  assert.equal(one("[data-finish]").getAttribute("aria-pressed"), "false");
  assert.equal(click("[data-finish]"), "true");
  assert.ok(progress && isSo(progress.store.facts(), "r", LESSON));
  await new Promise(setImmediate);
  assert.deepEqual(asked, [WORDS, GUIDE], "now there is something to say");
  assert.equal(click("[data-finish]"), "false");
  await new Promise(setImmediate);
  assert.equal(asked.length, 2);
});

test("activities are declared by theirs, and questions tell how they were answered", () => {
  const { progress } = show();
  assert.equal(click("[data-declare]"), "true");
  assert.equal(one("[data-finish]").getAttribute("aria-pressed"), "false");
  progress?.answer("fil", false);
  assert.equal(progress?.isShown("fil"), false);
  progress?.answer("fil", true);
  assert.equal(progress?.isShown("fil"), true);
  const facts = progress?.store.facts() ?? new Map();
  assert.ok(isSo(facts, "s", `${LESSON}#sondage`) && isSo(facts, "s", `${LESSON}#fil`) && isSo(facts, "w", `${LESSON}#fil`));
});

test("what another tab did is shown", () => {
  const { hear } = show();
  const here = one("[data-finish]");
  const there = show();
  there.progress?.store.change((facts) => new Map(facts).set(`r ${LESSON}`, 1));
  hear();
  assert.equal(here.getAttribute("aria-pressed"), "true");
});

test("what was done under the lesson’s former name counts", () => {
  local.setItem(storedKeys("essai").progress, '{"palier":1,"erased":0,"facts":{"r vieux/nom":1,"s vieux/nom#_1":1}}');
  const { progress } = show();
  assert.equal(one("[data-finish]").getAttribute("aria-pressed"), "true");
  assert.ok(progress && isSo(progress.store.facts(), "s", `${LESSON}#fil`));
});

test("a trouble is said by the guide’s script, in words that are loaded with it, and can be closed", async () => {
  show(HERE, forbidden);
  Object.assign(globalThis, { CustomEvent: (window as Window & typeof globalThis).CustomEvent });
  document.addEventListener("palier:guide.js", (event) => tellTrouble((event as CustomEvent<Trouble>).detail));
  assert.equal(one("[data-trouble]").textContent, "");
  assert.equal(click("[data-finish]"), "true");
  await new Promise(setImmediate);
  assert.deepEqual(asked, [WORDS, GUIDE]);
  assert.equal(one("[data-trouble] span").textContent, "Rien n’est gardé.");
  assert.equal(one("[data-trouble] span").lang, "fr");
  one("[data-trouble] button").click();
  assert.equal(one("[data-trouble]").textContent, "");
  assert.equal(click("[data-finish]"), "false");
});

/** The scripts of a book of five levels, its lessons apart. */
function publish(): void {
  const { outline, parts } = bigBook(5, 3, 1);
  const levels = outline.levels.map((level) => ({ ...level, part: `part-${level.key}.js` }));
  scripts.set("../progress-abc.js", { ...outline, levels });
  for (const part of parts) if (part) scripts.set(`https://example.org/fr/niveau-0/part-${part.level}.js`, part);
}

test("the guide loads the levels that matter, and tells again after each change", async () => {
  publish();
  const { progress } = show();
  assert.ok(progress);
  const told: Guidance[] = [];
  await guide(progress, (guidance) => told.push(guidance));
  assert.deepEqual(asked, ["../progress-abc.js", ..."01".split("").map((at) => `https://example.org/fr/niveau-0/part-niveau-${at}.js`)]);
  assert.equal(told[0]?.next?.why.is, "first");
  click("[data-finish]");
  assert.equal(told.length, 2);
  assert.equal(told[1]?.next?.lesson.key, "niveau-0/lecon-numero-1");
  assert.deepEqual(told[1]?.left.map(({ lessons }) => lessons), [2, 3, 3, 3, 3]);
});

test("when all that is loaded is done, what is next is looked for further on", async () => {
  publish();
  const { progress } = show();
  assert.ok(progress);
  const all = [...bigBook(2, 3, 1).lessons.keys()].map((key): [string, number] => [`r ${key}`, 1]);
  progress.store.change((facts) => new Map([...facts, ...all]));
  let next: string | undefined;
  await guide(progress, (guidance) => (next = guidance.next?.lesson.key));
  assert.equal(next, "niveau-2/lecon-numero-0");
});

test("the whole book is loaded when it is asked for", async () => {
  publish();
  const { progress } = show();
  assert.ok(progress);
  assert.equal((await loadBook(progress, true)).lessons.size, 15);
  assert.equal(asked.length, 6);
});

test("two scripts that ask for the book at once get it, and load it once", async () => {
  publish();
  const { progress } = show();
  assert.ok(progress);
  const [some, all] = await Promise.all([loadBook(progress, false), loadBook(progress, true)]);
  assert.deepEqual([some.outline.levels.length, all.lessons.size], [5, 15]);
  assert.equal(new Set(asked).size, asked.length);
});

test("a script that is missing, or of another version or book, is an error, and nothing is said", async () => {
  const fails = () => {
    const { progress } = show();
    assert.ok(progress);
    return assert.rejects(guide(progress, () => assert.fail()));
  };
  await fails();
  const { outline } = bigBook(1, 1, 1);
  for (const other of [{ ...outline, version: 2 }, { ...outline, book: "autre" }]) {
    scripts.set("../progress-abc.js", other);
    await fails();
  }
  scripts.set("../progress-abc.js", { ...outline, levels: outline.levels.map((level) => ({ ...level, part: "gone.js" })) });
  await fails();
});
