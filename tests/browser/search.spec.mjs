// The search: what 60 queries find first on the bundled book, how it opens and is used, what it loads, and what happens when its
// index is missing or cut.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { Index } from "../../web/src/site/search/parts.ts";
import { search } from "../../web/src/site/search/rank.ts";
import { test, expect, folder, kinds, where } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const queries = JSON.parse(readFileSync(new URL("queries.json", import.meta.url), "utf8"));

const LESSON = kinds["lesson-fr"];
const PAGES = { fr: "fr/recherche/", en: "en/search/" };
const MOST = 100_000;

const button = (page) => page.locator("a[data-search]");
const box = (page) => page.getByRole("dialog", { name: "Recherche" });
const field = (page) => page.getByRole("searchbox");
const results = (page) => page.locator(".pal-found > li");
const status = (page) => page.getByRole("search").getByRole("status");

for (const [language, table] of Object.entries(queries)) {
  test(`what comes first: ${table.length} queries in ${language}`, async () => {
    const page = new URL(PAGES[language], "file:///");
    const read = (href) => readFileSync(`${folder}${new URL(href, page).pathname}`, "utf8");
    const index = await Index.open(async (href) => void runInThisContext(read(href)));
    for (const [typed, wanted] of table) {
      const [first] = (await search(index, typed)).found.best(1);
      const text = first && (await index.text(first.text));
      const anchor = text?.sections[first.sections[0]]?.anchor;
      const address = text && decodeURI(new URL(text.href, page).href.slice("file:///".length) + (anchor ? `#${anchor}` : ""));
      expect.soft(address ?? null, typed).toBe(wanted);
    }
  });
}

test("without script the button leads to a page that says where to look", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await button(page).click();
  expect(where(page, site)).toBe(PAGES.fr);
  await expect(page.getByText("C’est votre navigateur qui cherche")).toBeVisible();
  await page.locator("main").getByRole("link", { name: "Glossaire" }).click();
  expect(where(page, site)).toBe(kinds["glossary-fr"]);
});

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true, colorScheme: "light" });

  test("it opens by its button, by / and by Ctrl-K, and gives the focus back", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    for (const open of [() => button(page).click(), () => page.keyboard.press("/"), () => page.keyboard.press("Control+k")]) {
      await open();
      await expect(field(page)).toBeFocused();
      await expect(box(page)).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(box(page)).toBeHidden();
      await expect(button(page)).toBeFocused();
    }
    await button(page).click({ modifiers: ["Control"], noWaitAfter: true });
    await expect(box(page)).toBeHidden();
  });

  test("nothing is loaded before it opens, and a first query is light", async ({ page, site }) => {
    const asked = [];
    page.on("response", (response) => asked.push(response));
    await page.goto(site.root + LESSON, { waitUntil: "networkidle" });
    expect(asked.filter((one) => /search|words|recherche/.test(one.url())).length).toBe(0);
    const before = asked.length;
    await button(page).click();
    await field(page).pressSequentially("identite");
    await expect(results(page).first()).toBeVisible();
    await page.waitForLoadState("networkidle");
    const weights = await Promise.all(asked.slice(before).map(async (one) => [one.url().slice(site.root.length), gzipSync(await one.body(), { level: 9 }).length]));
    expect(weights.reduce((sum, [, bytes]) => sum + bytes, 0), weights.join("\n")).toBeLessThanOrEqual(MOST);
  });

  test("results are texts with their sections, walked by the arrows and narrowed to a level", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await page.keyboard.press("/");
    await field(page).fill("courbe d'adoption");
    await expect(status(page)).toHaveText(/résultat/);
    const lesson = results(page).filter({ has: page.locator(".pal-found-head a[href$='/naviguer/ecosysteme/']") });
    await expect(lesson).toHaveClass("pal-level-1");
    await expect(lesson.locator("ul a").first()).toHaveText("La courbe d’adoption");
    await expect(lesson.locator("ul a mark").first()).toHaveText("courbe");
    const level = page.getByRole("button", { name: /^Niveau.1 / });
    await level.click();
    await expect(level).toHaveAttribute("aria-pressed", "true");
    await expect(level).toBeFocused();
    for (const place of await page.locator(".pal-found-place").allTextContents()) expect(place).toMatch(/^Niveau.1 · /);
    await field(page).focus();
    await page.keyboard.press("ArrowDown");
    await expect(page.locator(".pal-found a").first()).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(field(page)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator(".pal-found a").first()).toBeFocused();
    await lesson.locator("ul a").first().click();
    expect(page.url()).toContain("/fr/naviguer/ecosysteme/#la-courbe-d");
  });

  test("slips, nothing, marks alone, another script and a novel", async ({ page, site }) => {
    await page.goto(`${site.root}${PAGES.fr}?q=empriente+numerique`);
    await expect(field(page)).toHaveValue("empriente numerique");
    await expect(status(page)).toContainText("« empreinte »");
    await expect(results(page).first()).toContainText("Empreinte numérique", { ignoreCase: true });
    for (const typed of ["zygomatique", "?!… « »", "هوية رقمية"]) {
      await field(page).fill("");
      await expect(status(page)).not.toHaveText(/Rien ne correspond/);
      await field(page).fill(typed);
      await expect(status(page)).toHaveText(/Rien ne correspond/);
    }
    await page.evaluate(() => {
      const field = document.querySelector("[type=search]");
      field.value = "communauté ".repeat(1000);
      field.dispatchEvent(new Event("input"));
    });
    await expect(results(page).first()).toBeVisible();
    await field(page).fill("");
    await expect(results(page)).toHaveCount(0);
    expect(page.url()).toBe(site.root + PAGES.fr);
  });

  // Asked for again, past what the browser keeps, what was missing comes empty.
  const faults = {
    missing: [/index\.js/, (route) => (route.request().url().includes("?") ? route.fulfill({ body: "" }) : route.fulfill({ status: 404 }))],
    cut: [/search\.fr\.w/, (route) => route.fulfill({ body: "void 0" })],
  };
  for (const [fault, [address, answer]] of Object.entries(faults)) {
    test(`an index that is ${fault} is said, and can be asked for again`, async ({ page, site, absent }) => {
      absent.push(site.root + PAGES.fr + "index.js");
      await page.route(address, answer);
      await page.goto(site.root + PAGES.fr);
      await field(page).fill("communauté");
      await expect(status(page)).toContainText("n’a pas pu être chargée");
      await page.unroute(address);
      await page.getByRole("button", { name: "Réessayer" }).click();
      await expect(results(page).first()).toBeVisible();
    });
  }

  for (const width of [320, 1280]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing: ${width} px, ${colorScheme}`, async ({ page, site }) => {
        await page.setViewportSize({ width, height: 740 });
        await page.emulateMedia({ colorScheme });
        await page.goto(site.root + LESSON);
        await button(page).click();
        await field(page).fill("communauté");
        await expect(results(page).first()).toBeVisible();
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run());
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        const small = await page.locator(".pal-box *").evaluateAll((all) => all.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 13).length);
        expect(small).toBe(0);
      });
    }
  }
});
