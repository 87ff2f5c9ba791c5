// `palier build --portable`: opened from a folder, in Chromium. What engines may differ in is in `portable-firefox.spec.mjs`.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { copy, placeIn } from "./support/portable.mjs";

const LESSON = "fr/naviguer/ecosysteme/index.html";

const test = base.extend({
  copy,
  page: async ({ page }, use) => {
    const faults = [];
    page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`script: ${error}`));
    page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || faults.push(`a host: ${request.url()}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      if (reason !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()}: ${reason}`);
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

test.use({ javaScriptEnabled: true, viewport: { width: 360, height: 740 } });

test("each link of each page leads to a page or a file of the folder", async ({ page, copy }) => {
  test.setTimeout(240_000);
  const seen = new Set(["index.html"]);
  for (const path of seen) {
    await page.goto(copy.root + path, { waitUntil: "domcontentloaded" });
    const hrefs = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), document.baseURI).href));
    for (const href of hrefs.filter((href) => href.startsWith("file:"))) {
      const to = placeIn(copy, href);
      expect(to, `${path}: ${href}`).not.toMatch(/^\.\./);
      expect(existsSync(fileURLToPath(href.replace(/[?#].*/s, ""))) && !/\/$/.test(href), `${path}: ${href}`).toBe(true);
      if (to.endsWith(".html")) seen.add(to);
    }
  }
  // Every page is found, but those at former addresses, to which nothing leads.
  expect(copy.pages.filter((path) => !seen.has(path) && !/http-equiv="refresh"/.test(readFileSync(join(copy.folder, path), "utf8")))).toEqual([]);
});

test("every kind of page shows the theme's font, and nothing that stands in for it", async ({ page, copy }) => {
  for (const path of ["fr/index.html", "fr/naviguer/index.html", LESSON]) {
    await page.goto(copy.root + path);
    await page.evaluate(() => document.fonts.ready);
    const session = await page.context().newCDPSession(page);
    await session.send("DOM.enable");
    await session.send("CSS.enable");
    const { root } = await session.send("DOM.getDocument");
    const { nodeId } = await session.send("DOM.querySelector", { nodeId: root.nodeId, selector: "main h1" });
    const { fonts } = await session.send("CSS.getPlatformFontsForNode", { nodeId });
    expect(fonts.map((font) => font.isCustomFont), `${path}: ${JSON.stringify(fonts)}`).toEqual([true]);
  }
});

test("a lesson is begun, answered, finished, and found again in the other language", async ({ page, copy }) => {
  await page.goto(`${copy.root}index.html`);
  await page.getByRole("link", { name: /Français/ }).click();
  await page.locator(".pal-levels a[href*='naviguer']").first().click();
  await page.goto(copy.root + LESSON);
  expect(await page.evaluate(() => [...document.fonts].some(({ status }) => status === "loaded"))).toBe(true);
  const question = page.locator("[data-pal-ask=choices]").first();
  await question.scrollIntoViewIfNeeded();
  await question.locator("input").first().check();
  await question.getByRole("button", { name: "Vérifier" }).click();
  await expect(question.locator(".pal-verdict").first()).not.toBeEmpty();
  await page.locator("[data-finish]").click();
  await expect(page.locator("[data-finish]")).toHaveAttribute("aria-pressed", "true");
  await page.locator(".pal-languages a[lang^=en]").click();
  await expect(page).toHaveURL(/\/en\/navigate\/ecosystem\/index\.html/);
  await expect(page.locator("[data-finish]")).toHaveAttribute("aria-pressed", "true");
  await page.locator(".pal-site-title").click();
  // The guide’s script is loaded, and what is next leads to a file.
  const next = page.locator(".pal-begin a");
  await expect(next).toHaveAttribute("href", /index\.html$/);
  await page.goto(`${copy.root}fr/progression/index.html`);
  await expect(page.locator("#page\\.code")).not.toHaveValue("");
  await expect(page.locator("[data-total=lessons]")).toHaveText(/^1 /);
});

test("what is loaded when it is asked for is found", async ({ page, copy }) => {
  await page.goto(copy.root + LESSON);
  await page.locator("button[data-settings]").click();
  await page.getByLabel("Sombre").check();
  await page.keyboard.press("Escape");
  await page.goto(`${copy.root}en/index.html`);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.goto(copy.root + LESSON);
  // What another page says can’t be fetched here: a link leads there.
  await page.keyboard.press("t");
  await page.locator(".pal-twin a").click();
  await expect(page).toHaveURL(/\/fr\/naviguer\/ecosysteme\/en\/index\.html$/);
});

test("the search finds, and leads to a file at its section", async ({ page, copy }) => {
  await page.goto(copy.root + LESSON);
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill("courbe d'adoption");
  await page.locator(".pal-found ul a").first().click();
  await expect(page).toHaveURL(/\/naviguer\/ecosysteme\/index\.html#la-courbe-d/);
  await page.goto(`${copy.root}fr/recherche/index.html?q=empreinte`);
  await page.locator(".pal-found-head a").first().click();
  await expect(page).toHaveURL(/\/fr\/.*index\.html(#.*)?$/);
});

test("a route is made on the map and followed", async ({ page, copy }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${copy.root}fr/parcours/index.html`);
  await page.locator("[data-compose]").click();
  await page.locator(".pal-map input[type=checkbox]").first().check();
  await page.getByText("Suivre ce parcours").click();
  await page.goto(copy.root + LESSON);
  await expect(page.locator("[data-route-line]").first()).toContainText("Vous suivez un parcours");
});

test("where each page has a storage of its own, that is said, and what was done can be taken along", async ({ page, copy }) => {
  // As browsers do that take each file for an origin.
  await page.addInitScript(() => {
    const own = (key) => `${location.pathname} ${key}`;
    const { getItem, setItem, removeItem } = Storage.prototype;
    Object.assign(Storage.prototype, {
      getItem(key) { return getItem.call(this, own(key)); },
      setItem(key, text) { setItem.call(this, own(key), text); },
      removeItem(key) { removeItem.call(this, own(key)); },
    });
  });
  await page.goto(copy.root + LESSON);
  await expect(page.locator("[data-trouble]")).toBeEmpty();
  await page.locator("a[rel=next]").first().click();
  await page.locator(".pal-lessons a").first().click();
  await expect(page.locator("[data-trouble]")).toContainText("Ce navigateur garde à part");
  await page.locator("[data-finish]").click();
  const take = page.locator("[data-trouble] a");
  await expect(take).toHaveAttribute("href", /progression\/index\.html#p=/);
  await take.click();
  await page.locator("[data-add-link]").click();
  await expect(page.locator("[data-total=lessons]")).toHaveText(/^1 /);
});
