import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf } from "../src/site/progress/catalogue.ts";
import { codeInLink, codeLink, plainName, readCode, writeCode, type Imported } from "../src/site/progress/code.ts";
import { ascending, fixed, gamma, readBits } from "../src/site/progress/code/bits.ts";
import { hash } from "../src/site/progress/code/hash.ts";
import { bitsOf, isChecked, lettersOf, withCheck, withoutCheck } from "../src/site/progress/code/letters.ts";
import type { Book, Lesson } from "../src/site/progress/book.ts";
import { answered, declared, finished, opened, type Facts } from "../src/site/progress/state.ts";
import { HOSTILE, bigBook, book, lesson, level } from "./support/progress.ts";
import { chance, holds, type Chance } from "./support/random.ts";

const NONE: Facts = new Map();
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CATALOGUE = catalogueOf(bigBook(5, 4, 2));

/** A student who did some of a book. */
function student(chance: Chance, { lessons }: Book, share = chance.next()): Facts {
  let facts = NONE;
  for (const { key, tasks = [] } of lessons.values()) {
    if (chance.next() > share) continue;
    facts = opened(facts, key);
    if (chance.next() < 0.8) facts = finished(facts, key, true);
    for (const { id } of tasks) {
      if (chance.next() < 0.3) facts = answered(facts, `${key}#${id}`, false);
      if (chance.next() < 0.7) facts = answered(facts, `${key}#${id}`, true);
    }
  }
  return facts;
}

/** What of the facts a code holds. */
function exported(facts: Facts): [string, number][] {
  return [...facts].filter(([name, value]) => name[0] !== "o" && value % 2).map(([name]): [string, number] => [name, 1]).sort();
}

/** A code that was read. */
function got(read: ReturnType<typeof readCode>): Imported {
  assert.equal(read.is, "read");
  return read as Imported;
}

const SOME = student(chance(7), bigBook(5, 4, 2), 0.4);

test("what a student did is read again from the code", () => {
  holds((chance) => {
    const whole = bigBook(1 + chance.below(5), 1 + chance.below(8), chance.below(4));
    const catalogue = catalogueOf(whole);
    const facts = student(chance, whole);
    const { facts: read, unknown, name } = got(readCode(catalogue, writeCode(catalogue, facts)));
    assert.deepEqual([...read].sort(), exported(facts));
    assert.deepEqual({ unknown, name }, { unknown: 0, name: "" });
  });
});

test("a code says in which edition it was made, and one of no edition says nothing", () => {
  const of = (edition: string) => ({ ...CATALOGUE, edition });
  const [before, now] = [of("2025-2026"), of("2026-2027")];
  const isOther = (reads: typeof CATALOGUE, code: string) => got(readCode(reads, code)).isOfOtherEdition;
  for (const facts of [NONE, SOME]) {
    for (const name of ["", "Zoé"]) {
      const [none, old, own] = [CATALOGUE, before, now].map((catalogue) => writeCode(catalogue, facts, name)) as [string, string, string];
      assert.deepEqual([none, old, own].map((code) => isOther(now, code)), [false, true, false]);
      assert.deepEqual([none, old, own].map((code) => isOther(CATALOGUE, code)), [false, false, false]);
      const read = got(readCode(now, old));
      assert.deepEqual([[...read.facts].sort(), read.name, read.unknown], [exported(facts), name, 0]);
      // Three letters at most, and a hyphen.
      assert.ok(old.length <= none.length + 4, `${none} ${old}`);
    }
  }
});

test("lessons and tasks by any name are read again", () => {
  const odd = catalogueOf(book([level("a", HOSTILE.map((key) => lesson(key, { tasks: [{ id: "__proto__" }, { id: key }] })))]));
  const facts = HOSTILE.reduce<Facts>((all, key) => declared(finished(all, key, true), `${key}#__proto__`, true), NONE);
  assert.deepEqual([...got(readCode(odd, writeCode(odd, facts))).facts].sort(), exported(facts));
});

