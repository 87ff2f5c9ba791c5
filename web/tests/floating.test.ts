import assert from "node:assert/strict";
import { test } from "node:test";
import { scrolled } from "../src/site/floating.ts";

const AWAY = true;
const start = { at: 0, floats: false };

test("the switch floats for a reader who scrolls back up, and goes on the way down", () => {
  const down = scrolled(start, 900, AWAY);
  assert.equal(down.floats, false);
  const up = scrolled(down, 800, AWAY);
  assert.equal(up.floats, true);
  assert.equal(scrolled(up, 850, AWAY).floats, false);
});

test("a tremor of the finger changes nothing, and tremors add up", () => {
  const down = scrolled(start, 900, AWAY);
  const trembling = scrolled(down, 895, AWAY);
  assert.equal(trembling, down);
  assert.equal(scrolled(trembling, 892, AWAY).floats, true);
});

test("the switch doesn’t float where it has its place on the screen", () => {
  const up = scrolled(scrolled(start, 900, AWAY), 800, AWAY);
  assert.deepEqual(scrolled(up, 797, !AWAY), { at: 797, floats: false });
});
