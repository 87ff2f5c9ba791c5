import assert from "node:assert/strict";
import { test } from "node:test";
import { loadAnswersWhenNear } from "../src/site/answers/later.ts";
import { open } from "./support/page.ts";
import { choicesOf } from "./support/questions.ts";

const ASK = choicesOf(["a", true], ["b", false]);

/** What is loaded of a page, when the page says that something comes near, or doesn’t. */
function watch(html: string, load = (_: string) => Promise.resolve()) {
  open(html);
  const loaded: string[] = [];
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
  loadAnswersWhenNear((src) => (loaded.push(src), load(src)));
  const near = (...isIntersecting: boolean[]) =>
    observers.forEach((told) => isOver || told(isIntersecting.map((it) => ({ isIntersecting: it }))));
  return { loaded, watched, near };
}

test("the script is loaded when a question comes near, and once", () => {
  const { loaded, watched, near } = watch(`${ASK}${ASK}<script data-answers="../answers-1.js"></script>`);
  assert.equal(watched.length, 2);
  near(false, false);
  assert.deepEqual(loaded, []);
  near(false, true);
  near(true);
  assert.deepEqual(loaded, ["../answers-1.js"]);
});

test("a page that names no script watches nothing", () => {
  assert.deepEqual(watch(`${ASK}<script data-go="x"></script>`).watched, []);
});

test("a script that can’t be loaded breaks nothing", async () => {
  const { near } = watch(`${ASK}<script data-answers="a.js"></script>`, () => Promise.reject(new Error("a.js")));
  near(true);
  await new Promise((done) => setImmediate(done));
});
