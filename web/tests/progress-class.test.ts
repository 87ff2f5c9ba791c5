import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf, type Catalogue } from "../src/site/progress/catalogue.ts";
import { askedOf, classOf, rollOf, seenOf } from "../src/site/progress/class.ts";
import { writeCode } from "../src/site/progress/code.ts";
import { writeFile } from "../src/site/progress/file.ts";
import { readExport } from "../src/site/progress/imports.ts";
import { answered, declared, finished, opened, type Facts } from "../src/site/progress/state.ts";
import { HOSTILE, bigBook, book, lesson, level } from "./support/progress.ts";
import { chance } from "./support/random.ts";

const NONE: Facts = new Map();
const BOOK = book([
  level(
    "a",
    [
      lesson("a/1", { serves: ["a/x"], tasks: [{ id: "q", shows: ["a/x"], text: "Que voit-on?" }, { id: "s", kind: "activity", shows: ["a/y"] }] }),
      lesson("a/2", { serves: ["a/y"], tasks: [{ id: "_1", shows: ["a/y"] }] }),
    ],
    { outcomes: [{ key: "a/x", text: "X", lessons: 1 }, { key: "a/y", text: "Y", lessons: 1 }] },
  ),
  level("b", [lesson("b/1"), lesson("b/2", { tasks: [{ id: "q" }] })]),
]);
const CATALOGUE = catalogueOf(BOOK);
const READ = finished(opened(NONE, "a/1"), "a/1", true);
const RIGHT = answered(READ, "a/1#q", true);
const WRONG = answered(READ, "a/1#q", false);
const SLOW = answered(answered(WRONG, "a/1#q", true), "a/2#_1", false);

/** The class of exports, each read. */
const roll = (brought: readonly { alias: string; text: string }[], catalogue: Catalogue = CATALOGUE) =>
  rollOf(brought.map(({ alias, text }) => ({ alias, read: readExport(catalogue, text) })));
const seen = (...facts: readonly Facts[]) => facts.map((one) => seenOf(BOOK, one));
const file = (facts: Facts, name = "") => writeFile(CATALOGUE, facts, name);
const code = (facts: Facts, name = "") => writeCode(CATALOGUE, facts, name);

test("files and codes are read under the teacher’s aliases, and what can’t be is told apart", () => {
  const { students, fates } = roll([
    { alias: "Renard", text: file(RIGHT, "Zoé") },
    { alias: "Loup", text: `mon code : ${code(WRONG)}` },
    { alias: "Lynx", text: writeCode({ ...CATALOGUE, book: "autre" }, RIGHT) },
    { alias: "Ours", text: file(RIGHT).slice(0, 40) },
    { alias: "Geai", text: code(RIGHT).slice(0, -2) },
    { alias: "Pie", text: "" },
    { alias: "Buse", text: "x".repeat(5_000_000) },
    { alias: "Tamia", text: file(RIGHT).replace('"version": 1', '"version": 2') },
  ]);
  assert.deepEqual(students.map(({ alias, name }) => [alias, name]), [["Renard", "Zoé"], ["Loup", ""]]);
  assert.deepEqual(fates.map(({ is }) => is), ["read", "read", "foreign", "broken", "cut", "empty", "big", "newer"]);
});

test("one export under one alias counts once, two of them together", () => {
  const { students, fates } = roll([
    { alias: "Renard", text: code(RIGHT) },
    { alias: " renard", text: code(RIGHT) },
    { alias: "Loup", text: code(READ) },
    { alias: "LOUP", text: file(finished(NONE, "a/2", true), "Léo") },
  ]);
  assert.equal(students.length, 2);
  assert.deepEqual(fates.map(({ is }) => is), ["read", "twice", "read", "joined"]);
  assert.deepEqual(fates.map((fate) => "student" in fate && fate.student.alias), ["Renard", "Renard", "Loup", "Loup"]);
  assert.deepEqual([...(students[1]?.facts.keys() ?? [])], ["r a/1", "r a/2"]);
  assert.equal(students[1]?.name, "Léo");
});