test("codes that students have stay readable: these were made by the first version", () => {
  const facts = answered(answered(finished(NONE, "niveau-0/lecon-numero-1", true), "niveau-0/lecon-numero-1#_1", false), "niveau-0/lecon-numero-1#_2", true);
  for (const [name, code] of [["", "2P0Q-BHMG-CV5X-0EKX-APTA-J0"], ["Zoé", "3Y0Q-B4B9-QW7A-CD43-6SF8-3MZA-NG70-SF"]] as const) {
    assert.equal(writeCode(CATALOGUE, facts, name), code);
    const read = got(readCode(CATALOGUE, code));
    assert.deepEqual([[...read.facts].sort(), read.name], [exported(facts), name]);
  }
  const keys = ["", "a", "naviguer/ecosysteme#_1", "été/leçon"];
  assert.deepEqual(keys.map(hash), [2872998923, 444641715, 202588862, 2930771082]);
});

test("what a code says by numbers, which this book doesn’t have, is counted", () => {
  assert.deepEqual(readCode(CATALOGUE, "3P0Q-B4B9-QW7A-94HT-NGYB-BZ"), { is: "read", facts: NONE, name: "Zoé", unknown: 3, isOfOtherEdition: false });
});

test("a code is short", () => {
  const length = (items: number) => {
    const whole = bigBook(5, 40, 2);
    const keys = [...whole.lessons.values()].flatMap(({ key, tasks = [] }) => [key, ...tasks.map(({ id }) => `${key}#${id}`)]);
    const facts = keys.slice(0, items).map((key): [string, number] => [`${key.includes("#") ? "s" : "r"} ${key}`, 1]);
    return writeCode(catalogueOf(whole), new Map(facts)).replace(/-/g, "").length;
  };
  assert.ok(length(5) <= 32 && length(40) <= 125);
});

test("in lower case, with whatever a mail put in, and with letters taken for others", () => {
  const code = writeCode(CATALOGUE, SOME);
  const plain = code.replace(/-/g, "");
  const mailed = [
    code.toLowerCase(),
    plain,
    ` ${code.replace(/-/g, " \u00a0-\u00ad\r\n> ")}\u200b.\n`,
    code.replace(/-/g, "‑"),
    code.replace(/0/g, "O").replace(/1/g, "l"),
    code.replace(/0/g, "o").replace(/1/g, "I"),
    [...plain].join("\u00ad"),
    [...plain].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join(""),
    plain.replace(/.{20}/g, "$&=\r\n"),
  ];
  for (const text of mailed) assert.deepEqual([...got(readCode(CATALOGUE, text)).facts].sort(), exported(SOME), text);
});

test("every single wrong letter is caught, and the group that it is in named", () => {
  const code = writeCode(CATALOGUE, SOME).replace(/-/g, "");
  let told = 0;
  [...code].forEach((right, at) => {
    for (const wrong of LETTERS.replace(right, "")) {
      const read = readCode(CATALOGUE, code.slice(0, at) + wrong + code.slice(at + 1));
      assert.equal(read.is, "mistyped");
      if ("group" in read) assert.equal(read.group, Math.floor(at / 4) + 1);
      if ("group" in read) told++;
    }
  });
  assert.ok(told > code.length * 31 * 0.99, "it can nearly always be told");
});

test("every two letters that changed places are caught", () => {
  const code = [...writeCode(CATALOGUE, SOME).replace(/-/g, "")];
  code.forEach((one, at) => {
    for (let place = at + 1; place < code.length; place++) {
      const swapped = [...code];
      [swapped[at], swapped[place]] = [code[place] as string, one];
      if (code[place] !== one) assert.notEqual(readCode(CATALOGUE, swapped.join("")).is, "read");
    }
  });
});

