// A level and the book as one page to print: what is on its sheets, for students and for teachers.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { host } from "./support/host.mjs";
import { test as base, expect, palier, repository } from "./support/site.mjs";

const prints = { fr: ["fr/imprimer/", "fr/securiser/imprimer/"], en: ["en/print/", "en/secure/print/"] };

const test = base.extend({
  teachers: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-print-"));
      execFileSync(palier, ["build", repository, "--teacher", "--output", join(folder, "site")], { stdio: "ignore" });
      const site = await host(join(folder, "site"), "/");
      await use(site);
      await site.close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

for (const [language, paths] of Object.entries(prints)) {
  for (const path of paths) {
    test(`on paper, each text begins a sheet, and nothing is there to press: ${path}`, async ({ page, site }) => {
      await page.goto(site.root + path);
      await page.emulateMedia({ media: "print" });
      const texts = page.locator(".pal-printed + .pal-printed");
      const sheets = await texts.evaluateAll((all) => all.map((text) => [text.id, getComputedStyle(text).page, getComputedStyle(text).breakBefore]));
      expect(sheets.length).toBeGreaterThan(0);
      for (const [id, name, before] of sheets) expect([id, name, before]).toEqual([id, id, "page"]);
      // The footer is on the last text’s sheets, not on one of its own.
      const footer = page.locator(".pal-site-footer");
      expect(await footer.evaluate((footer) => getComputedStyle(footer).page)).toBe(sheets.at(-1)[0]);
      for (const control of await page.locator("button, summary, nav:not(.pal-print-contents), .pal-declare").all()) await expect(control).toBeHidden();
      await expect(page.locator(".pal-print-contents a").first()).toBeVisible();
      await expect(page.locator(".pal-answer, .pal-hint")).toHaveCount(0);
    });

    test(`the contents lead to every text, within the page: ${path}`, async ({ page, site }) => {
      await page.goto(site.root + path);
      const hrefs = await page.locator(".pal-print-contents a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      const ids = await page.locator(".pal-printed + .pal-printed").evaluateAll((texts) => texts.map((text) => `#${text.id}`));
      expect(hrefs).toEqual(ids);
      await page.locator(".pal-print-contents a").last().click();
      await expect(page.locator(`[id="${ids.at(-1).slice(1)}"]`)).toBeInViewport();
    });

    test(`saved as PDF, the page has a sheet or more for each text, and its headings as an outline: ${path}`, async ({ page, site }) => {
      await page.goto(site.root + path);
      const texts = await page.locator(".pal-printed + .pal-printed").count();
      const pdf = (await page.pdf({ preferCSSPageSize: true, outline: true, tagged: true })).toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page\b/g).length).toBeGreaterThan(texts);
      expect(pdf).toContain("/Outlines");
      expect(pdf).toContain(`/Lang (${language}`);
    });
  }
}

test("teachers print the answers, and no control over them", async ({ page, teachers }) => {
  await page.goto(`${teachers.root}fr/communaute/imprimer/`);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".pal-answer").first()).toBeVisible();
  await expect(page.locator(".pal-right-answer").first()).toBeVisible();
  await expect(page.locator(".pal-answer > summary").first()).toBeHidden();
  await expect(page.locator(".pal-callout-teacher").first()).toBeVisible();
  await page.goto(`${teachers.root}fr/communaute/conversation/`);
  await expect(page.locator(".pal-right-answer").first()).toBeVisible();
  await expect(page.locator(".pal-answer > summary").first()).toBeHidden();
  await expect(page.locator(".pal-declare").first()).toBeHidden();
});

test("facts beside each other are parted on paper", async ({ page, site }) => {
  await page.goto(`${site.root}fr/securiser/imprimer/`);
  await page.emulateMedia({ media: "print" });
  const between = (at) => page.locator("#lesson-2-1 .pal-meta > li").nth(at).evaluate((fact) => getComputedStyle(fact, "::after").content);
  expect([await between(0), await between(1)]).toEqual(['"·"', "none"]);
});

test.describe("with scripts", () => {
  test.use({ javaScriptEnabled: true });

  test("the button opens the browser’s own print, and students’ pages lead to it", async ({ page, site }) => {
    await page.addInitScript(() => (window.print = () => (document.documentElement.dataset.printed = "")));
    await page.goto(`${site.root}fr/securiser/`);
    await page.getByRole("link", { name: "Imprimer le niveau" }).click();
    await page.getByRole("button", { name: "Imprimer", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("data-printed", "");
  });
});
