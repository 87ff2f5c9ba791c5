import { test, expect, pages, where } from "./support/site.mjs";

const PAIRS = [
  ["fr/", "en/"],
  ["fr/naviguer/", "en/navigate/"],
  ["fr/securiser/", "en/secure/"],
  ["fr/naviguer/ecosysteme/", "en/navigate/ecosystem/"],
  ["fr/securiser/identite/", "en/secure/identity/"],
  ["fr/a-propos/", "en/about/"],
];

const switchTo = (page, locale) => page.locator(`.pal-languages a[hreflang='${locale}']`);

for (const [french, english] of PAIRS) {
  test(`the switch leads from ${french} to ${english} and back`, async ({ page, site }) => {
    await page.goto(site.root + french);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr-CA");
    await switchTo(page, "en").click();
    expect(where(page, site)).toBe(english);
    await expect(page.locator("html")).toHaveAttribute("lang", "en-CA");
    await expect(switchTo(page, "en")).toHaveAttribute("aria-current", "true");
    await switchTo(page, "fr").click();
    expect(where(page, site)).toBe(french);
  });
}

test("every page switches to the page that hreflang names", async ({ page, site }) => {
  // It opens each page: the limit grows with the book.
  test.setTimeout(pages.length * 5_000);
  for (const path of pages) {
    await page.goto(site.root + path);
    const other = path.startsWith("fr/") ? "en" : "fr";
    const alternate = await page.locator(`link[hreflang='${other}']`).getAttribute("href");
    const href = await switchTo(page, other).evaluate((link) => link.pathname);
    expect(new URL(alternate).pathname, path).toBe(href);
  }
});
