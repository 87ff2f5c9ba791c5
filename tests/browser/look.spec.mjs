// What a teacher makes of the look of a site: the colours of levels.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect } from "@playwright/test";
import { coloured, ownSite } from "./support/own.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Colours that can't be read as they are, in the light or in the dark: yellow, near-black, a grey between. */
const AWKWARD = { "1-naviguer": "#ffe600", "2-securiser": "#0a0a0c", "3-communaute": "#808080" };

const test = base.extend({
  coloured: [
    async ({}, use) => {
      const site = await ownSite(coloured(AWKWARD));
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
});

/** A colour as the page shows it, of a custom property where an element is. */
const shade = (page, selector, name) =>
  page.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name).trim(), name);

test.describe("the colours of levels", () => {
  test.use({ javaScriptEnabled: true, bypassCSP: true });
  for (const path of ["fr/", "fr/naviguer/", "fr/naviguer/ecosysteme/", "en/secure/", "fr/communaute/conversation/", "fr/parcours/"]) {
    test(`whatever they are, ${path} can be read`, async ({ page, coloured }) => {
      const { status } = await page.goto(coloured.root + path).then((answer) => ({ status: answer.status() }));
      expect(status).toBe(200);
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 800 });
          const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }));
          const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`));
          expect(found, `${colorScheme}, ${width} px`).toEqual([]);
        }
      }
    });
  }

  test("a colour that can be read is shown as it is, another in its hue, and the other levels keep theirs", async ({ page, coloured }) => {
    await page.goto(`${coloured.root}fr/`);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await shade(page, ".pal-drawing .pal-level-1", "--level")).toBe("#ffe600");
    await page.emulateMedia({ colorScheme: "light" });
    expect(await shade(page, ".pal-drawing .pal-level-2", "--level")).toBe("#0a0a0c");
    const olive = await shade(page, ".pal-drawing .pal-level-1", "--level");
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(olive.slice(at, at + 2), 16));
    expect(red, olive).toBeGreaterThan(blue + 60);
    expect(green, olive).toBeGreaterThan(blue + 60);
    expect(await shade(page, ".pal-drawing .pal-level-5", "--level")).toBe("#864821");
  });
});
