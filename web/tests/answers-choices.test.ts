import assert from "node:assert/strict";
import { test } from "node:test";
import { one } from "./support/page.ts";
import { again, check, choicesOf, inputs, marks, openQuestions, press, send, status, tick, unfold } from "./support/questions.ts";

const ONE = choicesOf(["Tout", false, '<p id="x">Il y a un <b>hors-champ</b>.</p>'], ["Un choix", true, "<p>Oui.</p>"], ["Rien", false]);
const TWO = choicesOf(["Rouge", true], ["Carré", false], ["Bleu", true]);

const types = () => inputs().map(({ type }) => type);

test("where one answer is right there are radio buttons, named by all that a choice holds", () => {
  openQuestions(ONE);
  assert.deepEqual(types(), ["radio", "radio", "radio"]);
  const [first] = inputs();
  assert.equal(first?.closest("label")?.textContent, "Tout");
  assert.equal(new Set(inputs().map(({ name }) => name)).size, 1);
  assert.equal(one(".pal-check").textContent, "Vérifier");
});

test("where several are right, or there is one choice, there are checkboxes", () => {
  openQuestions(TWO);
  assert.deepEqual(types(), ["checkbox", "checkbox", "checkbox"]);
  openQuestions(choicesOf(["Compris", true]));
  assert.deepEqual(types(), ["checkbox"]);
});

test("a wrong choice is told so in words, with its feedback, and its answer stays folded", () => {
  const { recorded } = openQuestions(ONE);
  tick(0);
  check();
  assert.deepEqual(marks(), ["Faux. Il y a un hors-champ."]);
  assert.equal(one(".pal-verdict").parentElement, one(".pal-choices > li"), "under the choice, outside its label");
  assert.equal(one(".pal-verdict b").textContent, "hors-champ");
  assert.equal(document.querySelectorAll("#x").length, 1, "no id comes twice");
  assert.ok(one(".pal-verdict").matches(".pal-is-wrong"));
  assert.match(status(), /^Pas encore\. Faux\. Il y a un hors-champ\.$/, "who hears the page hears it at once");
  assert.equal(inputs()[0]?.getAttribute("aria-describedby"), one(".pal-verdict").id);
  assert.ok(!one(".pal-answer").hasAttribute("open"));
  assert.deepEqual(recorded, [["fil", false]]);
});

test("a feedback’s code is told without its button, which nobody would listen to", () => {
  openQuestions(choicesOf(["a", false, "<pre>x</pre><button>Copier</button><span role='status'></span>"], ["b", true]));
  tick(0);
  check();
  assert.deepEqual(marks(), ["Faux. x"]);
  assert.equal(document.querySelectorAll(".pal-verdict button, .pal-verdict [role=status]").length, 0);
});

test("a right choice is told so, and the explanation unfolds", () => {
  const { recorded } = openQuestions(ONE);
  tick(1);
  check();
  assert.deepEqual(marks(), ["Juste. Oui."]);
  assert.match(status(), /^C’est juste\./);
  assert.ok(one(".pal-answer").hasAttribute("open"));
  assert.deepEqual(recorded, [["fil", true]]);
});

test("a change takes the verdict away, and another try is told anew", () => {
  const { recorded } = openQuestions(ONE);
  tick(0);
  check();
  tick(2);
  assert.deepEqual(marks(), []);
  assert.equal(status(), "");
  assert.ok(!inputs()[0]?.hasAttribute("aria-describedby"));
  check();
  assert.deepEqual(marks(), ["Faux."], "a choice without feedback");
  assert.equal(status(), "Pas encore.");
  assert.deepEqual(recorded, [["fil", false], ["fil", false]]);
});

test("trying again unticks everything, and leads to the first choice", () => {
  const { focused } = openQuestions(TWO);
  assert.ok(one(".pal-again").hidden);
  tick(1);
  check();
  assert.ok(!one(".pal-again").hidden);
  again();
  assert.ok(inputs().every(({ checked }) => !checked));
  assert.deepEqual(marks(), []);
  assert.deepEqual(focused, [inputs()[0]]);
  assert.ok(one(".pal-again").hidden);
});

