import assert from "node:assert/strict";
import { test } from "node:test";
import { aliasOf, filesOf, linesOf, readBrought } from "../src/site/class/brought.ts";
import { filled, marksFor, planFor, stonesOf } from "../src/site/class/geometry.ts";
import { fateWords } from "../src/site/class/list.ts";
import { wordsOf } from "../src/site/navigator/words.ts";
import { catalogueOf } from "../src/site/progress/catalogue.ts";
import { writeCode } from "../src/site/progress/code.ts";
import { answered } from "../src/site/progress/state.ts";
import { bigBook } from "./support/progress.ts";

const LEVELS = [1, 2, 5, 9];
const WIDTHS = [280, 479, 480, 920];

test("a line is a code, or an alias and a code or a link", () => {
  const lines = linesOf(
    "Renard : K7Q2-M4XA\n\nLoup gris K7Q2-M4XA-9\r\nOurs\tK7Q2-M4XA\nGeai;K7Q2\nhttps://ecole.example/fr/progression/#p=K7Q2\nPie : https://ecole.example/#p=K7Q2\nMerle http://127.0.0.1:80/#p=K7Q2\nK7Q2-M4XA\nMarie Roy = K7Q2-M4XA\nLynx – K7Q2M4XA9TB1",
  );
  assert.deepEqual(
    lines.map(({ alias, from, isGiven }) => [alias, from, isGiven]),
    [
      ["Renard", "K7Q2-M4XA", true],
      ["Loup gris", "K7Q2-M4XA-9", true],
      ["Ours", "K7Q2-M4XA", true],
      ["Geai", "K7Q2", true],
      ["", "https://ecole.example/fr…", false],
      ["Pie", "https://ecole.example/#p…", true],
      ["Merle", "http://127.0.0.1:80/#p=K…", true],
      ["", "K7Q2-M4XA", false],
      ["Marie Roy", "K7Q2-M4XA", true],
      ["Lynx", "K7Q2M4XA9TB1", true],
    ],
  );
  assert.deepEqual(linesOf(" \n"), []);
});

test("a file’s alias is what its name says besides what all are called", () => {
  const names = ["palier-essai.json", "palier-essai (3).json", "Renard.json", "palier-essai - Loup.json", "3e rang (2).txt", ".json", "palier-essai-2026-02-03 (1).json", "palier-essai-Lea-2026-02-03.json"];
  assert.deepEqual(names.map((name) => aliasOf(name, "essai")), ["", "", "Renard", "Loup", "3e rang", "", "", "Lea"]);
});

test("what a browser can’t read is no progress, and what is too long isn’t read", async () => {
  const catalogue = catalogueOf(bigBook(2, 2, 1));
  const folder = { alias: "a", from: "a", isGiven: false, text: () => Promise.reject(new Error()) };
  assert.equal((await readBrought(catalogue, folder)).read.is, "broken");
  const large = { name: "a.json", size: 5_000_000, text: () => assert.fail("it isn’t read") } as unknown as File;
  const [brought] = filesOf([large], "essai");
  assert.equal(brought && (await readBrought(catalogue, brought)).read.is, "big");
  const code = writeCode(catalogue, answered(new Map(), "niveau-0/lecon-numero-0#_1", true));
  const [line] = linesOf(`Renard ${code}`);
  assert.equal(line && (await readBrought(catalogue, line)).read.is, "read");
});

test("the drawing has room for every part of the class, and the field touches no stone", () => {
  for (const levels of LEVELS) {
    for (const width of WIDTHS) {
      const { courses, height, at } = planFor(levels, width);
      assert.equal(courses.length, levels);
      const [base] = courses;
      assert.ok(base && Math.abs((base.right - base.left) * 0.75 - height) < 1, "4 wide to 3 high");
      assert.ok(at(1, height) <= width - 28 && courses.every(({ left }) => left >= 20), `${levels} levels, ${width} px`);
      for (const { right, top, bottom, slope } of courses) {
        assert.ok(at(0, bottom) > right && at(0, top) > right - slope, `${levels} levels, ${width} px`);
      }
    }
  }
});

test("stones share their course evenly, and are filled by parts of its height", () => {
  for (const levels of LEVELS) {
    const { courses, joint } = planFor(levels, 920);
    for (const course of courses) {
      for (const count of [1, 2, 7, 30]) {
        const stones = stonesOf(course, count, joint);
        assert.equal(stones.length, count);
        stones.forEach(([from, to], at) => assert.ok(from < to && from >= (stones[at - 1]?.[1] ?? course.left)));
        const whole = stones.flatMap((stone) => filled(course, stone, 1));
        assert.ok(whole.every(([x, y]) => x >= course.left && x <= course.right && y >= course.top - 0.01 && y <= course.bottom));
        const half = stones.flatMap((stone) => filled(course, stone, 0.5));
        assert.ok(half.every(([, y]) => y >= (course.top + course.bottom) / 2 - 0.01));
      }
    }
  }
});

test("numbers at the foot go from none to all", () => {
  assert.deepEqual([1, 2, 4, 5, 8, 28, 300].map(marksFor), [[0, 1], [0, 1, 2], [0, 1, 2, 3, 4], [0, 3, 5], [0, 4, 8], [0, 7, 14, 21, 28], [0, 75, 150, 225, 300]]);
});

test("a fate is said with what there is to know of it", () => {
  const words = wordsOf(
    {
      class_is_read: "lu",
      class_is_named: "nom {name}",
      class_is_other_edition: "autre édition",
      class_is_unknown: { other: "{n} inconnus" },
      class_is_same: "comme {others}",
      class_is_mistyped: "mal recopié",
      class_is_mistyped_in: "groupe {group}",
    },
    "fr",
  );
  const student = { alias: "Renard", facts: new Map(), name: "Zoé", unknown: 2, isOfOtherEdition: true, sameAs: ["a", "b", "c", "d"] };
  assert.equal(fateWords({ is: "read", student }, words), "lu · nom Zoé · autre édition · 2 inconnus · comme a, b, c");
  assert.equal(fateWords({ is: "mistyped" }, words), "mal recopié");
  assert.equal(fateWords({ is: "mistyped", group: 4 }, words), "groupe 4");
});
