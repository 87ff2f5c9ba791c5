import assert from "node:assert/strict";
import { test } from "node:test";
import { closeMenu, scrolled } from "../src/site/header.ts";
import { one, open } from "./support/page.ts";

const HEIGHT = 48;
const start = { at: 0, away: false };

test("the header goes away from a reader who goes down, and comes back to one who goes up", () => {
  const down = scrolled(start, 900, HEIGHT);
  assert.equal(down.away, true);
  const up = scrolled(down, 800, HEIGHT);
  assert.equal(up.away, false);
  assert.equal(scrolled(up, 850, HEIGHT).away, true);
});

test("a tremor of the finger changes nothing, and tremors add up", () => {
  const down = scrolled(start, 900, HEIGHT);
  const trembling = scrolled(down, 895, HEIGHT);
  assert.equal(trembling, down);
  assert.equal(scrolled(trembling, 892, HEIGHT).away, false);
});

test("at the page’s top the header has its place", () => {
  assert.deepEqual(scrolled(start, 40, HEIGHT), { at: 40, away: false });
  assert.deepEqual(scrolled({ at: 52, away: true }, 46, HEIGHT), { at: 46, away: false });
});

test("a menu closes on Escape and when one goes on elsewhere, not while one is in it", () => {
  const { Event } = open(`<header><details><summary>Menu</summary></details><a>Glossaire</a></header><main><p>Texte</p></main>`);
  const menu = one<HTMLDetailsElement>("details");
  closeMenu(menu, one("header"));
  const press = (target: EventTarget, type: string, more = {}) =>
    target.dispatchEvent(Object.assign(new Event(type, { bubbles: true }), more));
  menu.open = true;
  press(one("a"), "pointerdown");
  assert.equal(menu.open, true);
  press(one("p"), "pointerdown");
  assert.equal(menu.open, false);
  menu.open = true;
  press(document, "keydown", { key: "a" });
  assert.equal(menu.open, true);
  press(document, "keydown", { key: "Escape" });
  assert.equal(menu.open, false);
});
