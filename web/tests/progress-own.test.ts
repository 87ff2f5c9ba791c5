import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { VERSION } from "../src/site/progress/book.ts";
import { catalogueOf } from "../src/site/progress/catalogue.ts";
import { writeCode } from "../src/site/progress/code.ts";
import { writeFile } from "../src/site/progress/file.ts";
import { fileName } from "../src/site/progress/own/take.ts";
import { offer } from "../src/site/progress/own/page.ts";
import type { Progress } from "../src/site/progress/page.ts";
import type { Facts } from "../src/site/progress/state.ts";
import { openStore, storedKeys } from "../src/site/progress/store.ts";
import { one, open } from "./support/page.ts";
import { book, lesson, level } from "./support/progress.ts";
import { always, contents, makeStorage, makeTab } from "./support/storage.ts";

const BOOK = book([
  level("a", [lesson("a/b"), lesson("a/c", { tasks: [{ id: "q" }] })]),
  level("b", [lesson("b/d")]),
]);
const CATALOGUE = catalogueOf(BOOK);
const NONE: Facts = new Map();
const DONE = new Map([["r a/b", 1], ["s a/c#q", 1]]);
const WORDS = {
  progress_added: { one: "{n} ajout.", other: "{n} ajouts." },
  progress_other_edition: "Autre édition.",
  progress_unknown: { one: "{n} inconnu.", other: "{n} inconnus." },
  progress_not_counted: { one: "{n} de trop.", other: "{n} de trop." },
  progress_named: "Nom : {name}.",
  progress_mistyped_group: "Groupe {group} : {letters}.",
  progress_from_link_named: "Ajouter celle de {name}?",
};

let local: Storage;
let session: Storage;
let progress: Progress;
let replaced: string[];

beforeEach(() => {
  local = makeStorage();
  session = makeStorage();
});

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** The page, as the template has it, after its script ran; what does not find a word says its key. */
async function show(facts: Facts = NONE, hash = ""): Promise<void> {
  const words = new Proxy(WORDS, { get: (known, key: string) => known[key as keyof typeof WORDS] ?? key });
  const keys = ["nothing_new", "from_link", "ignored", "shared_on", "shared_off", "shared_refused", "erased", "failed", "unchanged", "empty", "big", "none", "take", "broken", "newer", "foreign", "cut", "mistyped", "unread"];
  const all = { ...WORDS, ...Object.fromEntries(keys.map((key) => [`progress_${key}`, words[`progress_${key}` as keyof typeof WORDS]])) };
  open(`
    <span data-name></span><div data-asked tabindex="-1" hidden><p></p><button data-add-link></button><button data-ignore-link></button></div><p class="pal-result" data-told></p>
    <p data-not-counted></p>
    <ul data-ways hidden></ul><div data-tools hidden><button data-print></button><h2 id="page.take"></h2><input id="page.name"><p data-no-take></p>
    <div data-take hidden><textarea id="page.code"></textarea><button data-copy-of="page.code"></button><span></span><textarea id="page.link"></textarea><button data-copy-of="page.link"></button><span></span><button data-save></button></div>
    <form data-bring><textarea id="page.paste"></textarea><p class="pal-result" id="page.brought"></p><input id="page.file" type="file"><p class="pal-result" id="page.brought-file"></p></form>
    <input type="checkbox" id="page.shared"><p class="pal-result" data-shared-told></p>
    <button data-erase aria-expanded="false"></button><div id="page.erase" hidden><button data-erase-yes></button><button data-erase-no></button></div><p class="pal-result" data-erase-told></p></div>
    <script type="application/json" data-progress-words>${JSON.stringify(all)}</script>`);
  replaced = [];
  Object.assign(globalThis, {
    location: { href: `https://example.org/fr/progression/${hash}`, hash },
    history: { replaceState: (_: unknown, __: string, href: string) => replaced.push(href) },
    addEventListener: () => undefined,
  });
  const { browser } = makeTab(always(local), always(session));
  const store = openStore("essai", browser, () => assert.fail("no trouble"));
  if (facts.size) store.change(() => facts);
  progress = {
    here: { version: VERSION, book: "essai", outline: "o.js" },
    store,
    browser,
    data: { scripts: new Map([["o.js", Promise.resolve()]]), outline: BOOK.outline, parts: new Map() },
    answer: () => undefined,
    isShown: () => false,
    guide: () => undefined,
  };
  offer(progress);
  await settle();
}