test("a code without its end, its beginning or a letter within is cut", () => {
  const code = writeCode(CATALOGUE, SOME).replace(/-/g, "");
  for (let length = 1; length < code.length; length++) {
    const read = readCode(CATALOGUE, code.slice(0, length));
    assert.equal(read.is, (code.length - length) % 32 ? "cut" : "mistyped");
    assert.notEqual(readCode(CATALOGUE, code.slice(length)).is, "read");
    const missing = readCode(CATALOGUE, code.slice(0, length - 1) + code.slice(length));
    assert.ok(missing.is === "cut" || missing.is === "mistyped");
    if (length > 2) assert.equal(missing.is, "cut");
  }
});

test("letters that no code has are named, and no letters are none", () => {
  const code = writeCode(CATALOGUE, SOME);
  assert.deepEqual(readCode(CATALOGUE, `${code.slice(0, 6)}U${code.slice(7)}`), { is: "mistyped", group: 2, letters: `${code.slice(5, 6)}U${code.slice(7, 9)}` });
  assert.deepEqual(readCode(CATALOGUE, `é${code.slice(1)}`), { is: "mistyped", group: 1, letters: `É${code.slice(1, 4)}` });
  for (const text of ["", " \n\u00ad", "-- ---"]) assert.deepEqual(readCode(CATALOGUE, text), { is: "empty" });
  assert.deepEqual(readCode(CATALOGUE, "A".repeat(5_000_000)), { is: "big" });
  assert.deepEqual(readCode(CATALOGUE, "A".repeat(200_000)), { is: "big" });
});

test("a code of another book, or of a later version, says so", () => {
  const code = writeCode(CATALOGUE, SOME);
  assert.deepEqual(readCode({ ...CATALOGUE, book: "autre" }, code), { is: "foreign" });
  const bits = bitsOf(withoutCheck(code.replace(/-/g, "")));
  const other = (version: number) => withCheck(lettersOf(fixed(version, 4) + bits.slice(4)));
  assert.deepEqual(readCode(CATALOGUE, other(2)), { is: "newer" });
  assert.deepEqual(readCode(CATALOGUE, other(0)), { is: "broken" });
  assert.equal(readCode(CATALOGUE, other(1)).is, "read");
});

test("a book that changed reads the code still: what went is counted, what was renamed is found, what is new is untouched", () => {
  let untouched = 0;
  holds((chance) => {
    const before = bigBook(5, 4, 2);
    const facts = student(chance, before, 0.7);
    const code = writeCode(catalogueOf(before), facts);
    const lessons = [...before.lessons.values()];
    const [gone, moved] = [lessons[0]?.key, lessons[1]?.key as string];
    const after = book(
      [
        level("neuf", [lesson("neuf/a"), lesson("neuf/b", { tasks: [{ id: "x" }] })]),
        level("niveau-0", [
          ...lessons.filter(({ key }) => key !== gone && key !== moved).reverse(),
          { ...(lessons[1] as Lesson), key: "neuf/moved", tasks: [{ id: "fil", former: ["_1"] }, { id: "_2" }] },
        ]),
      ],
      { former: [[moved, "neuf/moved"]] },
    );
    const { facts: read, unknown } = got(readCode(catalogueOf(after), code));
    const expected = exported(facts).filter(([name]) => !name.includes(` ${gone}`));
    const now = expected.map(([name]) => name.replace(`${moved}#_1`, "neuf/moved#fil").replace(moved, "neuf/moved"));
    const isNew = (name: string) => /neuf\/[ab]/.test(name);
    untouched += [...read.keys()].filter(isNew).length;
    assert.deepEqual([...read.keys()].filter((name) => !isNew(name)).sort(), now.sort());
    const lost = new Set(exported(facts).filter(([name]) => name.includes(` ${gone}`)).map(([name]) => name.slice(2)));
    assert.ok(unknown <= lost.size);
  });
  assert.ok(untouched <= 3, `${untouched} of 900 new keys were taken for old ones`);
});

