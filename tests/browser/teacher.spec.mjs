// The teacher’s site: guides and answer keys, and the class on the pyramid. What is dropped there is counted, drawn and said,
// and goes nowhere.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { host } from "./support/host.mjs";
import { test as base, expect as soon, palier, repository } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Hundreds of files take a busy machine a while. */
const expect = soon.configure({ timeout: 40_000 });

/** The bundled book as `build --teacher` makes it. */
const test = base.extend({
  teachers: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-class-"));
      execFileSync(palier, ["build", repository, "--teacher", "--output", join(folder, "site")], { stdio: "ignore" });
      const output = join(folder, "site");
      const site = await host(output, "/");
      await use({ root: site.root, folder: output, outline: outlineOf(output) });
      await site.close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test.use({ javaScriptEnabled: true });
test.describe.configure({ timeout: 120_000 });

/** What the site tells scripts of the book, in French. */
function outlineOf(folder) {
  const name = readdirSync(`${folder}/assets`).find((file) => /^outline\.fr\.\w+\.js$/.test(file));
  return JSON.parse(readFileSync(`${folder}/assets/${name}`, "utf8").replace(/^palier\.take\(|\);\s*$/g, ""));
}

/** Every lesson of the book. */
const lessonsOf = ({ levels }) => levels.flatMap(({ part }) => part.lessons);

/** A student’s file: the first lessons are finished, and of their tasks the first are shown, and those before missed. */
function file({ book }, lessons, { name, shown = 0, missed = 0 } = {}) {
  const entry = ({ key, tasks = [] }) => {
    const ids = tasks.map(({ id }) => id);
    const questions = tasks.filter(({ kind }) => kind !== "activity").map(({ id }) => id);
    return { lesson: key, read: true, shown: ids.slice(0, shown), missed: questions.slice(0, missed) };
  };
  const said = name ? { name } : {};
  return JSON.stringify({ palier: "progress", version: 1, book, title: "", ...said, lessons: lessons.map(entry) });
}

const json = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
const rows = (page) => page.locator("[data-class-rows] tr");
const status = (page) => page.locator("[data-class-status]");
const drop = (page, files) => page.locator("[data-class-files]").setInputFiles(files);

/** Students who went further and further, one of another book, one whose file was cut. */
function classOf(outline, size) {
  const lessons = lessonsOf(outline);
  return Array.from({ length: size }, (_, at) => {
    const text = file(outline, lessons.slice(0, 1 + (at % lessons.length)), { shown: at % 3, missed: at % 2 });
    if (at % 30 === 7) return json(`eleve-${at}.json`, text.replace(outline.book, "autre"));
    return json(`eleve-${at}.json`, at % 30 === 13 ? text.slice(0, text.length / 2) : text);
  });
}

test("thirty files are counted, and the table says what is drawn", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}fr/classe/`);
  await drop(page, classOf(outline, 30));
  await expect(status(page)).toHaveText("28 élèves lus · 2 fichiers ou codes écartés");
  await expect(rows(page)).toHaveCount(30);
  await expect(rows(page).nth(7)).toContainText("progression dans un autre livre");
  await expect(rows(page).nth(13)).toContainText("ce n’est pas une progression");
  await expect(rows(page).nth(0)).toContainText("lue");
  // Each stone is as full as the table says, from the base up.
  const said = await page.locator("[data-class-table] tbody").evaluateAll((groups) =>
    groups.reverse().map((group) => [...group.querySelectorAll("tr td:nth-of-type(1)")].map((cell) => parseInt(cell.textContent, 10))),
  );
  const drawn = await page.locator(".pal-class-drawing > g").evaluateAll((levels) =>
    levels.map((level) =>
      [...level.querySelectorAll(".pal-class-stone")].map((stone) => {
        const shown = stone.nextElementSibling?.matches(".pal-class-shown") ? stone.nextElementSibling.getBBox().height : 0;
        return Math.round((28 * shown) / stone.getBBox().height);
      }),
    ),
  );
  expect(drawn).toEqual(said);
  expect(said.flat().some((count) => count > 0)).toBe(true);
  const curve = await page.locator(".pal-class-point").count();
  expect(curve).toBe(said.flat().length);
  const outcomes = outline.levels.flatMap((level) => level.outcomes.map(({ text }) => text));
  await expect(page.locator("[data-class-table] tbody th[scope=row]")).toHaveCount(outcomes.length);
  // What most got wrong is said in the question’s own words, and leads to its lesson.
  const missed = page.locator("[data-class-missed] li").first();
  await expect(missed.locator("strong")).not.toBeEmpty();
  const href = await missed.locator("a").evaluate((link) => link.href);
  expect((await page.request.get(href)).status()).toBe(200);
});

test("three hundred files, some foreign, are shown as they come", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}fr/classe/`);
  await page.evaluate(() => {
    globalThis.said = [];
    const place = document.querySelector("[data-class-status]");
    new MutationObserver(() => globalThis.said.push(place.textContent)).observe(place, { childList: true });
  });
  await drop(page, classOf(outline, 300));
  await expect(status(page)).toHaveText("280 élèves lus · 20 fichiers ou codes écartés");
  await expect(rows(page)).toHaveCount(300);
  await expect(page.locator("tr.pal-class-refused")).toHaveCount(20);
  expect((await page.evaluate(() => globalThis.said)).some((text) => /encore \d+ à lire/.test(text))).toBe(true);
});