test("two aliases with the same export both count, and the teacher is told", () => {
  const { students } = roll([
    { alias: "Renard", text: code(RIGHT) },
    { alias: "Loup", text: code(RIGHT) },
    { alias: "Ours", text: code(WRONG) },
    { alias: "Pie", text: code(NONE) },
    { alias: "Geai", text: code(NONE) },
  ]);
  assert.deepEqual(students.map(({ sameAs }) => sameAs), [["Loup"], ["Renard"], [], [], []]);
});

test("each outcome says how many have shown, read and begun it, and each level how many half the class has shown", () => {
  const { size, levels, half, curve, again } = classOf(BOOK, seen(RIGHT, WRONG, SLOW, NONE));
  assert.equal(size, 4);
  assert.deepEqual(levels[0]?.map(({ key, shown, read, begun }) => [key, shown, read, begun]), [["a/x", 2, 3, 3], ["a/y", 0, 0, 1]]);
  assert.deepEqual(levels[1]?.map(({ key, shown }) => [key, shown]), [["b/1", 0], ["b/2", 0]], "a level without outcomes by its lessons");
  assert.deepEqual(half, [1, 0]);
  assert.deepEqual(curve, [
    { level: 0, height: 0.25, shown: 2 },
    { level: 0, height: 0.75, shown: 0 },
    { level: 1, height: 0.25, shown: 0 },
    { level: 1, height: 0.75, shown: 0 },
  ]);
  assert.deepEqual(again.map(({ key }) => key), ["a/x"]);
});

test("the question that most got wrong comes first; activities and questions that are gone are none", () => {
  const facts = seen(SLOW, WRONG, RIGHT, answered(NONE, "gone/1#q", false), declared(NONE, "a/1#s", true));
  assert.deepEqual(classOf(BOOK, facts).missed, [
    { key: "a/1#q", lesson: "a/1", text: "Que voit-on?", tried: 3, wrong: 2, right: 2 },
    { key: "a/2#_1", lesson: "a/2", text: undefined, tried: 1, wrong: 1, right: 0 },
  ]);
  assert.equal(askedOf(BOOK, facts).length, 3);
});

test("a class of nobody has shown nothing", () => {
  const { size, half, missed, again } = classOf(BOOK, []);
  assert.deepEqual([size, half, missed, again], [0, [0, 0], [], []]);
  assert.deepEqual(rollOf([]).students, []);
});

test("aliases by any name are aliases", () => {
  const { students } = roll(HOSTILE.map((alias) => ({ alias, text: code(RIGHT) })));
  assert.deepEqual(students.map(({ alias }) => alias), HOSTILE);
});

test("300 exports, some foreign, double and broken, of a book of 200 lessons", () => {
  const big = bigBook(5, 40, 3);
  const catalogue = catalogueOf(big);
  const some = chance(11);
  const brought = Array.from({ length: 300 }, (_, at) => {
    const facts = new Map<string, number>();
    for (const key of big.lessons.keys()) if (some.next() < 0.5) facts.set(`r ${key}`, 1).set(`${some.of(["s", "w"])} ${key}#_1`, 1);
    const whole = at % 10 === 0 ? { ...catalogue, book: "autre" } : catalogue;
    const text = at % 2 ? writeFile(whole, facts, `Élève ${at}`) : writeCode(whole, facts);
    return { alias: at % 30 === 29 ? "double" : `Élève ${at}`, text: at % 50 === 49 ? text.slice(0, text.length / 2) : text };
  });
  const { students, fates } = roll(brought, catalogue);
  const count = (is: string) => fates.filter((fate) => fate.is === is).length;
  // 30 foreign and 6 broken; of the 10 doubles two are broken, and the rest are one student.
  assert.deepEqual([students.length, count("foreign"), count("joined")], [300 - 30 - 6 - 7, 30, 7]);
  assert.equal(count("read"), students.length);
  const view = classOf(big, students.map(({ facts }) => seenOf(big, facts)));
  for (const share of view.levels.flat()) assert.ok(share.shown <= share.begun && share.begun <= view.size);
  assert.ok(view.missed.every(({ tried, wrong, right }) => wrong <= tried && right <= tried));
  const many = Array(2001).fill({ alias: "a", read: { is: "empty" } });
  assert.equal(rollOf(many).fates.at(-1)?.is, "big");
});
