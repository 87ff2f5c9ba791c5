import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf, formerOf, levelsNeeded, type Part } from "../src/site/progress/book.ts";
import { Rank, rankOf, standing, unknownIn } from "../src/site/progress/standing.ts";
import { answered, declared, finished, opened, renamed, type Facts } from "../src/site/progress/state.ts";
import { HOSTILE, anyFacts, bigBook, book, lesson, level } from "./support/progress.ts";
import { holds } from "./support/random.ts";

const NONE: Facts = new Map();
const FIL = { id: "fil", shows: ["a/traces"] };
const SONDAGE = { id: "sondage", kind: "activity", shows: ["a/traces", "b/cles"] } as const;
const BOOK = book([
  level("a", [lesson("a/x", { serves: ["a/traces"], tasks: [FIL, SONDAGE] }), lesson("a/y", { serves: ["a/traces", "a/liens"] })], {
    outcomes: [
      { key: "a/traces", text: "Lire les traces", lessons: 2 },
      { key: "a/liens", text: "Suivre un lien", lessons: 1 },
    ],
  }),
  level("b", [lesson("b/x"), lesson("b/y")], { outcomes: [{ key: "b/cles", text: "Garder ses clés", lessons: 0 }] }),
  level("c", [lesson("c/x", { tasks: [{ id: "_1" }] }), lesson("c/y")]),
]);

const stone = (facts: Facts, key: string) => standing(BOOK, facts).stones.flat().find((one) => one.key === key)?.rank;

test("without progress all is to come", () => {
  const { lessons, stones, levels } = standing(BOOK, NONE);
  assert.deepEqual([...lessons.values(), ...stones.flat().map(({ rank }) => rank), ...levels], Array(6 + 5 + 3).fill(0));
  assert.deepEqual(unknownIn(BOOK, NONE), []);
});

test("an outcome is begun with one of its lessons, read with all of them, shown with one question", () => {
  let facts = opened(NONE, "a/x");
  assert.equal(stone(facts, "a/traces"), Rank.Begun);
  facts = finished(facts, "a/x", true);
  assert.equal(stone(facts, "a/traces"), Rank.Begun, "another lesson serves it too");
  facts = finished(facts, "a/y", true);
  assert.equal(stone(facts, "a/traces"), Rank.Read);
  assert.equal(stone(answered(facts, "a/x#fil", false), "a/traces"), Rank.Read);
  assert.equal(stone(answered(NONE, "a/x#fil", false), "a/traces"), Rank.Begun);
  assert.equal(stone(answered(NONE, "a/x#fil", true), "a/traces"), Rank.Shown);
});

test("an outcome that nothing shows is read at most", () => {
  const facts = finished(opened(NONE, "a/y"), "a/y", true);
  assert.equal(stone(facts, "a/liens"), Rank.Read);
});

test("an activity of one level may show an outcome of another, which no lesson serves", () => {
  assert.equal(stone(declared(NONE, "a/x#sondage", true), "b/cles"), Rank.Shown);
  assert.equal(stone(declared(declared(NONE, "a/x#sondage", true), "a/x#sondage", false), "b/cles"), Rank.ToCome);
});

test("a lesson is shown when all that it asks is done, and without questions is read at most", () => {
  const [x] = BOOK.parts[0]?.lessons ?? [];
  assert.ok(x);
  const half = answered(opened(NONE, "a/x"), "a/x#fil", true);
  assert.equal(rankOf(half, x), Rank.Begun);
  assert.equal(rankOf(declared(half, "a/x#sondage", true), x), Rank.Shown);
  assert.equal(rankOf(answered(NONE, "a/x#fil", false), x), Rank.Begun);
  assert.equal(rankOf(finished(NONE, "a/y", true), { key: "a/y" }), Rank.Read);
});

test("a level without outcomes is built of its lessons", () => {
  const facts = answered(finished(NONE, "c/y", true), "c/x#_1", true);
  assert.deepEqual(standing(BOOK, facts).stones[2], [
    { key: "c/x", text: "Leçon c/x", rank: Rank.Shown },
    { key: "c/y", text: "Leçon c/y", rank: Rank.Read },
  ]);
});

