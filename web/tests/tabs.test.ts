import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTabs } from "../src/preview/tabs.ts";

function makeTab() {
  const told: unknown[] = [];
  return { told, postMessage: (message: unknown) => void told.push(message) };
}

test("each tab is told of each build, and one that opens later of the last", () => {
  const tabs = makeTabs();
  const [first, second] = [makeTab(), makeTab()];
  tabs.join(first);
  tabs.tell("1");
  tabs.tell("2");
  tabs.join(second);
  tabs.tell("3");
  assert.deepEqual(first.told, ["1", "2", "3"]);
  assert.deepEqual(second.told, ["2", "3"]);
});

test("a tab that was closed is told nothing more", () => {
  const tabs = makeTabs();
  const tab = makeTab();
  tabs.join(tab);
  tabs.leave(tab);
  tabs.tell("1");
  assert.deepEqual(tab.told, []);
});

test("once the server is gone, a new tab waits for the word of the next", () => {
  const tabs = makeTabs();
  const tab = makeTab();
  tabs.tell("1");
  tabs.forget();
  tabs.join(tab);
  assert.deepEqual(tab.told, []);
  tabs.tell("2");
  assert.deepEqual(tab.told, ["2"]);
});
