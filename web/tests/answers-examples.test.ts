import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { check, inputs, openQuestions, question, select, send, status, tick, type } from "./support/questions.ts";

/** The HTML that ANSWERS.md shows for a kind, in two languages. */
function examples(kind: string): string[] {
  const text = readFileSync("ANSWERS.md", "utf8");
  const section = text.slice(text.indexOf(`**${kind}**`, text.indexOf("## What Palier writes")));
  return [...section.matchAll(/```html\n([^]*?)```/g)].slice(0, 2).map(([, html]) => html as string);
}

/** Answers both examples, and expects them to be right. */
function answered(name: string, kind: string, answer: () => void): void {
  assert.equal(examples(name).length, 2);
  for (const html of examples(name)) {
    const inner = html.slice(0, html.indexOf("<details"));
    openQuestions(question({ kind }, inner, html.slice(html.indexOf("</summary>") + 10, html.lastIndexOf("</details>"))));
    answer();
    check();
    assert.match(status(), /^C’est juste/, html);
  }
}

const accepted = (place: Element) => JSON.parse(place.getAttribute("data-pal-accept") ?? "")[0];
const typeAll = () =>
  document.querySelectorAll(".pal-blank").forEach((place, at) => {
    const answer = accepted(place);
    type(typeof answer === "string" ? answer : `${answer.number + answer.within} ${answer.unit}`, at);
  });

test("the choices of the note are answered", () => {
  answered("Choices", "choices", () => tick(inputs().findIndex((input) => input.closest("[data-pal-right]"))));
});

test("the short answers, numbers and gaps of the note are answered", () => {
  for (const [name, kind] of [["Short answer", "short"], ["Number", "short"], ["Gaps", "gaps"]] as const) answered(name, kind, typeAll);
});

test("the orders of the note are answered, and shown in the letters that it says", () => {
  answered("Order", "order", () => {
    const items = () => [...document.querySelectorAll(".pal-order > li")];
    const places = items().map((item) => Number(item.getAttribute("data-pal-place")));
    const letters = [1, 2, 3].map((place) => "ABC"[places.indexOf(place)]).join(", ");
    assert.ok(document.querySelector(".pal-right-answer")?.textContent?.endsWith(letters), letters);
    for (const place of [1, 2, 3]) {
      const item = () => items().find((it) => it.getAttribute("data-pal-place") === String(place)) as Element;
      while (items().indexOf(item()) >= place) send(item().querySelector(".pal-up") as Element, "click");
    }
  });
});

test("the pairs of the note are answered", () => {
  answered("Pairs", "pairs", () =>
    document.querySelectorAll("[data-pal-pair]").forEach((item, at) => select(at, item.getAttribute("data-pal-pair") ?? "")),
  );
});