test("nothing is stored, and nothing is sent", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}fr/classe/`);
  await expect(page.locator("[data-class-app]")).toBeVisible();
  const stored = () => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  const before = await stored();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await drop(page, classOf(outline, 30));
  await expect(rows(page)).toHaveCount(30);
  expect(await stored()).toBe(before);
  expect(requests).toEqual([]);
  await page.reload();
  await expect(page.locator("[data-class-app]")).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
});

test("aliases are the teacher’s: the same one is one student, and twice the same file counts once", async ({ page, teachers: { root, outline } }) => {
  const lessons = lessonsOf(outline);
  const one = file(outline, lessons.slice(0, 1), { name: "Zoé" });
  await page.goto(`${root}fr/classe/`);
  await drop(page, [json(`palier-${outline.book}.json`, one), json(`palier-${outline.book} (1).json`, file(outline, lessons.slice(1, 2))), json("Loup.json", one)]);
  const alias = (at) => rows(page).nth(at).locator("input");
  await expect(alias(0)).toHaveValue("Élève 1");
  await expect(alias(1)).toHaveValue("Élève 2");
  await expect(alias(2)).toHaveValue("Loup");
  await expect(rows(page).nth(0)).toContainText("l’élève y a écrit «\u00a0Zoé\u00a0»");
  await expect(rows(page).nth(2)).toContainText(/même contenu\s: Élève 1/);
  await drop(page, [json("Loup.json", one)]);
  await expect(rows(page).nth(3)).toContainText("comptée une fois");
  await expect(status(page)).toHaveText("3 élèves lus");
  await alias(1).fill("loup");
  await alias(1).press("Tab");
  await expect(status(page)).toHaveText("2 élèves lus");
  await expect(rows(page).nth(2)).toContainText("réunie à l’autre progression");
  await rows(page).nth(1).locator("button").click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.locator("[data-class-list-name]")).toBeFocused();
  await page.locator("[data-class-clear]").click();
  await expect(rows(page)).toHaveCount(0);
  await expect(page.locator("[data-class-view]")).toBeHidden();
});

test("codes that a student’s page gives are pasted, by keyboard alone", async ({ page, site, teachers: { root, outline } }) => {
  await page.goto(`${site.root}fr/progression/`);
  await page.locator("#page\\.file").setInputFiles(json("a.json", file(outline, lessonsOf(outline).slice(0, 2), { shown: 1 })));
  const code = page.locator("#page\\.code");
  await expect(code).not.toHaveValue("");
  const given = await code.inputValue();
  const link = await page.locator("#page\\.link").inputValue();

  await page.goto(`${root}fr/classe/`);
  await page.locator("[data-class-files]").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.locator("[data-class-codes]")).toBeFocused();
  await page.keyboard.insertText(`Renard : ${given}\nLoup ${given.toLowerCase()}\nOurs : ${link}\nPie : ${given.slice(0, -2)}\n`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(status(page)).toHaveText("3 élèves lus · 1 fichier ou code écarté");
  await expect(rows(page).nth(3)).toContainText("code incomplet");
  await expect(rows(page).locator("input").nth(1)).toHaveValue("Loup");
});

test("files are dropped anywhere on the page", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}en/class/`);
  await expect(page.locator("[data-class-app]")).toBeVisible();
  const text = file(outline, lessonsOf(outline).slice(0, 1));
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "Fox.json", { type: "application/json" }));
    const send = (type) => document.querySelector("h1").dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    send("dragover");
    send("drop");
  }, text);
  await expect(status(page)).toHaveText("1 student read");
  await expect(rows(page).locator("input")).toHaveValue("Fox");
});

