// `palier build --portable`: opened from a folder in Firefox, which takes files for origins of their own where it can.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "./support/firefox.mjs";
import { copy, placeIn } from "./support/portable.mjs";

const test = base.extend({ copy });

test("each page of a language opens with its look and its script, and each link leads to a file", async ({ page, copy }) => {
  test.setTimeout(240_000);
  const seen = new Set(["index.html"]);
  for (const path of seen) {
    await page.goto(copy.root + path);
    const { hrefs, isStyled, isScripted } = await page.evaluate(() => ({
      hrefs: [...document.querySelectorAll("a[href]")].map((link) => new URL(link.getAttribute("href"), document.baseURI).href),
      isStyled: [...document.styleSheets].every((sheet) => sheet.cssRules.length),
      isScripted: document.documentElement.dataset.script === "" || !document.querySelector("script[src]"),
    }));
    expect([isStyled, isScripted], path).toEqual([true, true]);
    for (const href of hrefs.filter((href) => href.startsWith("file:"))) {
      expect(existsSync(fileURLToPath(href.replace(/[?#].*/s, ""))) && !/\/$/.test(href), `${path}: ${href}`).toBe(true);
      const to = placeIn(copy, href);
      // Chromium walks the other language.
      if (to.endsWith(".html") && !to.startsWith("en/")) seen.add(to);
    }
  }
  expect(seen.size).toBeGreaterThan(20);
});

test("the search finds what a folder holds", async ({ page, copy }) => {
  await page.goto(`${copy.root}fr/recherche/index.html?q=empreinte`);
  const found = await page.waitForSelector(".pal-found a");
  expect(await found.evaluate((link) => link.href)).toMatch(/^file:.*index\.html/);
});

test("a lesson that is finished is finished in the other language", async ({ page, copy }) => {
  await page.goto(`${copy.root}fr/naviguer/ecosysteme/index.html`);
  await page.$eval("[data-finish]", (button) => button.click());
  await page.$eval(".pal-languages a[lang^=en]", (link) => link.click());
  await page.waitForFunction(() => document.documentElement.lang.startsWith("en") && document.querySelector("[data-finish]")?.getAttribute("aria-pressed") === "true");
  await page.goto(`${copy.root}fr/progression/index.html`);
  await page.waitForFunction(() => document.querySelector("#page\\.code").value);
});
