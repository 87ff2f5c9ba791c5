import assert from "node:assert/strict";
import { test } from "node:test";
import { again, check, marks, openQuestions, pairsOf, select, status } from "./support/questions.ts";

const PAIRS = pairsOf([["cadre", 2], ["champ", 1], ["plan", 2]], ["ce qu’on voit", "ce qui <b>limite</b>", "rien"]);
const selects = () => [...document.querySelectorAll("select")];
const options = () => [...(selects()[0]?.querySelectorAll("option") ?? [])].map(({ textContent }) => textContent);

test("each thing has a list of partners, by their letters and words", () => {
  openQuestions(PAIRS);
  assert.deepEqual(options(), ["Choisissez", "A. ce qu’on voit", "B. ce qui limite", "C. rien"]);
  assert.equal(selects()[0]?.closest("label")?.querySelector(".pal-words")?.textContent, "cadre");
  assert.ok(document.querySelector("label > .pal-words + select"), "a list comes after the words that it completes");
});

test("partners are numbered where the page numbers them, and one without words has its mark alone", () => {
  openQuestions(pairsOf([["a", 1]], ["x", '<img src="a.png" alt="">'], "1"));
  assert.deepEqual(options(), ["Choisissez", "1. x", "2. "]);
});

test("each pair has its verdict, and a partner may serve twice", () => {
  const { recorded } = openQuestions(PAIRS);
  select(0, "2");
  select(1, "3");
  check();
  assert.deepEqual(marks(), ["Juste.", "Faux."]);
  assert.equal(selects()[1]?.getAttribute("aria-invalid"), "true");
  assert.equal(status(), "Pas encore. 1 sur 3.");
  select(1, "1");
  assert.deepEqual(marks(), []);
  select(2, "2");
  check();
  assert.equal(status(), "C’est juste.");
  assert.deepEqual(recorded, [["fil", false], ["fil", true]]);
});

test("nothing chosen is no answer, and trying again empties the lists", () => {
  const { focused } = openQuestions(PAIRS);
  check();
  assert.equal(status(), "Répondez d’abord.");
  select(0, "1");
  check();
  again();
  assert.ok(selects().every(({ value }) => !value));
  assert.deepEqual(focused, [selects()[0], selects()[0]]);
});

test("a thing without a partner is not asked, and without pairs or partners all stays as it is", () => {
  openQuestions(pairsOf([["a"], ["b", 9], ["c", 0], ["d", -1], ["e", 1.5], ["f", 1]], ["x", "y"]));
  assert.deepEqual(selects().map((it) => it.closest("label")?.querySelector(".pal-words")?.textContent), ["f"]);
  for (const html of [pairsOf([["a"]], ["x", "y"]), pairsOf([], ["x", "y"]), pairsOf([["a", 1]], ["x"]), pairsOf([["a", 1]], [])]) {
    openQuestions(html);
    assert.equal(document.querySelector("select, button"), null, html);
  }
});
