// Questions that are answered in the page: each kind by keyboard, verdicts and feedback, hints, another try; without
// script, on paper, on a narrow screen, and thirty of them.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test, expect } from "@playwright/test";
import { palier } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const QUESTIONS = `> [!QUESTION]{#image} Que montre une image?
>
> - [ ] Tout
>
>   Il y a toujours un **hors-champ**.
>
> - [x] Un choix
>
>   Oui.
>
> Toute image est un choix.

> [!QUESTION]{#plusieurs} Lesquelles sont des images?
>
> - [x] Une photo
> - [x] Un dessin
> - [ ] Un son

> [!QUESTION]{#mot} Comment nomme-t-on ce que le cadre laisse dehors?
>
> ? On ne le voit pas.
>
> ? Le mot commence par « hors ».
>
> = hors-champ | off
>
> Il fait partie de l’image.

> [!QUESTION]{#masse} Combien pèse l’appareil?
>
> = 3,5 ± 0,1 kg

> [!QUESTION]{#etapes .order} Mettez les étapes dans l’ordre.
>
> 1. Cadrer
> 2. Déclencher
> 3. Développer

> [!QUESTION]{#mots .pairs} Que veut dire chaque mot?
>
> | mot | sens |
> |---|---|
> | cadre | ce qui limite l’image |
> | champ | ce qu’on voit |
> | | ce qu’on entend |

> [!QUESTION]{#dictee .gaps count=accents} Complétez.
>
> Elle [[= a]] faim [[= à]] midi.
`;

const RICH = `> [!QUESTION]{#riche} Lesquels valent quatre?
>
> - [x] $2 + 2$
> - [ ] \`2 * 3\`
>
>   C’est six :
>
>   \`\`\`js
>   console.log(2 * 3);
>   \`\`\`
> - [ ] ![Trois points](points.png)
>
>   | a | b |
>   |---|---|
>   | 1 | 2 |
> - [x] $\\frac{8}{2}$

> [!QUESTION]{#ordre .order} Du plus petit au plus grand?
>
> 1. $\\frac{1}{2}$
> 2. ![Trois points](points.png)
> 3. \`4\`

> [!QUESTION]{#paires .pairs} Combien?
>
> | compte | valeur |
> |---|---|
> | $2 + 2$ | $4$ |
> | ![Trois points](points.png) | \`3\` |
`;

/** Questions with a fault that a teacher has chosen to leave. */
const FAULTY = `> [!QUESTION]{#aucune} Aucune bonne réponse?
>
> - [ ] Un
> - [ ] Deux

> [!QUESTION]{#toutes} Toutes bonnes?
>
> - [x] Un
> - [x] Deux

> [!QUESTION]{#seul} Un seul choix?
>
> - [x] Un

> [!QUESTION]{#inegales .pairs} Paires inégales?
>
> | a | b |
> |---|---|
> | un | 1 |
> | deux | 2 |
> | trois | |
> | quatre |

> [!QUESTION]{#trous} Un trou [[=]] et un bon [[= oui]].

> [!QUESTION]{#nombre} Combien?
>
> = 1.234.5 ± 2

> [!QUESTION]{#rien} Et rien?
`;

const ALLOWED = ["unanswered-question", "trivial-question", "unequal-pairs", "invalid-number"];

