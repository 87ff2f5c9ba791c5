// A book in Arabic and French: the page from right to left, what runs from left to right in it, and axe.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, repository, palier } from "./support/site.mjs";
import { host } from "./support/host.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LESSON = "ar/الجذر/الماء/";
const PAGES = ["", "ar/", "ar/الجذر/", LESSON, "ar/تقدم/", "ar/خصوصية/", "ar/الجذر/turba/", "ar/مسرد/", "ar/وسوم/", "ar/بحث/", "ar/دون-اتصال/", "fr/racine/الماء/", "404.html"];

/** The small book of `tests/books/right-to-left`, built and served. */
const test = base.extend({
  site: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-rtl-"));
      execFileSync(palier, ["build", `${repository}tests/books/right-to-left`, "--output", folder], { stdio: "ignore" });
      const site = await host(folder, "/");
      await use(site);
      await site.close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

/** The middle of an element, from the page's left edge. */
const middle = async (locator) => {
  const box = await locator.boundingBox();
  return box.x + box.width / 2;
};

test("the page begins at the right", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  const text = await middle(page.locator(".pal-article .pal-text"));
  expect(await middle(page.locator(".pal-site-title"))).toBeGreaterThan(text);
  expect(await middle(page.locator(".pal-languages ul"))).toBeLessThan(text);
  expect(await middle(page.locator(".pal-navigator"))).toBeGreaterThan(text);
  expect(await middle(page.locator(".pal-toc"))).toBeLessThan(text);
  // The pointer and the number are on the right ledge of the present level.
  const here = page.locator(".pal-drawing .pal-here");
  const stone = await middle(here.locator("path:not([class])").last());
  expect(await middle(here.locator("text"))).toBeGreaterThan(stone);
  expect(await middle(here.locator(".pal-pointer"))).toBeGreaterThan(await middle(here.locator("text")));
});

test("the arrow back points to the right, and the stair on climbs to the left", async ({ page, site }) => {
  await page.goto(`${site.root}ar/الجذر/turba/`);
  await expect(page.locator(".pal-back .pal-arrow")).toHaveCSS("transform", "none");
  const [stair, title] = [page.locator(".pal-card .pal-stair"), page.locator(".pal-card .pal-step-title")];
  await expect(stair).toHaveCSS("transform", /matrix\(-1, /);
  expect((await stair.boundingBox()).x).toBeGreaterThan(await middle(title));
});

test("code and formulas run from left to right", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  for (const part of [".pal-text pre", ".pal-text p code", ".pal-text math[display='block']"]) {
    await expect(page.locator(part).first(), part).toHaveCSS("direction", "ltr");
  }
  await expect(page.locator(".pal-text pre")).toHaveCSS("text-align", "left");
  await expect(page.locator(".pal-text table th").first()).toHaveCSS("text-align", "start");
});

test("letters that join are set at their own distance", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(page.locator("h1")).toHaveCSS("letter-spacing", /^(normal|0px)$/);
});

test("a text borrowed from the other language has its own direction", async ({ page, site }) => {
  await page.goto(`${site.root}ar/الجذر/turba/`);
  await expect(page.locator(".pal-text").first()).toHaveCSS("direction", "ltr");
  await page.goto(`${site.root}fr/racine/الماء/`);
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
  await expect(page.locator(".pal-text").first()).toHaveCSS("direction", "rtl");
});

for (const width of [1280, 360]) {
  test.describe(() => {
    test.use({ javaScriptEnabled: true, viewport: { width, height: 800 } });

    test(`a note opens in its own direction and on the screen, ${width} px`, async ({ page, site }) => {
      await page.goto(site.root + LESSON);
      await page.locator("a[role=doc-noteref]").first().hover();
      const popover = page.locator(".pal-popover");
      await expect(popover).toBeVisible();
      await expect(popover.locator("> *").first()).toHaveCSS("direction", "rtl");
      const { x, width: wide } = await popover.boundingBox();
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + wide).toBeLessThanOrEqual(width);
    });

    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing and nothing is cut off, ${colorScheme}, ${width} px`, async ({ page, site }) => {
        await page.emulateMedia({ colorScheme });
        for (const path of PAGES) {
          await page.goto(site.root + path);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
          const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${path}: ${id}: ${node.html}`));
          expect(found).toEqual([]);
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(beyond, path).toBeLessThanOrEqual(0);
        }
      });
    }
  });
}
