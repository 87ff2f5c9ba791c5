import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf } from "../src/site/progress/book.ts";
import { left, leftByLevel, leftInAll, nextLesson, openLessons } from "../src/site/progress/next.ts";
import { standing } from "../src/site/progress/standing.ts";
import { answered, finished, opened, type Facts } from "../src/site/progress/state.ts";
import { anyFacts, book, lesson, level } from "./support/progress.ts";
import { holds } from "./support/random.ts";

const NONE: Facts = new Map();
const BOOK = book([
  level("a", [lesson("a/1"), lesson("a/2", { needs: ["a/1"], minutes: 25 }), lesson("a/3", { needs: ["a/1"] })]),
  level("b", [lesson("b/1", { needs: [["a/2", "a/3"], "gone/x"] }), { key: "b/2", title: "B2", href: "b/2/" }]),
]);

/** The student opened and finished these lessons, in this order. */
function did(...lessons: string[]): Facts {
  return lessons.reduce<Facts>((facts, key) => finished(opened(facts, key), key, true), NONE);
}

/** The next lesson and the reason, in a word. */
function next(facts: Facts, route?: readonly string[]): string | undefined {
  const found = nextLesson(BOOK, standing(BOOK, facts), facts, route);
  return found && `${found.lesson.key} ${found.why.is}${"done" in found.why ? ` ${found.why.done.key}` : ""}`;
}

test("one begins at the base", () => {
  assert.equal(next(NONE), "a/1 first");
});

test("one goes on with what was worked in last and isn’t finished", () => {
  const asked = book([level("a", [lesson("a/1"), lesson("a/2"), lesson("a/3", { tasks: [{ id: "q" }] })])]);
  const facts = answered(opened(did("a/1"), "a/3"), "a/3#q", false);
  assert.deepEqual(nextLesson(asked, standing(asked, facts), facts), { lesson: asked.lessons.get("a/3"), why: { is: "begun" } });
});

test("what was only read in leads nobody past what comes before it", () => {
  assert.equal(next(opened(NONE, "b/2")), "a/1 first");
  assert.equal(next(opened(did("a/1"), "b/2")), "a/2 needed a/1");
  assert.equal(next(opened(did("a/1"), "a/2")), "a/2 begun", "what is next is gone on with");
  assert.equal(next(opened(NONE, "a/1")), "a/1 begun");
});

test("what is next says what it needed", () => {
  assert.equal(next(did("a/1")), "a/2 needed a/1");
  assert.equal(next(did("a/1", "a/3")), "b/1 needed a/3", "onward first; a/2 is open still");
  assert.equal(next(did("a/1", "a/2", "a/3")), "b/1 needed a/3", "of several, what was done last");
});

test("without prerequisites, it comes after the one before", () => {
  assert.equal(next(did("a/1", "a/2", "a/3", "b/1")), "b/2 order b/1");
});

test("at the end one comes back to what was left out, and then all is done", () => {
  assert.equal(next(did("a/1", "a/3", "b/1", "b/2")), "a/2 needed a/1");
  assert.equal(next(did("a/1", "a/2", "a/3", "b/1", "b/2")), undefined);
});

test("a lesson whose prerequisites are missing isn’t proposed while another is open", () => {
  const closed = book([level("a", [lesson("a/1", { needs: ["a/2"] }), lesson("a/2")])]);
  assert.equal(nextLesson(closed, standing(closed, NONE), NONE)?.lesson.key, "a/2");
  const circle = book([level("a", [lesson("a/1", { needs: ["a/2"] }), lesson("a/2", { needs: ["a/1"] })])]);
  assert.equal(nextLesson(circle, standing(circle, NONE), NONE)?.lesson.key, "a/1", "nothing is ever locked");
});

test("the lessons that are open are known", () => {
  const open = (facts: Facts) => openLessons(BOOK, standing(BOOK, facts)).map(({ key }) => key);
  assert.deepEqual(open(NONE), ["a/1", "b/2"]);
  assert.deepEqual(open(did("a/1")), ["a/2", "a/3", "b/2"]);
});

test("on a route its order rules, and what it leaves out isn’t asked for", () => {
  const route = ["b/1", "gone", "a/3", "b/1"];
  assert.equal(next(NONE, route), "a/3 first", "b/1 needs a/3, which the route has");
  assert.equal(next(did("a/3"), route), "b/1 needed a/3");
  assert.equal(next(NONE, ["b/1", "b/2"]), "b/1 first");
  assert.equal(next(did("b/1"), ["b/1", "b/2"]), "b/2 order b/1");
  assert.equal(next(did("a/3", "b/1"), route), undefined);
  assert.equal(next(NONE, []), undefined);
});

test("what is left is counted in lessons and minutes, and says what isn’t timed", () => {
  const levels = leftByLevel(BOOK, standing(BOOK, did("a/1")));
  assert.deepEqual(levels, [
    { lessons: 2, minutes: 35, untimed: 0 },
    { lessons: 2, minutes: 10, untimed: 1 },
  ]);
  assert.deepEqual(leftInAll(levels), { lessons: 4, minutes: 45, untimed: 1 });
  assert.deepEqual(left([], standing(BOOK, NONE)), { lessons: 0, minutes: 0, untimed: 0 });
});

test("a level that isn’t loaded is left whole", () => {
  const { outline } = BOOK;
  const cut = bookOf({ ...outline, levels: outline.levels.map((one) => ({ ...one, part: "x.js" })) });
  assert.deepEqual(leftByLevel(cut, standing(cut, did("a/1"))), leftByLevel(BOOK, standing(BOOK, NONE)));
});

test("there is a next lesson unless all is done, and it is never one that is done", () => {
  holds((chance) => {
    const all = [...BOOK.lessons.keys()];
    const facts = new Map([...anyFacts(chance), ...did(...chance.many(chance.below(9), () => chance.of(all)))]);
    const now = standing(BOOK, facts);
    const found = nextLesson(BOOK, now, facts);
    assert.equal(found === undefined, all.every((key) => (now.lessons.get(key) ?? 0) >= 2));
    if (found) assert.ok((now.lessons.get(found.lesson.key) ?? 0) < 2);
  });
});
