import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf } from "../src/site/progress/catalogue.ts";
import { codeLink, writeCode } from "../src/site/progress/code.ts";
import { readFile, writeFile } from "../src/site/progress/file.ts";
import { readExport } from "../src/site/progress/imports.ts";
import { answered, finished, opened, withImported, type Facts } from "../src/site/progress/state.ts";
import { WRONG, anyFacts, bigBook, book, lesson, level } from "./support/progress.ts";
import { holds } from "./support/random.ts";

const NONE: Facts = new Map();
const BOOK = catalogueOf(
  book([level("a", [lesson("a/b", { tasks: [{ id: "fil", former: ["_1"] }] }), lesson("a/c")])], {
    former: [["z/b", "a/b"]],
    title: "La pyramide d’influence",
  }),
);
const FACTS = opened(finished(answered(answered(opened(opened(NONE, "a/c"), "a/b"), "a/b#fil", false), "a/b#fil", true), "a/b", true), "gone/x");

test("a file can be read by a person", () => {
  assert.equal(
    writeFile(BOOK, FACTS, "Zoé"),
    `{
  "palier": "progress",
  "version": 1,
  "book": "essai",
  "title": "La pyramide d’influence",
  "name": "Zoé",
  "lessons": [
    {
      "lesson": "a/c",
      "opened": true
    },
    {
      "lesson": "a/b",
      "opened": true,
      "read": true,
      "shown": [
        "fil"
      ],
      "missed": [
        "fil"
      ]
    },
    {
      "lesson": "gone/x",
      "opened": true
    }
  ]
}
`,
  );
});

test("a file holds all, in the order in which it was opened, and what the book no longer has", () => {
  const read = readFile(BOOK, writeFile(BOOK, FACTS, "Zoé"));
  assert.ok(read.is === "read");
  assert.deepEqual([...withImported(NONE, read.facts)].sort(), [...FACTS].sort());
  assert.deepEqual([read.name, read.unknown], ["Zoé", 1]);
});

test("a file names its edition, and one of another is told from it", () => {
  const now = { ...BOOK, edition: "2026-2027" };
  const isOther = (text: string) => {
    const read = readFile(now, text);
    return read.is === "read" ? read.isOfOtherEdition : read.is;
  };
  assert.equal((JSON.parse(writeFile(now, FACTS)) as { edition?: string }).edition, "2026-2027");
  const files = [now, BOOK, { ...BOOK, edition: "2025-2026" }].map((book) => writeFile(book, FACTS));
  assert.deepEqual(files.map(isOther), [false, false, true]);
  assert.equal(isOther(files[0]?.replace('"2026-2027"', "7") ?? ""), "broken");
});

test("any facts go through a file", () => {
  holds((chance) => {
    const facts = anyFacts(chance);
    const read = readFile(BOOK, writeFile(BOOK, facts));
    assert.ok(read.is === "read");
    const said = [...facts].filter(([name, value]) => name[0] === "o" || value % 2).map(([name]) => name);
    assert.deepEqual([...read.facts.keys()].sort(), said.sort());
  });
});

test("keys that the book had are what they are now", () => {
  const file = { palier: "progress", version: 1, book: "essai", lessons: [{ lesson: "z/b", read: true, shown: ["_1"] }] };
  const read = readFile(BOOK, JSON.stringify(file));
  assert.ok(read.is === "read");
  assert.deepEqual([...read.facts.keys()], ["r a/b", "s a/b#fil"]);
  assert.equal(read.unknown, 0);
});

test("a file of another book, of a later version, or that is none is refused, each by its own word", () => {
  const file = JSON.parse(writeFile(BOOK, FACTS)) as Record<string, unknown>;
  const changed = (change: object) => readFile(BOOK, JSON.stringify({ ...file, ...change })).is;
  assert.equal(changed({}), "read");
  assert.equal(changed({ book: "autre" }), "foreign");
  assert.equal(changed({ version: 2, lessons: {} }), "newer");
  assert.equal(changed({ later: true }), "read");
  for (const field of ["palier", "version", "book", "name", "lessons"]) {
    for (const wrong of WRONG) {
      const isFine = (field === "lessons" && Array.isArray(wrong) && !wrong.length) || (field === "name" && typeof wrong === "string");
      const expected = isFine ? "read" : field === "version" && (wrong === 1e300) ? "newer" : field === "book" && typeof wrong === "string" ? "foreign" : "broken";
      assert.equal(changed({ [field]: wrong }), expected, `${field}: ${JSON.stringify(wrong)}`);
    }
  }
  for (const text of ["{", "[]", "{}", "nul", "\u0000", `{"palier":"progress"`]) assert.equal(readFile(BOOK, text).is, "broken");
  assert.equal(readFile(BOOK, " \n").is, "empty");
  assert.equal(readFile(BOOK, `{"a":"${"x".repeat(5_000_000)}"}`).is, "big");
  assert.equal(readFile(BOOK, "[".repeat(900_000)).is, "broken");
});