/** A picture of one point. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const many = Array.from({ length: 30 }, (_, number) => `> [!QUESTION]{#q${number}} Question ${number}?\n>\n> = ${number}\n`);

let folder;
let root;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "palier-questions-"));
  const book = join(folder, "book");
  mkdirSync(join(book, "content/1-voir"), { recursive: true });
  const write = (path, text) => writeFileSync(join(book, path), text);
  write("book.toml", `[book]\ntitle = "Questions"\nid = "questions"\n[languages.fr]\n[check]\nallow = ${JSON.stringify(ALLOWED)}\n`);
  write("content/1-voir/index.fr.md", "---\ntitle: Voir\n---\n");
  write("content/1-voir/1-tout.fr.md", `---\ntitle: Tout\n---\n\n${QUESTIONS}`);
  write("content/1-voir/3-riche.fr.md", `---\ntitle: Riche\n---\n\n${RICH}`);
  write("content/1-voir/points.png", Buffer.from(PNG, "base64"));
  write("content/1-voir/4-faute.fr.md", `---\ntitle: Faute\n---\n\n${FAULTY}`);
  write("content/1-voir/2-trente.fr.md", `---\ntitle: Trente\n---\n\n${many.join("\n")}`);
  execFileSync(palier, ["build", book, "--output", join(folder, "site")], { stdio: "ignore" });
  execFileSync(palier, ["build", book, "--teacher", "--output", join(folder, "teacher")], { stdio: "ignore" });
  root = `${pathToFileURL(join(folder, "site"))}/`;
});

test.afterAll(() => rmSync(folder, { recursive: true }));

const lesson = () => `${root}fr/voir/tout/index.html`;
const question = (page, id) => page.locator(`#${id}`);
const status = (page, id) => question(page, id).locator(".pal-status");
const check = (page, id) => question(page, id).getByRole("button", { name: "Vérifier" });

/** A question, once its script has come. */
async function live(page, id) {
  await question(page, id).scrollIntoViewIfNeeded();
  await expect(check(page, id)).toBeVisible();
  return question(page, id);
}

/** Records what progress would be told. */
async function record(page) {
  await page.addInitScript(() => {
    globalThis.answers = [];
    // In the place of what the page's own script would keep.
    const palier = { isShown: () => false, answer: (id, isRight) => globalThis.answers.push([id, isRight]) };
    Object.defineProperty(globalThis, "palier", { get: () => palier, set() {} });
  });
  await page.goto(lesson());
}

const recorded = (page) => page.evaluate(() => globalThis.answers);

