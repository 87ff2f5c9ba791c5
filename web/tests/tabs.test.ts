import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTabs, type Told } from "../src/preview/tabs.ts";

function makeTab() {
  const told: Told[] = [];
  return {
    told,
    builds: () => told.map(({ text }) => (JSON.parse(text) as { build: string }).build),
    goes: () => told.map(({ goes }) => goes),
    postMessage: (message: Told) => void told.push(message),
  };
}

/** What a server tells of a build; with an address, that its text was just saved, in French. */
function told(build: string, href?: string, version = 2): string {
  const saved = href === undefined ? null : { version, href, lang: "fr" };
  return JSON.stringify({ build, state: { version: 2, changed: {}, saved, can_open: false, faults: null } });
}

test("each tab is told of each build, and one that opens later of the last", () => {
  const tabs = makeTabs();
  const [first, second] = [makeTab(), makeTab()];
  tabs.join(first);
  tabs.tell(told("1"));
  tabs.tell(told("2"));
  tabs.join(second);
  tabs.tell(told("3"));
  assert.deepEqual(first.builds(), ["1", "2", "3"]);
  assert.deepEqual(second.builds(), ["2", "3"]);
});

test("a tab that was closed is told nothing more", () => {
  const tabs = makeTabs();
  const tab = makeTab();
  tabs.join(tab);
  tabs.leave(tab);
  tabs.tell(told("1"));
  assert.deepEqual(tab.told, []);
});

test("once the server is gone, a new tab waits for the word of the next", () => {
  const tabs = makeTabs();
  const tab = makeTab();
  tabs.tell(told("1"));
  tabs.forget();
  tabs.join(tab);
  assert.deepEqual(tab.told, []);
  tabs.tell(told("2"));
  assert.deepEqual(tab.builds(), ["2"]);
});

test("the tab in the language of the text just saved goes to its page, and the other stays", () => {
  const tabs = makeTabs();
  const [french, english] = [makeTab(), makeTab()];
  tabs.join(french);
  tabs.place(french, { path: "/fr/", lang: "fr" });
  tabs.join(english);
  tabs.place(english, { path: "/en/", lang: "en" });
  tabs.tell(told("1", "/fr/a/"));
  assert.deepEqual([french.goes(), english.goes()], [[true], [false]]);
});

test("nobody goes to a page that a tab shows already, nor twice for one save, nor for an earlier one", () => {
  const tabs = makeTabs();
  const [first, second] = [makeTab(), makeTab()];
  tabs.join(first);
  tabs.place(first, { path: "/fr/a/", lang: "fr" });
  tabs.join(second);
  tabs.tell(told("1", "/fr/a/"));
  tabs.leave(first);
  tabs.tell(told("1", "/fr/a/"));
  tabs.tell(told("2", "/fr/a/", 1));
  assert.deepEqual([first.goes(), second.goes()], [[false], [false, false, false]]);
});

test("without a tab in its language, the last that was opened goes", () => {
  const tabs = makeTabs();
  const [first, second] = [makeTab(), makeTab()];
  for (const tab of [first, second]) {
    tabs.join(tab);
    tabs.place(tab, { path: "/en/", lang: "en" });
  }
  tabs.tell(told("1", "/fr/a/"));
  assert.deepEqual([first.goes(), second.goes()], [[false], [true]]);
});