test("an entry that isn’t one makes the file broken, whole", () => {
  const file = (lessons: unknown[]) => readFile(BOOK, JSON.stringify({ palier: "progress", version: 1, book: "essai", lessons })).is;
  const good = { lesson: "a/b", read: true };
  assert.equal(file([good, { lesson: "__proto__", shown: ["constructor"] }]), "read");
  for (const wrong of WRONG) {
    assert.equal(file([good, wrong]), "broken", JSON.stringify(wrong));
    if (typeof wrong !== "boolean") assert.equal(file([good, { ...good, read: wrong }]), "broken");
    if (!Array.isArray(wrong) || wrong.length) assert.equal(file([{ ...good, shown: wrong }]), "broken");
    assert.equal(file([{ ...good, missed: [wrong, "a#b"] }]), "broken");
  }
  assert.equal(file([{ lesson: "a#b", read: true }]), "broken");
  assert.equal(file([{ lesson: "a".repeat(1000), opened: true }]), "broken");
});

test("a file with a byte order mark is read", () => {
  assert.equal(readExport(BOOK, `\uFEFF${writeFile(BOOK, FACTS)}`).is, "read");
});

const BIG = catalogueOf(bigBook(5, 4, 2));
const CODE = writeCode(BIG, finished(finished(NONE, "niveau-0/lecon-numero-1", true), "niveau-4/lecon-numero-3", true));
const LINK = `https://ecole.example/pyramide/fr/progression/${codeLink(CODE)}`;

test("a code is found in what a person pastes", () => {
  const pasted = [
    CODE,
    LINK,
    `Bonjour Madame,\nvoici mon code : ${CODE}\nMerci!\nZoé`,
    `Bonjour,\n\n${LINK}\n\nÀ demain`,
    `> ${LINK.slice(0, 60)}\n> ${LINK.slice(60)}`,
    `<${LINK}>`,
    `Voici le code\n> ${CODE.slice(0, 10)}\n> ${CODE.slice(10)}\nMerci\n`,
    `Mon code, ${CODE}, le voici.`,
    `My code: ${CODE.toLowerCase()}. Thanks`,
    LINK.replace("#p=", "#p=%20"),
  ];
  for (const text of pasted) assert.equal(readExport(BIG, text).is, "read", text);
});

test("what is no export is refused by the word that fits what it looks like", () => {
  assert.equal(readExport(BIG, "").is, "empty");
  assert.equal(readExport(BIG, "{").is, "broken");
  assert.equal(readExport(BIG, "x".repeat(5_000_000)).is, "big");
  assert.equal(readExport(BIG, `${LINK.slice(0, -3)}`).is, "cut");
  assert.equal(readExport({ ...BIG, book: "autre" }, `Mon code : ${CODE}`).is, "foreign");
  for (const text of ["Je n’ai pas de code, désolé.", "bonjour", "Marie Roy", "anticonstitutionnellement", "Rendez-vous en 2026"]) {
    assert.equal(readExport(BIG, text).is, "none", text);
  }
  const wrong = CODE.slice(0, 6) + (CODE[6] === "A" ? "B" : "A") + CODE.slice(7);
  for (const text of [wrong, `Mon code : ${wrong}. Merci!`, `Marie Roy = ${wrong}`, wrong.toLowerCase().replace(/-/g, "")]) {
    const found = readExport(BIG, text);
    assert.deepEqual([found.is, "group" in found && found.group], ["mistyped", 2], text);
  }
  for (const text of ["abcdefghij ", "abcd     ", "abcd-", "#p="]) assert.notEqual(readExport(BIG, text.repeat(900_000 / text.length)).is, "read");
});
