import assert from "node:assert/strict";
import { test } from "node:test";
import { loadAnswersWhenNear } from "../src/site/answers/later.ts";
import { open } from "./support/page.ts";
import { choicesOf } from "./support/questions.ts";

const ASK = choicesOf(["a", true], ["b", false]);

/** What is loaded of a page, when the page says that something comes near, or doesn’t. */
function watch(html: string, load = () => Promise.resolve()) {
  open(html);
  let loaded = 0;
  const watched: Element[] = [];
  const observers: ((entries: { isIntersecting: boolean }[]) => void)[] = [];
  let isOver = false;
  class Observer {
    constructor(told: (typeof observers)[0]) {
      observers.push(told);
    }
    observe(element: Element): void {
      watched.push(element);
    }
    disconnect(): void {
      isOver = true;
    }
  }
  Object.assign(globalThis, { IntersectionObserver: Observer });
  loadAnswersWhenNear(() => (loaded++, load()));
  const near = (...isIntersecting: boolean[]) =>
    observers.forEach((told) => isOver || told(isIntersecting.map((it) => ({ isIntersecting: it }))));
  return { loaded: () => loaded, watched, near };
}

test("the script is loaded when a question comes near, and once", async () => {
  const { loaded, watched, near } = watch(`${ASK}${ASK}`);
  assert.equal(watched.length, 2);
  near(false, false);
  assert.equal(loaded(), 0);
  near(false, true);
  near(true);
  await new Promise((done) => setImmediate(done));
  near(true);
  assert.equal(loaded(), 1);
});

test("a script that can’t be loaded breaks nothing, and is asked for again when another question comes near", async () => {
  let isAway = true;
  const { loaded, near } = watch(`${ASK}${ASK}`, () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve()));
  near(true);
  await new Promise((done) => setImmediate(done));
  isAway = false;
  near(true);
  await new Promise((done) => setImmediate(done));
  near(true);
  assert.equal(loaded(), 2);
});