test.describe("with the script", () => {
  test.use({ javaScriptEnabled: true });

  test("a choice is answered by keyboard: wrong, with its feedback, then right, with the explanation", async ({ page }) => {
    await record(page);
    const asked = await live(page, "image");
    const radios = asked.getByRole("radio");
    await expect(radios).toHaveCount(2);
    await radios.first().focus();
    await page.keyboard.press("Space");
    await check(page, "image").focus();
    await page.keyboard.press("Enter");
    await expect(status(page, "image")).toContainText("Pas encore.");
    await expect(status(page, "image")).toContainText("Il y a toujours un hors-champ.");
    await expect(radios.first()).toHaveAccessibleDescription(/^Faux\. Il y a toujours un hors-champ/);
    await expect(asked.locator(".pal-answer")).not.toHaveAttribute("open");
    await radios.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(asked.locator(".pal-verdict")).toHaveCount(0);
    await check(page, "image").press("Enter");
    await expect(status(page, "image")).toContainText("C’est juste.");
    await expect(asked.locator(".pal-answer")).toHaveAttribute("open");
    await expect(asked).toContainText("Toute image est un choix.");
    expect(await recorded(page)).toEqual([["image", false], ["image", true]]);
  });

  test("several right answers are ticked, and one that is missing is told without being named", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "plusieurs");
    await check(page, "plusieurs").click();
    await expect(status(page, "plusieurs")).toHaveText(/Répondez d’abord/);
    await asked.getByRole("checkbox", { name: "Une photo" }).check();
    await check(page, "plusieurs").click();
    await expect(status(page, "plusieurs")).toContainText("Il manque au moins une bonne réponse.");
    await asked.getByRole("checkbox", { name: "Un dessin" }).check();
    await check(page, "plusieurs").click();
    await expect(status(page, "plusieurs")).toContainText("C’est juste.");
    await asked.getByRole("button", { name: "Réessayer" }).click();
    await expect(asked.getByRole("checkbox", { checked: true })).toHaveCount(0);
    await expect(asked.getByRole("checkbox").first()).toBeFocused();
  });

  test("a word is typed, hints come one at a time, and an answer that was seen shows nothing", async ({ page }) => {
    await record(page);
    const asked = await live(page, "mot");
    const hints = asked.locator(".pal-hint");
    await expect(hints.nth(0)).toBeVisible();
    await expect(hints.nth(1)).toBeHidden();
    await asked.getByText("Indice 1").click();
    await expect(hints.nth(1)).toBeVisible();
    const blank = asked.getByRole("textbox", { name: "Votre réponse" });
    await blank.fill("hors champ");
    await blank.press("Enter");
    await expect(asked.locator(".pal-is-nearly")).toContainText("Vérifiez les espaces et les traits d’union.");
    await asked.getByText("Voir les réponses").click();
    await blank.fill("Hors-champ");
    await blank.press("Enter");
    await expect(status(page, "mot")).toContainText("cela ne compte pas");
    await asked.getByRole("button", { name: "Réessayer" }).click();
    await expect(asked.locator(".pal-answer")).not.toHaveAttribute("open");
    expect(await recorded(page)).toEqual([["mot", false]]);
  });

  test("a number is compared as one, in either language’s marks", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "masse");
    const blank = asked.getByRole("textbox");
    for (const [typed, told] of [
      ["beaucoup", "Ce n’est pas un nombre."],
      ["4 kg", "Faux."],
      ["3.55 g", "Vérifiez l’unité."],
      ["3,6 kg", "Juste."],
      ["7/2", "Juste."],
    ]) {
      await blank.fill(typed);
      await blank.press("Enter");
      await expect(asked.locator(".pal-verdict")).toContainText(told);
    }
  });

  test("things are put in order with buttons and arrows, and keep the focus", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "etapes");
    const words = () => asked.locator(".pal-order .pal-words").allTextContents();
    expect(await words()).not.toEqual(["Cadrer", "Déclencher", "Développer"]);
    for (const [place, item] of ["Cadrer", "Déclencher", "Développer"].entries()) {
      const up = asked.getByRole("button", { name: `Monter : ${item}` });
      for (let at = (await words()).indexOf(item); at > place; at--) {
        await up.focus();
        await page.keyboard.press(at % 2 ? "Enter" : "ArrowUp");
        await expect(up).toBeFocused();
        await expect(status(page, "etapes")).toContainText(`${item} : place ${at} sur 3.`);
      }
    }
    await check(page, "etapes").click();
    await expect(status(page, "etapes")).toContainText("C’est juste.");
  });

  test("pairs are chosen from lists, and counted", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "mots");
    const choose = async (thing, partner) => {
      const select = asked.getByRole("combobox", { name: thing });
      const option = select.locator("option", { hasText: partner });
      await select.selectOption(await option.getAttribute("value"));
    };
    await choose("cadre", "ce qui limite l’image");
    await choose("champ", "ce qu’on entend");
    await check(page, "mots").click();
    await expect(status(page, "mots")).toContainText("1 sur 2.");
    await choose("champ", "ce qu’on voit");
    await check(page, "mots").click();
    await expect(status(page, "mots")).toContainText("C’est juste.");
  });

  test("gaps are filled, and accents count where the question says so", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "dictee");
    await asked.getByRole("textbox", { name: "Trou 1" }).fill("à");
    await asked.getByRole("textbox", { name: "Trou 2" }).fill("à");
    await check(page, "dictee").click();
    await expect(status(page, "dictee")).toContainText("1 sur 2.");
    await expect(asked.locator(".pal-is-nearly")).toContainText("Vérifiez les accents.");
    await asked.getByRole("textbox", { name: "Trou 1" }).fill("A");
    await check(page, "dictee").click();
    await expect(status(page, "dictee")).toContainText("C’est juste.");
  });

  test("answered questions are accessible, in either scheme and in forced colours", async ({ page }) => {
    await page.goto(lesson());
    for (const id of ["image", "plusieurs", "mot", "masse", "etapes", "mots", "dictee"]) await live(page, id);
    await question(page, "image").getByRole("radio").first().check();
    await question(page, "mot").getByRole("textbox").fill("cadre");
    await question(page, "dictee").getByRole("textbox").first().fill("à");
    for (const id of ["image", "mot", "dictee"]) await check(page, id).click();
    await page.evaluate(axe);
    for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
      await page.emulateMedia(media);
      const { violations } = await page.evaluate(() => globalThis.axe.run(".pal-text", { resultTypes: ["violations"] }));
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });

  test("choices, things and partners may be formulas, code and images, and feedback a table", async ({ page }) => {
    await page.goto(`${root}fr/voir/riche/index.html`);
    const asked = await live(page, "riche");
    await asked.getByRole("checkbox").nth(1).check();
    await asked.getByRole("checkbox", { name: "Trois points" }).check();
    await check(page, "riche").click();
    await expect(asked.locator(".pal-verdict").first().locator("pre")).toContainText("console.log");
    await expect(asked.locator(".pal-verdict").last().getByRole("cell", { name: "2" })).toBeVisible();
    await asked.getByRole("button", { name: "Réessayer" }).click();
    for (const right of [0, 3]) await asked.getByRole("checkbox").nth(right).check();
    await check(page, "riche").click();
    await expect(status(page, "riche")).toContainText("C’est juste.");
    await live(page, "ordre");
    const ups = await question(page, "ordre").locator(".pal-up").evaluateAll((all) => all.map((it) => it.ariaLabel.split(": ")[1]));
    expect(ups.sort()).toEqual(["4", "Trois points", "\\frac{1}{2}"]);
    const pairs = await live(page, "paires");
    const options = await pairs.locator("select").first().locator("option").allTextContents();
    expect(options.map((option) => option.replace(/^[AB]\. /, "")).sort()).toEqual(["3", "4", "Choisissez"]);
  });

  test("a question that can’t be answered stays a text, and one with a fault is answered as far as it goes", async ({ page }) => {
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${root}fr/voir/faute/index.html`);
    await live(page, "toutes");
    for (const id of ["aucune", "rien"]) {
      await question(page, id).scrollIntoViewIfNeeded();
      await expect(question(page, id).locator("input, .pal-ask")).toHaveCount(0);
    }
    for (const box of await question(page, "toutes").getByRole("checkbox").all()) await box.check();
    await (await live(page, "seul")).getByRole("checkbox").check();
    const pairs = await live(page, "inegales");
    await expect(pairs.locator("select")).toHaveCount(2);
    const gaps = await live(page, "trous");
    await expect(gaps.getByRole("textbox")).toHaveCount(1);
    await gaps.getByRole("textbox", { name: "Trou 2" }).fill("oui");
    // What is no number is compared as words.
    await (await live(page, "nombre")).getByRole("textbox").fill("1.234.5 ± 2");
    for (const id of ["toutes", "seul", "trous", "nombre"]) {
      await check(page, id).click();
      await expect(status(page, id)).toContainText("C’est juste.");
    }
    expect(errors).toEqual([]);
  });

  test("thirty questions are live only near the screen, and none moves what is read", async ({ page }) => {
    await page.addInitScript(() => {
      globalThis.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((it) => it.hadRecentInput || (globalThis.shift += it.value))).observe({
        type: "layout-shift",
        buffered: true,
      });
    });
    await page.goto(`${root}fr/voir/trente/index.html`);
    await expect(page.locator("#q0").getByRole("button", { name: "Vérifier" })).toBeVisible();
    expect(await page.locator("[data-pal-live]").count()).toBeLessThan(20);
    await live(page, "q29");
    await page.locator("#q29").getByRole("textbox").fill("29");
    await check(page, "q29").click();
    await expect(status(page, "q29")).toContainText("C’est juste.");
    expect(await page.evaluate(() => globalThis.shift)).toBeLessThan(0.001);
  });

  test("at 320 pixels, with text twice as large, nothing runs out of the page", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 700 });
    await page.goto(lesson());
    for (const size of ["100%", "200%"]) {
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
      for (const id of ["image", "mot", "etapes", "mots", "dictee"]) {
        await live(page, id);
        const wide = await question(page, id).evaluate((it) => it.scrollWidth > it.clientWidth + 1);
        expect([id, wide]).toEqual([id, false]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    }
    const small = await page.locator(".pal-callout :is(button, select, summary, label)").evaluateAll((all) =>
      all.filter((it) => it.offsetHeight && it.offsetHeight < 24).map((it) => it.outerHTML),
    );
    expect(small).toEqual([]);
  });
});

test.describe("with progress", () => {
  test.use({ javaScriptEnabled: true });

  const facts = (page) =>
    page.evaluate(() => JSON.parse(localStorage.getItem("palier/1/progress/questions") ?? '{"facts":{}}').facts);

  test("what was answered is kept: wrong, then right; and a question says so when one comes back", async ({ page }) => {
    await page.goto(lesson());
    const asked = await live(page, "image");
    await asked.getByRole("radio").first().check();
    await check(page, "image").click();
    await expect.poll(() => facts(page)).toMatchObject({ "o voir/tout": 1, "w voir/tout#image": 1 });
    await asked.getByRole("radio").last().check();
    await check(page, "image").click();
    await expect.poll(() => facts(page)).toMatchObject({ "w voir/tout#image": 1, "s voir/tout#image": 1 });
    await page.reload();
    await expect((await live(page, "image")).locator(".pal-callout-kind")).toHaveText(/^Question\s+déjà réussie$/);
    await expect((await live(page, "plusieurs")).locator(".pal-callout-kind")).toHaveText("Question");
  });

  test("an answer that was looked up, and what is no answer, are kept as nothing", async ({ page }) => {
    await page.goto(lesson());
    await live(page, "mot");
    await question(page, "mot").getByText("Voir les réponses").click();
    await question(page, "mot").getByRole("textbox").fill("hors-champ");
    await check(page, "mot").click();
    await expect(status(page, "mot")).toContainText("cela ne compte pas");
    await live(page, "masse");
    await check(page, "masse").click();
    await expect(status(page, "masse")).toHaveText(/Répondez d’abord/);
    expect(Object.keys(await facts(page)).filter((name) => name !== "o voir/tout")).toEqual([]);
  });
});

test("without script, a question is a text with its answer behind a summary", async ({ page }) => {
  await page.goto(lesson());
  await expect(page.locator(".pal-ask, .pal-text input, .pal-text select")).toHaveCount(0);
  const asked = question(page, "image");
  await expect(asked.getByText("Bonne réponse : B")).toBeHidden();
  await asked.getByText("Voir la réponse").click();
  await expect(asked.getByText("Bonne réponse : B")).toBeVisible();
  await question(page, "etapes").getByText("Voir la réponse").click();
  await expect(question(page, "etapes").getByText(/^Bon ordre\s: [ABC], [ABC], [ABC]$/)).toBeVisible();
  await expect(question(page, "mot").locator(".pal-blank")).toBeVisible();
});

test("on paper, answers and hints that are closed don’t print, and those that are open do", async ({ page }) => {
  await page.goto(lesson());
  await question(page, "mot").getByText("Voir les réponses").click();
  await page.emulateMedia({ media: "print" });
  await expect(question(page, "image").locator(".pal-answer")).toBeHidden();
  await expect(question(page, "mot").locator(".pal-hint").first()).toBeHidden();
  await expect(question(page, "mot").getByText("Bonnes réponses : hors-champ, off")).toBeVisible();
  await expect(question(page, "mot").locator(".pal-blank")).toHaveCSS("border-bottom-style", "solid");
});

test("the teacher’s site shows the answers open", async ({ page }) => {
  await page.goto(`${pathToFileURL(join(folder, "teacher"))}/fr/voir/tout/index.html`);
  await expect(page.locator(".pal-answer:not([open])")).toHaveCount(0);
  await expect(question(page, "masse").getByText("3,5 ± 0,1 kg")).toBeVisible();
});