test("two keys whose hashes are the same are both left out rather than taken for each other", () => {
  const [one, other] = ["a/52vu", "a/guea"];
  assert.equal(hash(one), hash(other), "found by trying");
  const both = catalogueOf(book([level("a", [lesson(one), lesson(other), lesson("a/c")])]));
  const { facts, unknown } = got(readCode(both, writeCode(both, finished(finished(NONE, one, true), "a/c", true))));
  assert.deepEqual([...facts.keys()], ["r a/c"]);
  assert.equal(unknown, 1);
});

test("letters by chance with a right check sum harm nothing", () => {
  const head = withoutCheck(writeCode(CATALOGUE, NONE).replace(/-/g, "")).slice(0, 5);
  holds((chance) => {
    const start = chance.next() < 0.8 ? head : "";
    const code = withCheck(start + chance.many(chance.below(200), () => chance.of([...LETTERS, "0", "0", "Z"])).join(""));
    const read = readCode(CATALOGUE, code);
    assert.ok(["read", "broken", "newer", "foreign", "cut"].includes(read.is));
    if (read.is === "read") for (const [name, value] of read.facts) assert.ok(CATALOGUE.keys.has(name.slice(2)) && value === 1);
  }, 2000);
});

test("a code that says that it has a thousand million lessons has none", () => {
  const head = bitsOf(writeCode(CATALOGUE, NONE).replace(/-/g, "")).slice(0, 25);
  for (const body of [gamma(99_999_999) + gamma(1), gamma(90_000) + gamma(1) + gamma(1) + gamma(90_001), gamma(3) + gamma(35)]) {
    assert.deepEqual(readCode(CATALOGUE, withCheck(lettersOf(head + body))), { is: "broken" });
  }
});

test("a name is read again, and is no part of the facts", () => {
  for (const name of ["Zoé", "Žofia Ñ.", "محمد", "李雷", "👩🏽", "a".repeat(60)]) {
    const code = writeCode(CATALOGUE, SOME, name);
    const read = got(readCode(CATALOGUE, code));
    assert.equal(read.name, plainName(name));
    assert.deepEqual([...read.facts].sort(), exported(SOME));
  }
});

test("a name is one line of what shows, and not too long", () => {
  assert.equal(plainName(" Zoé\n\u202e\u0000Tremblay\u00a0 "), "Zoé Tremblay");
  assert.equal(plainName("😀".repeat(100)).length, 60);
  assert.equal(plainName("\u200b"), "");
  assert.equal(writeCode(CATALOGUE, SOME, " "), writeCode(CATALOGUE, SOME));
});

test("a link holds the code, whatever a mail made of it", () => {
  const code = writeCode(CATALOGUE, SOME);
  const link = codeLink(code);
  assert.match(link, /^#p=[0-9A-Z]+$/);
  assert.equal(codeInLink("#r=1:a"), undefined);
  assert.deepEqual([...got(readCode(CATALOGUE, codeInLink(link) ?? "")).facts].sort(), exported(SOME));
  assert.equal(codeInLink("https://example.org/fr/#p=AB%20CD"), "AB CD");
  assert.equal(codeInLink("#p=%"), "%");
});

test("numbers in ascending order are read again", () => {
  holds((chance) => {
    const range = 2 ** chance.below(33);
    const numbers = [...new Set(chance.many(chance.below(60), () => chance.below(range)))].sort((a, b) => a - b);
    const after = 1 + chance.below(1000);
    const read = readBits(ascending(numbers) + gamma(after));
    assert.deepEqual([read.ascending(), read.gamma(), read.isWrong()], [numbers, after, false]);
  }, 1000);
});

test("the check sum catches two wrong letters as well", () => {
  holds((chance) => {
    const code = withCheck(chance.many(1 + chance.below(150), () => chance.of([...LETTERS])).join(""));
    const wrong = [...code];
    for (let times = 0; times < 2; times++) wrong[chance.below(code.length)] = chance.of([...LETTERS]);
    assert.equal(isChecked(wrong.join("")), wrong.join("") === code);
  }, 3000);
});