const text = (selector: string) => one(selector).textContent;
const value = (selector: string) => one<HTMLTextAreaElement>(selector).value;
const act = (selector: string, event = "click") => {
  one(selector).dispatchEvent(new (window as Window & typeof globalThis).Event(event, { cancelable: true }));
  return settle();
};
async function paste(written: string): Promise<string | null> {
  one<HTMLTextAreaElement>("#page\\.paste").value = written;
  await act("[data-bring]", "submit");
  return text("#page\\.brought");
}

test("without progress there is nothing to take", async () => {
  await show();
  assert.ok(one("[data-take]").hidden && !one("[data-no-take]").hidden && !one("[data-tools]").hidden);
});

test("what the book doesn’t have is said, until it is erased", async () => {
  await show(new Map([...DONE, ["r gone/lesson", 1]]));
  assert.equal(text("[data-not-counted]"), "1 de trop.");
  progress.store.erase();
  await settle();
  assert.equal(text("[data-not-counted]"), "");
});

test("progress is taken along as a code and a link, with the name that is typed and kept nowhere", async () => {
  await show(DONE);
  assert.equal(value("#page\\.code"), writeCode(CATALOGUE, DONE));
  assert.equal(value("#page\\.link"), `https://example.org/fr/progression/#p=${writeCode(CATALOGUE, DONE).replace(/-/g, "")}`);
  one<HTMLInputElement>("#page\\.name").value = "Léa Roy";
  await act("#page\\.name", "input");
  assert.equal(value("#page\\.code"), writeCode(CATALOGUE, DONE, "Léa Roy"));
  assert.equal(text("[data-name]"), "Léa Roy");
  assert.ok(!JSON.stringify([contents(local), contents(session)]).includes("Léa"));
});

test("what is pasted is added, whatever came around it, and twice is once", async () => {
  await show();
  const code = writeCode(CATALOGUE, DONE, "Léa");
  assert.equal(await paste(`Bonjour,\nvoici mon code : ${code.toLowerCase()}\nLéa`), "2 ajouts. Nom : Léa.");
  assert.equal(value("#page\\.paste"), "");
  assert.deepEqual(new Map(progress.store.facts()), DONE);
  assert.equal(await paste(`https://example.org/fr/progression/#p=${code}`), "progress_nothing_new Nom : Léa.");
});

test("what is refused is said, with the letters that are wrong, and changes nothing", async () => {
  await show(DONE);
  const before = contents(local);
  const code = writeCode(CATALOGUE, DONE);
  const wrong = code.slice(0, 6) + (code[6] === "A" ? "B" : "A") + code.slice(7);
  assert.equal(await paste(""), "progress_empty progress_unchanged");
  assert.equal(await paste(wrong), `Groupe 2 : ${wrong.slice(5, 9)}. progress_unchanged`);
  assert.equal(await paste(code.slice(0, -3)), "progress_cut progress_unchanged");
  assert.equal(await paste("{}"), "progress_broken progress_unchanged");
  assert.equal(await paste(writeFile({ ...CATALOGUE, book: "autre" }, DONE)), "progress_foreign progress_unchanged");
  assert.equal(value("#page\\.paste"), writeFile({ ...CATALOGUE, book: "autre" }, DONE), "what was typed is still there");
  assert.deepEqual(contents(local), before);
});

test("what comes from another edition is added, and it is said", async () => {
  await show();
  assert.ok(progress.data);
  progress.data.outline = { ...BOOK.outline, edition: "2026-2027" };
  assert.equal(await paste(writeFile({ ...CATALOGUE, edition: "2025-2026" }, DONE)), "2 ajouts. Autre édition.");
});

test("a file is read, and one that is far too long isn’t", async () => {
  await show();
  const choose = async (size: number, text: () => Promise<string>) => {
    const input = one<HTMLInputElement>("#page\\.file");
    Object.defineProperty(input, "files", { value: [{ size, text }], configurable: true });
    await act("#page\\.file", "change");
    return one("#page\\.brought-file").textContent;
  };
  assert.equal(await choose(100, async () => writeFile(CATALOGUE, new Map([...DONE, ["o gone/x", 1]]))), "2 ajouts. 1 inconnu.");
  assert.equal(await choose(5e6, async () => assert.fail("not read")), "progress_big progress_unchanged");
  assert.equal(await choose(100, () => Promise.reject(new Error())), "progress_unread");
});

