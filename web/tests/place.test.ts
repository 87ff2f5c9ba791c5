import assert from "node:assert/strict";
import { test } from "node:test";
import { cornerOf, isSeen, roomFor } from "../src/site/popover/place.ts";

const screen = { width: 400, height: 600 };
const line = (left: number, top: number) => ({ left, right: left + 20, top, bottom: top + 20 });

test("a box goes below its call where it fits", () => {
  assert.deepEqual(roomFor(200, line(100, 100), screen), { isBelow: true, height: 464 });
});

test("a box that fits on neither side goes where there is more room, and no higher than that", () => {
  assert.deepEqual(roomFor(500, line(100, 400), screen), { isBelow: false, height: 384 });
  assert.deepEqual(roomFor(500, line(100, 200), screen), { isBelow: true, height: 364 });
});

test("a box is never given less than no room", () => {
  assert.equal(roomFor(10, { left: 0, right: 20, top: 0, bottom: 600 }, screen).height, 0);
});

test("a box is centred on its call, and stays within the screen", () => {
  const box = { width: 100, height: 50 };
  assert.deepEqual(cornerOf(box, true, line(190, 100), screen), { left: 150, top: 128 });
  assert.equal(cornerOf(box, true, line(0, 100), screen).left, 8);
  assert.equal(cornerOf(box, true, line(380, 100), screen).left, 292);
});

test("a box wider than the screen begins at its edge", () => {
  assert.equal(cornerOf({ width: 500, height: 50 }, true, line(190, 100), screen).left, 8);
});

test("a box above its call ends where the gap begins", () => {
  assert.equal(cornerOf({ width: 100, height: 50 }, false, line(190, 400), screen).top, 342);
});

test("a call is seen as long as a part of it is on the screen", () => {
  assert.ok(isSeen(line(0, -20), screen));
  assert.ok(!isSeen(line(0, -21), screen));
  assert.ok(isSeen(line(0, 600), screen));
  assert.ok(!isSeen(line(0, 601), screen));
});
