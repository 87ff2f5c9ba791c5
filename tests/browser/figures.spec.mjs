// Images with a width and a side: beside the text where there is room, above it on a phone, and nothing that a security policy
// forbids.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { palier, repository } from "./support/site.mjs";

const LESSON = "fr/voir/cadre/";

const test = base.extend({
  /** The small book of pictures, published. */
  site: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-figures-"));
      execFileSync(palier, ["build", "--output", folder, join(repository, "tests/books/pictures")], { stdio: "pipe" });
      const { root, close } = await host(folder, "/livre/");
      await use({ root });
      await close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

const box = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("on a wide screen, the text is beside an image at a side, and a heading below it", async ({ page, site }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(site.root + LESSON);
  const text = await box(page.locator(".pal-text").first());
  const right = await box(page.locator("figure.pal-right"));
  expect(Math.abs(right.right - text.right)).toBeLessThan(2);
  expect(Math.abs(right.width / text.width - 0.4)).toBeLessThan(0.01);
  const paragraph = page.getByText("Quand on regarde une image");
  expect((await box(paragraph)).top).toBeLessThan(right.bottom);
  expect(Math.abs((await box(page.locator("figure.pal-right img"))).width - right.width)).toBeLessThan(2);
  expect((await box(page.locator("figure.pal-right figcaption"))).width).toBeLessThanOrEqual(right.width + 1);
  expect((await box(page.locator(".pal-text h2").nth(1))).top).toBeGreaterThan(right.bottom);

  const centre = await box(page.locator("figure.pal-centre"));
  expect(Math.abs(centre.width / text.width - 0.5)).toBeLessThan(0.01);
  expect(Math.abs((centre.left + centre.right - text.left - text.right) / 2)).toBeLessThan(2);
  expect((await box(page.getByAltText("Un œil", { exact: true }))).width).toBe(24);

  const left = await box(page.locator("figure.pal-left"));
  expect(left.width).toBe(120);
  expect((await box(page.locator(".pal-alert"))).top).toBeGreaterThan(left.bottom);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test("on a phone, what is at a side is above what follows it", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(site.root + LESSON);
  for (const [figure, after] of [["figure.pal-right", "Quand on regarde"], ["figure.pal-left", "Un dessin de quelques traits"]]) {
    const above = await box(page.locator(figure));
    expect((await box(page.getByText(after))).top).toBeGreaterThanOrEqual(above.bottom);
  }
  expect(Math.abs((await box(page.locator("figure.pal-right img"))).width - (await box(page.locator(".pal-text").first())).width)).toBeLessThan(2);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

test("side by side, nothing is beside anything but its own in the other language", async ({ page, site }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${site.root}${LESSON}en/`);
  for (const figure of await page.locator("figure").all()) {
    expect(await figure.evaluate((element) => getComputedStyle(element).float)).toBe("none");
  }
  const cells = await page.locator("[data-row]").all();
  const heights = await Promise.all(cells.map((cell) => cell.evaluate((element) => [element.scrollHeight, element.clientHeight])));
  for (const [scroll, client] of heights) expect(scroll).toBeLessThanOrEqual(client + 1);
});

test("on paper, the text is beside the image too", async ({ page, site }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await page.emulateMedia({ media: "print" });
  await page.goto(site.root + LESSON);
  expect(await page.locator("figure.pal-right").evaluate((element) => getComputedStyle(element).float)).toBe("right");
});

test("only a page whose images say something loads their stylesheet", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(page.locator('link[href*="figures"]')).toHaveCount(1);
  await page.goto(`${site.root}fr/voir/`);
  await expect(page.locator('link[href*="figures"]')).toHaveCount(0);
});

test("whose an image is stands under it, and on a page that the footer leads to", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(page.locator("figure.pal-right .pal-credit")).toHaveText("Crédit\u00a0: La colline, Marie Roy, CC BY 4.0");
  await page.getByRole("link", { name: "Crédits des images" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Crédits des images");
  await expect(page.getByRole("link", { name: "La colline" })).toHaveAttribute("href", "https://exemple.org/colline");
  await page.getByRole("link", { name: "Le cadre" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Le cadre");
});
