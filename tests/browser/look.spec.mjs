// What a teacher makes of the look of a site: the colours of levels, a logo, links in header and footer, a stylesheet.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { test as base, expect } from "@playwright/test";
import { coloured, dressed, ownSite } from "./support/own.mjs";

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
  dressed: [
    async ({}, use) => {
      const site = await ownSite(dressed());
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

test.describe("a logo, links and a stylesheet", () => {
  for (const [width, javaScriptEnabled] of [[1440, true], [768, false], [360, true], [360, false]]) {
    test.describe(javaScriptEnabled ? "with scripts" : "without", () => {
      test.use({ javaScriptEnabled });
      test(`the header is one row with a logo, ${width} px`, async ({ page, dressed }) => {
        await page.setViewportSize({ width, height: 800 });
        for (const path of ["fr/", "en/navigate/", "fr/naviguer/ecosysteme/"]) {
          await page.goto(dressed.root + path);
          const logo = page.locator(".pal-logo-light");
          await expect(logo).toBeVisible();
          expect(await logo.evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);
          const box = await logo.boundingBox();
          expect(box.height).toBeLessThanOrEqual(32.5);
          expect(box.width).toBeGreaterThanOrEqual(28);
          const header = await page.locator(".pal-site-header").boundingBox();
          expect(header.height, path).toBeLessThan(60);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
      });
    });
  }

  test("in the dark, by the system or by choice, the other logo is shown, and never on paper", async ({ page, dressed }) => {
    await page.goto(`${dressed.root}fr/`);
    const [light, dark] = [page.locator(".pal-logo-light"), page.locator(".pal-logo-dark")];
    const shown = async () => [await light.isVisible(), await dark.isVisible()];
    expect(await shown()).toEqual([true, false]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await shown()).toEqual([false, true]);
    const choose = (theme) => page.locator("html").evaluate((root, theme) => root.setAttribute("data-theme", theme), theme);
    await choose("light");
    expect(await shown()).toEqual([true, false]);
    await page.emulateMedia({ colorScheme: "light" });
    await choose("dark");
    expect(await shown()).toEqual([false, true]);
    await page.emulateMedia({ media: "print" });
    expect(await shown()).toEqual([true, false]);
  });

  test("the links of the header are in its menu on a phone, and come by key", async ({ page, dressed }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${dressed.root}fr/naviguer/`);
    const link = page.locator(".pal-site-links").getByRole("link", { name: "Notre école" });
    await expect(link).toBeHidden();
    await page.locator(".pal-menu summary").focus();
    await page.keyboard.press("Enter");
    await expect(link).toBeVisible();
    expect((await link.boundingBox()).height).toBeGreaterThanOrEqual(44);
    for (let step = 0; step < 9 && !(await link.evaluate((one) => one === document.activeElement)); step++) {
      await page.keyboard.press("Tab");
    }
    await expect(link).toBeFocused();
    await expect(link).toHaveAttribute("href", "https://ecole.example/");
    await page.emulateMedia({ media: "print" });
    await expect(link).toBeHidden();
  });

  test("a link to a page leads to it in the page’s language, and says that one is there", async ({ page, dressed }) => {
    await page.setViewportSize({ width: 1440, height: 800 });
    await page.goto(`${dressed.root}en/navigate/`);
    await page.locator(".pal-site-links").getByRole("link", { name: "About this book" }).click();
    expect(page.url()).toBe(`${dressed.root}en/about/`);
    await expect(page.locator(".pal-site-links").getByRole("link", { name: "About this book" })).toHaveAttribute("aria-current", "page");
  });

  test("a stylesheet of one’s own has the last word, and shows a picture of the book", async ({ page, dressed }) => {
    const asked = [];
    page.on("response", (response) => asked.push([response.url(), response.status()]));
    await page.goto(`${dressed.root}fr/naviguer/ecosysteme/`);
    const heading = page.locator(".pal-text h2").first();
    expect(await heading.evaluate((one) => getComputedStyle(one).borderBottomWidth)).toBe("2px");
    await page.waitForLoadState("networkidle");
    expect(asked.filter(([, status]) => status >= 400)).toEqual([]);
    expect(asked.some(([url]) => /assets\/papier\.[0-9a-f]+\.svg$/.test(url))).toBe(true);
  });

  test("the icon of the tab is the book’s on every page", async ({ page, dressed }) => {
    for (const path of ["", "fr/", "en/navigate/ecosystem/", "fr/recherche/", "fr/progression/", "404.html"]) {
      await page.goto(dressed.root + path);
      const href = await page.locator("link[rel=icon]").getAttribute("href");
      expect(new URL(href, page.url()).href.endsWith("/icone.png"), path).toBe(true);
      // A type that isn't the file's would have it passed over.
      expect(await page.locator("link[rel=icon]").getAttribute("type")).toBe(null);
    }
  });

  test("it is all there in a folder to carry along", async ({ page }) => {
    const site = await ownSite(dressed(), ["--portable"]);
    await page.goto(pathToFileURL(`${site.site}/fr/naviguer/index.html`).href);
    expect(await page.locator(".pal-logo-light").evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);
    const heading = page.locator(".pal-outcomes h2, .pal-objectives h2").first();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--measure").trim())).toBe("40rem");
    await expect(heading).toBeVisible();
    await site.close();
  });
});
