import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sizeOf } from "../src/site/keep/size.ts";
import { keepPages } from "../src/site/offline/later.ts";
import { keepRead, offerNew } from "../src/site/offline/worker.ts";
import { forgetPublished } from "../src/preview/forget.ts";
import { one, open } from "./support/page.ts";
import { makeStorage } from "./support/storage.ts";

let loaded: string[];
let heard: Map<string, (event?: unknown) => void>;

/** Opens a page whose scripts load; `workers` is what the browser has of service workers. */
function visit(scripts: Record<string, string>, workers?: object) {
  const page = open(`<script data-scripts='${JSON.stringify(scripts)}'></script><p data-trouble></p>`);
  loaded = [];
  heard = new Map();
  Object.defineProperty(globalThis, "navigator", { value: { serviceWorker: workers }, configurable: true });
  Object.assign(globalThis, {
    addEventListener: (type: string, act: () => void) => heard.set(type, act),
    sessionStorage: makeStorage(),
    palierWords: { offline_new: "Une nouvelle version est prête.", offline_show: "L’afficher", close: "Fermer" },
  });
  document.head.append = (script: HTMLScriptElement) => {
    loaded.push(script.getAttribute("src") ?? "");
    queueMicrotask(() => script.onload?.(new page.Event("load") as unknown as Event));
  };
}

beforeEach(() => delete (globalThis as { palier?: unknown }).palier);

test("a first visit loads what keeps pages when one begins to read", () => {
  visit({ "offline.js": "../o1.js" }, {});
  keepPages();
  assert.deepEqual(loaded, []);
  heard.get("scroll")?.();
  assert.deepEqual(loaded, ["../o1.js"]);
});

test("where pages are kept already, it is there at once; where the site has none, never", () => {
  visit({ "offline.js": "../o2.js" }, { controller: {} });
  keepPages();
  assert.deepEqual(loaded, ["../o2.js"]);
  visit({}, { controller: {} });
  keepPages();
  assert.deepEqual([loaded, heard.size], [[], 0]);
  visit({ "offline.js": "../o3.js" });
  keepPages();
  assert.equal(heard.has("scroll"), true, "a browser without workers is no fault");
});

test("a new worker is told what the page is made of", async () => {
  const sent: unknown[] = [];
  const active = { postMessage: (message: unknown) => sent.push(message) };
  Object.assign(globalThis, { location: { href: "https://x.test/fr/" } });
  const { performance } = globalThis;
  Object.defineProperty(globalThis, "performance", { value: { getEntriesByType: () => [{ name: "https://x.test/s.css" }] }, configurable: true });
  const workers = (controller: object | null) => ({ controller, ready: Promise.resolve({ active }) }) as unknown as ServiceWorkerContainer;
  await keepRead(workers(null));
  await keepRead(workers({}));
  Object.defineProperty(globalThis, "performance", { value: performance, configurable: true });
  assert.deepEqual(sent, [["https://x.test/fr/", "https://x.test/s.css"]]);
});

test("a new publication is said once in a tab, and shown when the reader wants it", async () => {
  visit({ words: "../w.js" });
  const sent: unknown[] = [];
  let changed: (() => void) | undefined;
  let found: (() => void) | undefined;
  let reloads = 0;
  Object.assign(globalThis, { location: { reload: () => reloads++ } });
  const workers = { controller: {}, addEventListener: (_: string, act: () => void) => (changed = act) } as unknown as ServiceWorkerContainer;
  const registration = { waiting: undefined as unknown, installing: { addEventListener: (_: string, act: () => void) => act() }, addEventListener: (_: string, act: () => void) => (found = act) };
  offerNew(workers, registration as unknown as ServiceWorkerRegistration);
  assert.equal(one("[data-trouble]").textContent, "");
  registration.waiting = { postMessage: (message: unknown) => sent.push(message) };
  found?.();
  await new Promise((done) => setTimeout(done));
  assert.match(one("[data-trouble]").textContent ?? "", /Une nouvelle version est prête\./);
  assert.equal(reloads, 0, "nothing happens under the reader’s eyes");
  one("[data-trouble] button").click();
  assert.deepEqual(sent, ["palier:take"]);
  changed?.();
  assert.equal(reloads, 1);
  one("[data-trouble]").textContent = "";
  offerNew(workers, registration as unknown as ServiceWorkerRegistration);
  await new Promise((done) => setTimeout(done));
  assert.equal(one("[data-trouble]").textContent, "");
});

test("a new publication that was on its way before the page’s script came is said too", async () => {
  visit({ words: "../w.js" });
  let arrived: (() => void) | undefined;
  const registration = { waiting: undefined as unknown, installing: { addEventListener: (_: string, act: () => void) => (arrived = act) }, addEventListener: () => undefined };
  offerNew({ controller: {} } as unknown as ServiceWorkerContainer, registration as unknown as ServiceWorkerRegistration);
  registration.waiting = { postMessage: () => undefined };
  arrived?.();
  await new Promise((done) => setTimeout(done));
  assert.match(one("[data-trouble]").textContent ?? "", /Une nouvelle version/);
});

test("the first worker is no new publication", async () => {
  visit({ words: "../w.js" });
  offerNew({ controller: null } as unknown as ServiceWorkerContainer, { waiting: {}, addEventListener: () => undefined } as unknown as ServiceWorkerRegistration);
  await new Promise((done) => setTimeout(done));
  assert.equal(one("[data-trouble]").textContent, "");
});

test("a size is written as the language does", () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
  assert.equal(plain(sizeOf(1_234_567, "fr-CA")), "1,2 Mo");
  assert.equal(plain(sizeOf(12_345_678, "en-CA")), "12 MB");
  assert.equal(plain(sizeOf(345_678, "en-CA")), "346 kB");
  assert.equal(plain(sizeOf(0, "fr-CA")), "1 ko");
});

test("the preview removes what published sites installed at its address, and nothing else", async () => {
  const gone: string[] = [];
  const registration = (scriptURL: string) => ({ active: { scriptURL }, unregister: async () => gone.push(scriptURL) });
  visit({}, { getRegistrations: async () => [registration("http://127.0.0.1/livre/sw.js"), registration("http://127.0.0.1/jeu/worker.js")] });
  Object.assign(globalThis, { caches: { keys: async () => ["palier http://127.0.0.1/ P1", "jeu"], delete: async (name: string) => gone.push(name) } });
  await forgetPublished();
  assert.deepEqual(gone, ["http://127.0.0.1/livre/sw.js", "palier http://127.0.0.1/ P1"]);
  visit({});
  Object.assign(globalThis, { caches: undefined });
  await forgetPublished();
});
