import assert from "node:assert/strict";
import { test } from "node:test";
import { one } from "./support/page.ts";
import { again, blank, check, inputs, marks, openQuestions, question, send, shortOf, status, type } from "./support/questions.ts";

const GAPS = question(
  { kind: "gaps", counts: "accents" },
  `<audio controls src="dictee.mp3"></audio><p>Elle ${blank("a")} faim <b>${blank("à")}</b> midi, ${blank("où", "quand")}?</p>`,
);

test("a short answer has a field that leaves what is typed alone", () => {
  openQuestions(shortOf("", "hors-champ"));
  const [input] = inputs();
  const attributes = ["type", "aria-label", "autocapitalize", "autocomplete", "autocorrect", "spellcheck", "dir"];
  assert.deepEqual(attributes.map((name) => input?.getAttribute(name)), ["text", "Votre réponse", "none", "off", "off", "false", "auto"]);
});

test("Enter checks what was typed, but not while a character is being written", () => {
  const { recorded } = openQuestions(shortOf("", "hors-champ", "le cadre"));
  type(" Hors-champ ");
  send(inputs()[0] as Element, "keydown", { key: "Enter", isComposing: true });
  send(inputs()[0] as Element, "keydown", { key: "a" });
  assert.deepEqual(recorded, []);
  send(inputs()[0] as Element, "keydown", { key: "Enter" });
  assert.deepEqual(marks(), ["Juste."]);
  assert.equal(status(), "C’est juste. Juste.");
  assert.deepEqual(recorded, [["fil", true]]);
});

test("a nearly right answer says what to look at", () => {
  const { recorded } = openQuestions(shortOf("accents case", "Québec"));
  type("quebec");
  check();
  assert.deepEqual(marks(), ["Presque. Vérifiez les majuscules. Vérifiez les accents."]);
  assert.equal(status(), "Pas encore. Presque. Vérifiez les majuscules. Vérifiez les accents.");
  assert.equal(inputs()[0]?.getAttribute("aria-invalid"), "true");
  assert.equal(inputs()[0]?.getAttribute("aria-describedby"), one(".pal-verdict").id);
  assert.deepEqual(recorded, [["fil", false]]);
  type("Québec");
  assert.ok(!inputs()[0]?.hasAttribute("aria-invalid"));
});

test("a right answer that is written otherwise says how it is written", () => {
  openQuestions(shortOf("", "Québec"));
  type("quebec");
  check();
  assert.deepEqual(marks(), ["Juste. On écrit : Québec."]);
  assert.match(one(".pal-verdict").textContent ?? "", /écrit\u00a0:/, "a no-break space stays one");
});

test("a number is read in the language of its question, whatever a translator made of the page", () => {
  const ask = shortOf("", { number: 1.234, within: 0.001 });
  const { recorded } = openQuestions(ask);
  document.documentElement.lang = "en";
  type("1,234");
  check();
  openQuestions(`<div lang="en">${ask}</div>`);
  type("1,234");
  check();
  assert.deepEqual(marks(), ["Faux."]);
  assert.deepEqual(recorded, [["fil", true]]);
});

test("what is no number is told so, and is no wrong answer", () => {
  const { recorded } = openQuestions(shortOf("", { number: 3 }));
  type("trois");
  check();
  assert.deepEqual(marks(), ["Écrivez un nombre (par exemple 3,5)."]);
  assert.deepEqual(recorded, []);
});

test("a blank is wide enough for what it accepts, and doesn’t tell how long that is", () => {
  const sizes = (...accepted: string[]) => {
    openQuestions(question({ kind: "gaps" }, accepted.map((answer) => blank(answer)).join("")));
    return inputs().map((input) => input.getAttribute("size"));
  };
  assert.deepEqual(sizes("a", "pommes"), ["8", "8"]);
  assert.deepEqual(sizes("a", "une pomme"), ["16", "16"]);
  assert.deepEqual(sizes("Une phrase entière, que l’on a entendue deux fois."), ["40"]);
});

test("gaps are fields in their text, each with its number, and a sound stays", () => {
  openQuestions(GAPS);
  assert.deepEqual(inputs().map((input) => input.getAttribute("aria-label")), ["Trou 1", "Trou 2", "Trou 3"]);
  assert.equal(one("p:not([class])").textContent, "Elle  faim  midi, ?");
  assert.ok(document.querySelector("audio"));
});

test("each gap has its verdict beside it, and the whole is counted", () => {
  const { recorded } = openQuestions(GAPS);
  type("a", 0);
  type("a", 1);
  check();
  assert.deepEqual(marks(), ["Juste.", "Presque. Vérifiez les accents."], "a gap that is empty has none");
  assert.equal(one(".pal-verdict").tagName, "SPAN", "a line of text holds no block");
  assert.equal(status(), "Pas encore. 1 sur 3.");
  type("à", 1);
  type("Quand", 2);
  check();
  assert.equal(status(), "C’est juste.");
  assert.deepEqual(recorded, [["fil", false], ["fil", true]]);
  again();
  assert.ok(inputs().every(({ value }) => !value));
});

test("nothing, or spaces, is no answer", () => {
  const { recorded, focused } = openQuestions(GAPS);
  type(" \u00a0\u200b", 1);
  check();
  assert.equal(status(), "Répondez d’abord.");
  assert.deepEqual(focused, [inputs()[0]]);
  assert.deepEqual(recorded, []);
});

test("a gap without an answer stays a blank, and the others keep their numbers", () => {
  const bad = ["", "null", "{}", "[]", '[""," "]', "[null]", "[true,[]]", '[{"number":"3"}]', "[{", "3"];
  for (const json of bad) {
    const broken = `<span class="pal-blank" data-pal-accept="${json.replace(/"/g, "&quot;")}">(1)</span>`;
    openQuestions(question({ kind: "gaps" }, `${broken} ${blank("b")}`));
    assert.deepEqual(inputs().map((input) => input.getAttribute("aria-label")), ["Trou 2"], json);
    assert.equal(one(".pal-blank").textContent, "(1)");
    openQuestions(question({ kind: "short" }, broken));
    assert.equal(document.querySelector("input, button"), null, json);
  }
});

test("a passage in another language has that language’s articles", () => {
  openQuestions(question({ kind: "gaps" }, `<p><span lang="en">It is ${blank("frame")}</span></p>`));
  type("the frame");
  check();
  assert.deepEqual(marks(), ["Juste."]);
});
