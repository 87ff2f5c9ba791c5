import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { KEY, applySettings, choose, setting } from "../src/site/settings.ts";
import { one, open } from "./support/page.ts";
import { forbidden, makeStorage } from "./support/storage.ts";

let storage: Storage;
let page: ReturnType<typeof open>;

beforeEach(() => {
  storage = makeStorage();
  page = open("<p></p>");
  document.head.innerHTML = `<meta name="color-scheme" content="light dark">
    <meta name="theme-color" content="#fff" media="(prefers-color-scheme: light)" data-scheme="light">
    <meta name="theme-color" content="#000" media="(prefers-color-scheme: dark)" data-scheme="dark">`;
  Object.defineProperty(globalThis, "localStorage", { get: () => storage, configurable: true });
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page), CustomEvent: page.CustomEvent });
});

function media(): (string | null)[] {
  return [...document.querySelectorAll("[data-scheme]")].map((meta) => meta.getAttribute("media"));
}

test("what was chosen is in force in the next page, and nothing else is", () => {
  applySettings();
  assert.ok(choose("theme", "dark") && choose("text", "20") && choose("lines", "more"));
  for (const name of ["theme", "text", "lines"]) delete document.documentElement.dataset[name];
  applySettings();
  assert.deepEqual({ ...document.documentElement.dataset }, { theme: "dark", text: "20", lines: "more" });
  assert.equal(document.documentElement.style.getPropertyValue("--text"), "20");
});

test("a choice that is taken back leaves nothing behind", () => {
  choose("theme", "dark");
  choose("keys", "off");
  choose("theme", "");
  assert.equal(setting("theme"), "");
  assert.equal(storage.getItem(KEY), '{"keys":"off"}');
  choose("keys", "");
  assert.equal(storage.getItem(KEY), null);
});

test("the browser’s own parts have the theme that was chosen", () => {
  choose("theme", "dark");
  assert.deepEqual(media(), ["not all", "all"]);
  assert.equal(one<HTMLMetaElement>("meta[name=color-scheme]").getAttribute("content"), "dark");
  choose("theme", "");
  assert.deepEqual(media(), ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]);
  assert.equal(one<HTMLMetaElement>("meta[name=color-scheme]").getAttribute("content"), "light dark");
});

test("whatever is stored, a page comes to no harm", () => {
  const huge = JSON.stringify({ theme: "dark", more: "x".repeat(5_000_000) });
  for (const text of ["", "{", "null", "[]", "7", '"dark"', '{"theme":7}', '{"theme":"a b\\"c"}', '{"__proto__":{"theme":"dark"}}', huge]) {
    storage.setItem(KEY, text);
    applySettings();
    assert.equal(setting("theme"), "", text.slice(0, 40));
  }
  for (const text of ["15", "23", "1e9", "-17", "x"]) {
    storage.setItem(KEY, JSON.stringify({ text, theme: "dark" }));
    applySettings();
    assert.deepEqual([setting("text"), setting("theme")], ["", "dark"]);
  }
});

test("what a later Palier stores beside is kept", () => {
  storage.setItem(KEY, '{"theme":"dark","contrast":{"more":true}}');
  choose("theme", "light");
  assert.deepEqual(JSON.parse(storage.getItem(KEY) ?? ""), { theme: "light", contrast: { more: true } });
});

test("where nothing can be stored, a choice lasts as long as the page, and says so", () => {
  storage = makeStorage(10);
  assert.equal(choose("theme", "dark"), false);
  assert.equal(setting("theme"), "dark");
  Object.defineProperty(globalThis, "localStorage", { get: forbidden, configurable: true });
  assert.equal(choose("text", "19"), false);
  applySettings();
  assert.deepEqual([setting("theme"), setting("text")], ["dark", "19"]);
});

test("what another tab chooses is in force here", () => {
  applySettings();
  storage.setItem(KEY, '{"theme":"dark"}');
  page.dispatchEvent(Object.assign(new page.Event("storage"), { key: "palier/1/progress/x" }));
  assert.equal(setting("theme"), "");
  page.dispatchEvent(Object.assign(new page.Event("storage"), { key: KEY }));
  assert.equal(setting("theme"), "dark");
});