test("right choices that are not all of them say that one is missing, and not which", () => {
  const { recorded } = openQuestions(TWO);
  tick(0);
  check();
  assert.deepEqual(marks(), ["Juste."]);
  assert.equal(status(), "Pas encore. Il manque au moins une réponse.");
  tick(1);
  check();
  assert.deepEqual(marks(), ["Juste.", "Faux."]);
  assert.equal(status(), "Pas encore.");
  tick(1, false);
  tick(2);
  check();
  assert.equal(status(), "C’est juste.");
  assert.deepEqual(recorded.map(([, isRight]) => isRight), [false, false, true]);
});

test("no choice is no answer: nothing is recorded, and the first choice has the focus", () => {
  const { recorded, focused } = openQuestions(ONE);
  check();
  assert.equal(status(), "Répondez d’abord.");
  assert.deepEqual(focused, [inputs()[0]]);
  assert.deepEqual(recorded, []);
});

test("choices that are all right are all to be ticked", () => {
  openQuestions(choicesOf(["a", true], ["b", true]));
  tick(0);
  check();
  assert.match(status(), /Il manque/);
  tick(1);
  check();
  assert.equal(status(), "C’est juste.");
});

test("a question without a right answer, without choices, or of an unknown kind stays as it is", () => {
  for (const html of [choicesOf(["a", false], ["b", false]), choicesOf(), ONE.replace('ask="choices"', 'ask="constructor"')]) {
    openQuestions(html);
    assert.equal(document.querySelector("input, button"), null);
  }
});

test("a formula, an image, code, a link and a table in a choice stay, inside its label", () => {
  const held = '<math><mi>x</mi></math><img alt="Un cadre" src="a.png"><code>a</code><a href="#n">1</a><table><tbody><tr><td>1</td></tr></tbody></table>';
  openQuestions(choicesOf([held, true], ["b", false]));
  assert.equal(one(".pal-words").innerHTML, held);
  assert.equal(one(".pal-words").parentElement?.tagName, "LABEL");
  assert.ok(one("label > input:first-child"), "a button comes before its words");
});

test("the answer unfolds without a script, and one who looked it up first has shown nothing", () => {
  const { recorded } = openQuestions(ONE);
  unfold(".pal-answer");
  tick(1);
  check();
  assert.match(status(), /^C’est juste\. Vous aviez vu la réponse/);
  assert.deepEqual(recorded, []);
  tick(0);
  check();
  assert.match(status(), /^Pas encore\. Vous aviez vu la réponse/, "each time");
  one<HTMLButtonElement>(".pal-again").click();
  assert.equal(one(".pal-answer").hasAttribute("open"), false, "one tries again without it");
  tick(1);
  check();
  assert.match(status(), /Vous aviez vu la réponse/);
  assert.deepEqual(recorded, []);
});

test("an answer that was found and then looked at is shown", () => {
  const { recorded } = openQuestions(ONE);
  tick(1);
  check();
  send(one(".pal-answer"), "toggle");
  check();
  assert.doesNotMatch(status(), /Vous aviez vu/);
  assert.deepEqual(recorded, [["fil", true], ["fil", true]]);
});

test("an answer that was unfolded before the script came has been seen", () => {
  const { recorded } = openQuestions(ONE.replace('class="pal-answer"', 'class="pal-answer" open'));
  tick(1);
  check();
  assert.deepEqual(recorded, []);
});

test("a question inside another’s explanation is answered by itself", () => {
  const inner = TWO.replace(/fil/g, "dedans");
  const { recorded, watched, see } = openQuestions(ONE.replace("</details>\n</div>", `${inner}</details>\n</div>`), { near: false });
  see(...watched);
  assert.deepEqual(types(), ["radio", "radio", "radio", "checkbox", "checkbox", "checkbox"]);
  tick(3);
  press("#dedans .pal-check");
  assert.deepEqual(recorded, [["dedans", false]]);
  assert.equal(document.querySelectorAll("#fil > .pal-ask > .pal-status > *").length, 0);
});

test("what a browser’s translator puts around words changes nothing", () => {
  const { recorded } = openQuestions(ONE.replace("Un choix", "<font><font>A choice</font></font>"));
  document.documentElement.lang = "en";
  one(".pal-check").innerHTML = "<font><font>Check</font></font>";
  tick(1);
  send(one(".pal-check font font"), "click");
  assert.deepEqual(recorded, [["fil", true]]);
});
