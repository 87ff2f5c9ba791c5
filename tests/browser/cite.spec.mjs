// “Cite this page”: with the script a button beside each form, without it the text alone.

import { test, expect } from "./support/site.mjs";

const LESSON = "fr/naviguer/ecosysteme/";

test.describe("with the script", () => {
  test.use({ javaScriptEnabled: true, permissions: ["clipboard-read", "clipboard-write"] });

  test("a button copies each form, and says so", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await page.getByText("Citer cette page").click();
    for (const [name, begins] of [["Copier la référence", "L’équipe de Palier"], ["Copier en BibTeX", "@incollection{"], ["Copier en RIS", "TY  - CHAP"]]) {
      const button = page.getByRole("button", { name });
      await button.click();
      await expect(button.locator("+ [role=status]")).toHaveText("Copié");
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(begins);
    }
    await page.setViewportSize({ width: 360, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test("without it the citation is there to select, and no button", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(page.locator(".pal-cite .pal-reference")).toBeHidden();
  await page.getByText("Citer cette page").click();
  await expect(page.locator(".pal-cite .pal-reference")).toBeVisible();
  await expect(page.locator(".pal-cite pre")).toHaveCount(2);
  expect(await page.locator(".pal-cite button").count()).toBe(0);
});
