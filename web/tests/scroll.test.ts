import assert from "node:assert/strict";
import { test } from "node:test";
import { cutIn, scrolls, stopAtWide } from "../src/site/scroll.ts";
import { one, open } from "./support/page.ts";

test("what is wider than its place scrolls, and a rounded pixel is none", () => {
  assert.equal(scrolls({ scrollWidth: 700, clientWidth: 324 }), true);
  assert.equal(scrolls({ scrollWidth: 325, clientWidth: 324 }), false);
  assert.equal(scrolls({ scrollWidth: 324, clientWidth: 324 }), false);
});

test("an edge in the space between two columns is moved into the column before", () => {
  const columns = [100, 60, 90];
  const edges = [83, 84, 124, 125, 143, 144, 184, 185, 250];
  assert.deepEqual(edges.map((edge) => cutIn(edge, columns)), [undefined, 52, 52, undefined, undefined, 130, 130, undefined, undefined]);
});

test("a table that goes on but looks whole is cut, and is a stop of the keyboard", () => {
  const page = open(`<div class="pal-text"><div class="pal-table"><table><tr><td></td><td></td><td></td></tr></table></div></div>`);
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page) });
  const table = one<HTMLElement>(".pal-table");
  const sizes = (element: Element, all: Record<string, number>) => {
    for (const [name, value] of Object.entries(all)) Object.defineProperty(element, name, { value, configurable: true });
  };
  for (const cell of document.querySelectorAll("td")) sizes(cell, { offsetWidth: 120 });
  for (const [clientWidth, cut, stop] of [[240, "48px", "0"], [300, "", "0"], [360, "", null]] as const) {
    sizes(table, { scrollWidth: 360, clientWidth });
    stopAtWide();
    assert.equal(table.style.getPropertyValue("--cut"), cut, `${clientWidth}`);
    assert.equal(table.getAttribute("tabindex"), stop, `${clientWidth}`);
  }
});
