import { test, expect, where } from "./support/site.mjs";

for (const path of ["fr/naviguer/nulle-part/", "en/nowhere", "x"]) {
  test(`an address where there is nothing says so in both languages: ${path}`, async ({ page, site, absent }) => {
    absent.push(site.root + path);
    for (const [locale, title] of [["fr", "Cette page n’existe pas"], ["en", "This page doesn’t exist"]]) {
      const response = await page.goto(site.root + path);
      expect(response.status()).toBe(404);
      const section = page.locator(`main [lang^='${locale}']`);
      await expect(section.getByRole("heading")).toHaveText(title);
      await section.getByRole("link").click();
      expect(where(page, site)).toBe(`${locale}/`);
    }
  });
}
