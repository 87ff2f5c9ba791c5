// What a site says about itself, of a book that says whom to tell of a mistake and which edition it is.

import { test as base, expect } from "./support/site.mjs";
import { hostAbout } from "./support/about.mjs";

const test = base.extend({
  site: [
    async ({}, use) => {
      const site = await hostAbout();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
});

const LESSON = "en/navigate/ecosystem/";

test("a mistake is reported by a message that a mail program reads as it was meant, and not on paper", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  const link = page.getByRole("link", { name: "Report a mistake" });
  const { protocol, pathname, searchParams } = new URL(await link.getAttribute("href"));
  expect([protocol, pathname]).toEqual(["mailto:", "book@school.example"]);
  expect(searchParams.get("subject")).toBe(await page.title());
  expect(searchParams.get("body")).toMatch(/^Page: https:\/\/[^\r\n]*\/en\/navigate\/ecosystem\/\r\nLanguage: English\r\n2026-2027 edition\r\n\r\n$/);
  await page.emulateMedia({ media: "print" });
  await expect(link).toBeHidden();
  await expect(page.getByText("2026-2027 edition").last()).toBeVisible();
});

test("the edition leads to the earlier ones", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await page.getByRole("link", { name: "2026-2027 edition" }).click();
  await expect(page.locator("#page\\.editions")).toBeInViewport();
  await expect(page.getByRole("link", { name: "2025-2026" })).toHaveAttribute("href", "https://example.org/2025/");
});

test.describe("with a script", () => {
  test.use({ javaScriptEnabled: true });

  test("progress from an earlier edition is added, and that is said", async ({ page, site }) => {
    await page.goto(`${site.root}en/progress/`);
    const lesson = { lesson: "naviguer/ecosysteme", read: true };
    const file = { palier: "progress", version: 1, book: "pyramide-influence", edition: "2025-2026", lessons: [lesson] };
    await page.locator("#page\\.paste").fill(JSON.stringify(file));
    await page.locator("[data-bring] button").click();
    await expect(page.locator("#page\\.brought")).toContainText("This comes from another edition of the book.");
    // A code that is made here is of this one.
    const code = await page.locator("#page\\.code").inputValue();
    await page.locator("#page\\.paste").fill(code);
    await page.locator("[data-bring] button").click();
    await expect(page.locator("#page\\.brought")).toHaveText("All of it was on this device already.");
  });
});