test("the page opens from a folder too, and fits every screen", async ({ browser, teachers: { folder, outline } }) => {
  const page = await browser.newPage();
  await page.goto(`${pathToFileURL(folder)}/fr/classe/index.html`);
  await drop(page, classOf(outline, 30));
  await expect(rows(page)).toHaveCount(30);
  for (const width of [1440, 768, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const drawing = page.locator(".pal-class-drawing");
    await expect.poll(() => drawing.evaluate((svg) => svg.getBoundingClientRect().right <= innerWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const sizes = await page.locator(".pal-class-drawing text").evaluateAll((texts) => texts.map((text) => parseFloat(getComputedStyle(text).fontSize)));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
  }
  await page.close();
});

test("axe finds nothing in a class", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}fr/classe/`);
  await drop(page, classOf(outline, 30));
  await expect(rows(page)).toHaveCount(30);
  await page.evaluate(axe);
  for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    await page.emulateMedia(media);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
      const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
      expect(found, `${JSON.stringify(media)}, ${width} px`).toEqual([]);
    }
  }
});

test("a class prints with its table and every question that somebody got wrong", async ({ page, teachers: { root, outline } }) => {
  await page.goto(`${root}fr/classe/`);
  await drop(page, [json("renard.json", file(outline, lessonsOf(outline), { missed: 9 }))]);
  await expect(rows(page)).toHaveCount(1);
  const missed = page.locator("[data-class-missed] li");
  expect(await missed.count()).toBeGreaterThan(5);
  await expect(page.locator("[data-class-missed] li:visible")).toHaveCount(5);
  await page.emulateMedia({ media: "print" });
  for (const question of await missed.all()) await expect(question).toBeVisible();
  const outcomes = page.locator("[data-class-table] tbody th[scope=row]");
  for (const outcome of await outcomes.all()) await expect(outcome).toBeVisible();
});

test("guides and answer keys fit every screen, and their answers stay open on paper", async ({ page, teachers: { root } }) => {
  for (const path of ["fr/guide-pedagogique/", "fr/guide-pedagogique/naviguer/", "fr/corrige/naviguer/", "en/answer-key/navigate/"]) {
    await page.goto(root + path);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path}, ${width} px`).toBe(width);
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)), path).toEqual([]);
  }
  await page.goto(`${root}fr/corrige/naviguer/`);
  await page.emulateMedia({ media: "print" });
  const answers = page.locator(".pal-right-answer");
  expect(await answers.count()).toBeGreaterThan(0);
  for (const answer of await answers.all()) await expect(answer).toBeVisible();
  await expect(page.locator("[data-pal-ask], .pal-ask")).toHaveCount(0);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what it needs, and offers nothing that does nothing", async ({ page, teachers: { root } }) => {
    await page.goto(`${root}fr/classe/`);
    await expect(page.locator("[data-class-without]")).toBeVisible();
    await expect(page.locator("[data-class-app]")).toBeHidden();
  });
});
