import assert from "node:assert/strict";
import { test } from "node:test";
import { isBetween, scrolls, stopAtWide } from "../src/site/scroll.ts";
import { one, open } from "./support/page.ts";

test("what is wider than its place scrolls, and a rounded pixel is none", () => {
  assert.equal(scrolls({ scrollWidth: 700, clientWidth: 324 }), true);
  assert.equal(scrolls({ scrollWidth: 325, clientWidth: 324 }), false);
  assert.equal(scrolls({ scrollWidth: 324, clientWidth: 324 }), false);
});

test("an edge in the space between two columns cuts no letter", () => {
  const ends = [100, 220];
  assert.deepEqual([83, 84, 124, 125, 160, 204, 244, 245].map((edge) => isBetween(edge, ends)), [false, true, true, false, false, true, true, false]);
});

test("a table that goes on but looks whole is cut, and is a stop of the keyboard", () => {
  const page = open(`<div class="pal-text"><div class="pal-table"><table><tr><td></td><td></td><td></td></tr></table></div></div>`);
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page) });
  const table = one(".pal-table");
  const sizes = (element: Element, all: Record<string, number>) => {
    for (const [name, value] of Object.entries(all)) Object.defineProperty(element, name, { value, configurable: true });
  };
  for (const cell of document.querySelectorAll("td")) sizes(cell, { offsetWidth: 120 });
  for (const [clientWidth, isCut, stop] of [[240, true, "0"], [300, false, "0"], [360, false, null]] as const) {
    sizes(table, { scrollWidth: 360, clientWidth });
    stopAtWide();
    assert.equal(table.classList.contains("pal-cut"), isCut, `${clientWidth}`);
    assert.equal(table.getAttribute("tabindex"), stop, `${clientWidth}`);
  }
});