test("a level is as far as what is least far on it", () => {
  const levels = (facts: Facts) => standing(BOOK, facts).levels;
  assert.deepEqual(levels(opened(NONE, "a/y")), [Rank.Begun, 0, 0]);
  assert.deepEqual(levels(finished(NONE, "a/y", true)), [Rank.Begun, 0, 0]);
  assert.deepEqual(levels(finished(answered(NONE, "a/x#fil", true), "a/y", true)), [Rank.Read, 0, 0]);
  assert.deepEqual(levels(declared(NONE, "a/x#sondage", true)), [Rank.Begun, Rank.Shown, 0]);
  assert.deepEqual(standing(book([level("a", [])]), NONE).levels, [0]);
});

test("a level’s own questions count for its outcomes", () => {
  const part: Part = { version: 1, level: "a", index: { key: "a", tasks: [{ id: "q", shows: ["a/o"] }] }, lessons: [] };
  const own = book([level("a", [], { part, outcomes: [{ key: "a/o", text: "O", lessons: 0 }] })]);
  const { stones, lessons } = standing(own, answered(NONE, "a#q", true));
  assert.equal(stones[0]?.[0]?.rank, Rank.Shown);
  assert.equal(lessons.size, 0);
  assert.deepEqual(unknownIn(own, answered(NONE, "a#q", true)), []);
});

test("what the book doesn’t have is kept apart and counted once", () => {
  const facts = finished(opened(opened(NONE, "gone"), "a/x"), "gone", true);
  assert.deepEqual(unknownIn(BOOK, facts), ["gone"]);
  assert.deepEqual(unknownIn(BOOK, answered(facts, "a/x#gone", true)), ["gone", "a/x#gone"]);
});

test("any facts have a standing, and more facts never lower a rank", () => {
  const odd = book([level("a", HOSTILE.map((key) => lesson(key, { tasks: [{ id: "__proto__", shows: HOSTILE }] })), {
    outcomes: HOSTILE.map((key) => ({ key, text: key, lessons: 0 })),
  })]);
  holds((chance) => {
    const facts = anyFacts(chance);
    const before = standing(odd, facts).stones.flat();
    const key = chance.of(HOSTILE);
    const after = standing(odd, answered(opened(facts, key), `${key}#__proto__`, true)).stones.flat();
    before.forEach(({ rank }, at) => assert.ok((after[at]?.rank ?? 0) >= rank));
    assert.ok(after.every(({ rank }) => rank === Rank.Shown));
  });
});

test("levels that aren’t loaded are to come, and only those where something was done are needed", () => {
  const { outline, parts } = bigBook(5, 4, 1);
  const cut = { ...outline, levels: outline.levels.map((one) => ({ ...one, part: `${one.key}.js` })), former: [["old/x", "niveau-3/y"]] as const };
  assert.deepEqual([...levelsNeeded(cut, NONE, 1)].sort(), [0, 1, 2]);
  assert.deepEqual([...levelsNeeded(cut, new Map([["s niveau-2#_1", 1], ["r gone/x", 1]]), 0)].sort(), [0, 1, 2, 3]);
  assert.deepEqual([...levelsNeeded(cut, new Map([["r old/x", 1]]), 0)].sort(), [0, 1, 3, 4]);
  assert.deepEqual([...levelsNeeded(cut, NONE, 4)].sort(), [0, 4]);
  assert.deepEqual([...levelsNeeded(cut, NONE, 0, ["niveau-3/y"])].sort(), [0, 1, 3, 4]);
  const facts = finished(NONE, "niveau-0/lecon-numero-0", true);
  const some = bookOf(cut, [parts[0] as Part]);
  assert.deepEqual(standing(some, facts).stones, standing(bookOf(outline), facts).stones);
  assert.equal(unknownIn(some, facts), undefined);
});

test("former keys of lessons and former ids of tasks are known together", () => {
  const renamedBook = book([level("a", [lesson("a/x", { tasks: [{ id: "fil", former: ["_1", "_2"] }] })])], {
    former: [["z/x", "a/x"]],
  });
  const facts = renamed(new Map([["s z/x#_2", 1], ["r z/x", 1]]), formerOf(renamedBook));
  assert.deepEqual([...facts], [["s a/x#fil", 1], ["r a/x", 1]]);
});

test("a student of 1,000 lessons has a standing", () => {
  const big = bigBook(5, 200, 3);
  let facts = new Map<string, number>();
  for (const key of big.lessons.keys()) facts.set(`r ${key}`, 1);
  const { levels } = standing(big, facts);
  assert.deepEqual(levels, [2, 2, 2, 2, 2]);
});
