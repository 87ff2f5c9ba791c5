import assert from "node:assert/strict";
import { test } from "node:test";
import { lastAbove, readingLine } from "../src/site/section.ts";

const page = (scrollTop: number) => ({ scrollTop, scrollHeight: 3000, clientHeight: 600 });
const none = () => undefined;

test("within the page, the section read begins in the screen’s upper third", () => {
  assert.equal(readingLine(page(0), none), 200);
  assert.equal(readingLine(page(1200), () => 500), 200);
});

test("at the page’s end, the section read is the one asked for", () => {
  assert.equal(readingLine(page(2400), () => 450), 450);
  assert.equal(readingLine(page(2399), () => 450), 450, "a fraction of a pixel is no way left");
});

test("at the page’s end, what was asked for and is off the screen doesn’t count", () => {
  assert.equal(readingLine(page(2400), () => -900), 200);
  assert.equal(readingLine(page(2400), () => 900), 600);
});

test("at the page’s end, the last section on screen is read if none was asked for", () => {
  assert.equal(readingLine(page(2400), none), 600);
});

test("of a page that is not scrolled at all, the beginning is read", () => {
  assert.equal(readingLine({ scrollTop: 0, scrollHeight: 600, clientHeight: 600 }, none), 200);
});

test("the last mark above the line is found, and those below it are not measured", () => {
  const measured: number[] = [];
  const top = (mark: number) => (measured.push(mark), mark);
  assert.equal(lastAbove([-100, 50, 300, 900], top, 200), 50);
  assert.deepEqual(measured, [-100, 50, 300]);
});

test("above the first mark there is none", () => {
  assert.equal(lastAbove([300], (mark) => mark, 200), undefined);
});
