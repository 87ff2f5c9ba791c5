import assert from "node:assert/strict";
import { test } from "node:test";
import { scrolls } from "../src/site/scroll.ts";

test("what is wider than its place scrolls, and a rounded pixel is none", () => {
  assert.equal(scrolls({ scrollWidth: 700, clientWidth: 324 }), true);
  assert.equal(scrolls({ scrollWidth: 325, clientWidth: 324 }), false);
  assert.equal(scrolls({ scrollWidth: 324, clientWidth: 324 }), false);
});
