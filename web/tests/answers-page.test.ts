import assert from "node:assert/strict";
import { test } from "node:test";
import { answerQuestions } from "../src/site/answers/start.ts";
import { one, open } from "./support/page.ts";
import { blank, check, choicesOf, inputs, marks, openQuestions, question, shortOf, status, tick, type, unfold } from "./support/questions.ts";

const ASK = choicesOf(["a", true], ["b", false]);

test("thirty questions share a listener for each kind of event, and wait until they are near the screen", () => {
  const many = Array.from({ length: 30 }, (_, at) => ASK.replace(/fil/g, `q${at}`)).join("");
  const { listeners, watched, see, recorded } = openQuestions(many, { near: false });
  assert.equal(watched.length, 30);
  assert.deepEqual(listeners, ["click", "input", "keydown", "toggle", "palier:changed"]);
  assert.equal(document.querySelector("input"), null);
  see(one("#q7"));
  assert.equal(inputs().length, 2);
  assert.equal(watched.length, 29);
  tick(0);
  check();
  assert.deepEqual(recorded, [["q7", true]]);
});

test("a question that is far from the screen is left alone, and one that comes near twice is made live once", () => {
  const { see, tell } = openQuestions(ASK, { near: false });
  tell([{ target: one("#fil"), isIntersecting: false }]);
  assert.equal(document.querySelector("input"), null);
  see(one("#fil"));
  see(one("#fil"));
  assert.equal(inputs().length, 2);
});

test("names that questions make are not each other’s", () => {
  openQuestions(ASK + ASK.replace(/fil/g, "autre"));
  const names = inputs().map(({ name }) => name);
  assert.equal(names[0], names[1]);
  assert.notEqual(names[0], names[2]);
});

test("what stands outside questions is heard by none", () => {
  const { recorded } = openQuestions(`<button id="x" class="pal-check">x</button>${ASK}`);
  one("#x").click();
  document.dispatchEvent(new (window as Window & typeof globalThis).Event("click"));
  assert.deepEqual(recorded, []);
});

test("without the page’s words, or without questions, nothing is done", () => {
  const { watched } = openQuestions(ASK, { script: "" });
  assert.deepEqual(watched, []);
  assert.deepEqual(openQuestions("<p>Un texte.</p>").listeners, []);
});

test("without a key, or without what keeps progress, a question is answered all the same", () => {
  const { recorded } = openQuestions(ASK.replace(/ data-pal-task="[^"]*"/, ""));
  tick(0);
  check();
  assert.equal(status(), "C’est juste.");
  assert.deepEqual(recorded, []);
  open(`${ASK}<script data-check="Check"></script>`);
  let told: (entries: object[]) => void = () => undefined;
  class Observer {
    constructor(tell: typeof told) {
      told = tell;
    }
    observe(): void {}
    unobserve(): void {}
  }
  Object.assign(globalThis, { IntersectionObserver: Observer });
  answerQuestions(() => undefined);
  told([{ target: one("#fil"), isIntersecting: true }]);
  tick(0);
  check();
  assert.deepEqual(marks(), [""], "a word that the page lacks is left out");
});

test("hints come one at a time, below the buttons", () => {
  openQuestions(question({ kind: "short", hints: ["un", "deux", "trois"] }, blank("mot")));
  const hidden = () => [...document.querySelectorAll<HTMLElement>(".pal-hint")].map((hint) => hint.hidden);
  assert.deepEqual(hidden(), [false, true, true]);
  assert.ok(one(".pal-ask + .pal-hint"));
  unfold(".pal-hint");
  assert.deepEqual(hidden(), [false, false, true]);
  one(".pal-hint").removeAttribute("open");
  unfold(".pal-answer");
  assert.deepEqual(hidden(), [false, false, true]);
  unfold(".pal-hint:nth-of-type(2)");
  assert.deepEqual(hidden(), [false, false, false]);
});

test("the buttons stand before the answer, and at the question’s end where it has none", () => {
  openQuestions(shortOf("", "mot"));
  assert.ok(one(".pal-ask + .pal-answer"));
  openQuestions(question({ kind: "short" }, blank("mot")).replace(/<details[^]*<\/details>/, ""));
  assert.ok(one("#fil > .pal-ask:last-child"));
  type("mot");
  check();
  assert.match(status(), /^C’est juste/);
});

test("a word that the page’s language lacks says which language it is in", () => {
  openQuestions(ASK, { script: ' data-check="Check" data-check-lang="en" data-done="Right" data-done-lang="en"' });
  assert.equal(one(".pal-check").lang, "en");
  tick(0);
  check();
  assert.equal(one<HTMLElement>(".pal-status span").lang, "en");
});

test("a question that was answered right on an earlier visit says so, and may be answered again", () => {
  const kinds = () => [...document.querySelectorAll(".pal-callout-kind")].map(({ textContent }) => textContent);
  const { recorded } = openQuestions(`${ASK}${ASK.replace(/fil/g, "autre")}`, { shown: "autre" });
  assert.deepEqual(kinds(), ["question", "question déjà réussie"]);
  assert.equal(one(".pal-status").textContent, "");
  tick(2);
  document.querySelectorAll<HTMLElement>(".pal-check")[1]?.click();
  assert.deepEqual(recorded, [["autre", true]]);
});

test("a live region is there, and empty, before it says anything", () => {
  openQuestions(ASK);
  assert.equal(one(".pal-status").getAttribute("role"), "status");
  assert.equal(one(".pal-status").textContent, "");
});
