import assert from "node:assert/strict";
import { test } from "node:test";
import { one } from "./support/page.ts";
import { again, check, marks, openQuestions, orderOf, press, question, send, status } from "./support/questions.ts";

const items = () => [...document.querySelectorAll(".pal-order > li")];
const words = () => items().map((item) => item.querySelector(".pal-words")?.textContent);
const button = (item: string, way: "up" | "down") =>
  items().find((it) => it.querySelector(".pal-words")?.textContent === item)?.querySelector(`.pal-${way}`) as Element;

test("things are shown as the page has them, each with its letter and two buttons that say what they move", () => {
  openQuestions(orderOf("un", "deux", "trois"));
  const shown = words();
  assert.notDeepEqual(shown, ["un", "deux", "trois"]);
  assert.deepEqual(items().map((item) => item.getAttribute("value")), ["1", "2", "3"]);
  assert.equal(button("deux", "up").getAttribute("aria-label"), "Monter : deux");
  assert.equal(button("deux", "down").getAttribute("aria-label"), "Descendre : deux");
  assert.deepEqual(items().map((item) => item.querySelector(".pal-up")?.getAttribute("aria-disabled")), ["true", "false", "false"]);
  assert.deepEqual(items().map((item) => item.querySelector(".pal-down")?.getAttribute("aria-disabled")), ["false", "false", "true"]);
});

test("a button moves a thing with its letter, says where it is now, and keeps the focus", () => {
  const { focused } = openQuestions(orderOf("un", "deux", "trois"));
  const [, second] = words();
  const letter = items()[1]?.getAttribute("value");
  const up = button(second as string, "up");
  send(up, "click");
  assert.equal(words()[0], second);
  assert.equal(items()[0]?.getAttribute("value"), letter);
  assert.equal(status(), `${second} : place 1 sur 3.`);
  assert.deepEqual(focused, [up]);
  send(up, "click");
  assert.equal(words()[0], second, "the first goes no further up");
  assert.equal(status(), `${second} : place 1 sur 3.`, "and says again where it is");
});

test("arrow keys on either button move too, and other keys don’t", () => {
  openQuestions(orderOf("un", "deux", "trois"));
  const [first] = words();
  const down = button(first as string, "down");
  const event = send(down, "keydown", { key: "ArrowDown" });
  assert.ok(event.defaultPrevented, "the page doesn’t scroll");
  assert.equal(words()[1], first);
  send(down, "keydown", { key: "ArrowUp" });
  assert.equal(words()[0], first);
  assert.ok(send(down, "keydown", { key: "ArrowUp" }).defaultPrevented, "nor where there is no place to move to");
  for (const key of ["Tab", "Enter", " ", "ArrowLeft"]) assert.ok(!send(down, "keydown", { key }).defaultPrevented);
  assert.equal(words()[0], first);
  send(one(".pal-order li .pal-words"), "click");
  send(one(".pal-order li .pal-words"), "keydown", { key: "ArrowDown" });
  assert.equal(words()[0], first);
});

/** Puts things in an order, by their buttons. */
function arrange(...right: string[]): void {
  right.forEach((item, place) => {
    while (words().indexOf(item) > place) send(button(item, "up"), "click");
  });
}

test("each thing in its place is right, and the whole is when all are", () => {
  const { recorded } = openQuestions(orderOf("un", "deux", "trois", "quatre"));
  arrange("un", "trois", "deux", "quatre");
  check();
  assert.deepEqual(marks(), ["Juste.", "Faux.", "Faux.", "Juste."]);
  assert.equal(status(), "Pas encore. 2 sur 4.");
  assert.equal(items()[1]?.querySelector(".pal-up")?.getAttribute("aria-describedby"), items()[1]?.querySelector(".pal-verdict")?.id);
  send(button("deux", "up"), "click");
  assert.deepEqual(marks(), []);
  assert.equal(status(), "deux : place 2 sur 4.");
  check();
  assert.equal(status(), "C’est juste.");
  assert.deepEqual(recorded, [["fil", false], ["fil", true]]);
});

test("an order that was not touched is an answer: it may be what one thinks is right", () => {
  const { recorded } = openQuestions(orderOf("un", "deux", "trois"));
  check();
  assert.match(status(), /^Pas encore/);
  assert.deepEqual(recorded.map(([, isRight]) => isRight), [false]);
});

test("trying again brings the order of the page back", () => {
  openQuestions(orderOf("un", "deux", "trois"));
  const shown = words();
  arrange("un", "deux", "trois");
  check();
  again();
  assert.deepEqual(words(), shown);
});

test("things that say the same may change places", () => {
  openQuestions(question({ kind: "order" }, '<ol class="pal-order"><li data-pal-place="3">b</li><li data-pal-place="2">a</li><li data-pal-place="1">a</li></ol>'));
  press(".pal-order li .pal-down");
  press(".pal-order li:nth-child(2) .pal-down");
  check();
  assert.equal(status(), "C’est juste.");
});

test("one thing, or a thing without a place, leaves the question as it is", () => {
  const list = (inner: string) => question({ kind: "order" }, `<ol class="pal-order">${inner}</ol>`);
  const one = '<li data-pal-place="1">a</li>';
  for (const html of [list(""), list(one), list(`${one}<li>b</li>`), list(`${one}<li data-pal-place="x">b</li>`), question({ kind: "order" }, "")]) {
    openQuestions(html);
    assert.equal(document.querySelector("button"), null, html);
  }
});

test("a thing without words is named by its number", () => {
  openQuestions(question({ kind: "order" }, '<ol class="pal-order"><li data-pal-place="2"><img src="a.png"></li><li data-pal-place="1">b</li></ol>'));
  assert.equal(one(".pal-up").getAttribute("aria-label"), "Monter : 1");
});

test("a formula is named by its source, and an image by its alternative", () => {
  const half = "<math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\frac{1}{2}</annotation></semantics></math>";
  openQuestions(orderOf(`la ${half}`, '<img src="a.png" alt="Un champ">', "<math><mn>3</mn></math>"));
  const names = items().map((item) => item.querySelector(".pal-up")?.getAttribute("aria-label"));
  assert.deepEqual(names.sort(), ["Monter : 3", "Monter : Un champ", "Monter : la \\frac{1}{2}"]);
});