test("a link asks before it adds anything, and asks once", async () => {
  const hash = `#p=${writeCode(CATALOGUE, DONE, "Léa")}`;
  await show(NONE, hash);
  assert.ok(!one("[data-asked]").hidden);
  assert.equal(text("[data-asked] p"), "Ajouter celle de Léa?");
  assert.deepEqual(replaced, ["https://example.org/fr/progression/"]);
  assert.equal(progress.store.facts().size, 0);
  await act("[data-ignore-link]");
  assert.deepEqual([one("[data-asked]").hidden, text("[data-told]"), progress.store.facts().size], [true, "progress_ignored", 0]);
  await show(NONE, hash);
  await act("[data-add-link]");
  assert.deepEqual([text("[data-told]"), progress.store.facts().size], ["2 ajouts. Nom : Léa.", 2]);
  await show(NONE, hash);
  assert.deepEqual([one("[data-asked]").hidden, text("[data-told]")], [true, "progress_nothing_new"]);
  await show(NONE, `${hash.slice(0, -1)}`);
  assert.equal(text("[data-told]"), "progress_cut progress_unchanged");
});

test("a shared device moves progress to the tab, and offers the way to the code", async () => {
  await show(DONE);
  const shared = one<HTMLInputElement>("#page\\.shared");
  one("[data-told]").textContent = "Ajouté.";
  shared.checked = true;
  await act("#page\\.shared", "change");
  const keys = storedKeys("essai");
  assert.deepEqual([text("[data-shared-told]"), text("[data-told]")], ["progress_shared_on progress_take", ""], "one thing is said at a time");
  assert.equal(one("[data-shared-told] a").getAttribute("href"), "#page.take");
  assert.deepEqual([Object.keys(contents(local)), Object.keys(contents(session))], [[keys.shared], [keys.progress]]);
  shared.checked = false;
  await act("#page\\.shared", "change");
  assert.equal(text("[data-shared-told]"), "progress_shared_off");
  assert.deepEqual(Object.keys(contents(local)), [keys.progress]);
});

test("a browser that doesn’t allow it says so", async () => {
  session = { ...makeStorage(0) } as Storage;
  await show();
  const store = progress.store;
  Object.assign(store, { share: () => undefined });
  one<HTMLInputElement>("#page\\.shared").checked = true;
  await act("#page\\.shared", "change");
  assert.deepEqual([text("[data-shared-told]"), one<HTMLInputElement>("#page\\.shared").checked], ["progress_shared_refused", false]);
});

test("everything is erased after a question, which can be answered no", async () => {
  await show(DONE);
  await act("[data-erase]");
  assert.deepEqual([one("#page\\.erase").hidden, one("[data-erase]").getAttribute("aria-expanded")], [false, "true"]);
  await act("[data-erase-no]");
  assert.deepEqual([one("#page\\.erase").hidden, progress.store.facts().size], [true, 2]);
  await act("[data-erase]");
  await act("[data-erase-yes]");
  assert.deepEqual([progress.store.facts().size, text("[data-erase-told]")], [0, "progress_erased"]);
  assert.ok(one("[data-take]").hidden);
});

test("a list of lessons that can’t be had is said, and can be asked for again", async () => {
  await show(DONE);
  Object.assign(progress, { data: { scripts: new Map(), parts: new Map() } });
  document.head.append = ((script: HTMLScriptElement) => queueMicrotask(() => script.onerror?.({} as Event))) as typeof document.head.append;
  assert.equal(await paste(writeCode(CATALOGUE, DONE)), "progress_failed");
});

test("a file is called by the name that was typed and the day", () => {
  const day = new Date(2026, 1, 3, 23);
  assert.equal(fileName("essai", " Léa Nguyễn/3e ", day), "palier-essai-Lea-Nguyen-3e-2026-02-03.json");
  assert.equal(fileName("essai", "منى", day), "palier-essai-منى-2026-02-03.json");
  assert.equal(fileName("essai", "…", day), "palier-essai-2026-02-03.json");
});
