import { test, expect, where } from "./support/site.mjs";

for (const locale of ["fr", "en"]) {
  test(`the front page shows five levels, the highest first and the base last (${locale})`, async ({ page, site }) => {
    await page.goto(`${site.root}${locale}/`);
    const rows = page.locator("main .pal-levels > li");
    await expect(rows).toHaveCount(5);
    await expect(rows.locator(".pal-level-number")).toHaveText(["5", "4", "3", "2", "1"]);
    await expect(rows.last().locator(".pal-level-title")).toHaveAccessibleName(
      locale === "fr" ? /^Niveau\s1 sur\s5\s: Apprendre/ : /^Level\s1 of\s5: Learn/,
    );
    const courses = page.locator(".pal-drawing-front > a");
    await expect(courses).toHaveCount(5);
    const shapes = await courses.evaluateAll((all) =>
      all.map((course) => {
        const stones = [...course.querySelectorAll("path:not([class])")].map((stone) => stone.getBoundingClientRect());
        const [left, right] = [Math.min(...stones.map((stone) => stone.left)), Math.max(...stones.map((stone) => stone.right))];
        return { top: stones[0].top, bottom: stones[0].bottom, width: right - left };
      }),
    );
    for (const [above, below] of shapes.slice(0, -1).map((shape, index) => [shape, shapes[index + 1]])) {
      expect(above.bottom).toBeLessThanOrEqual(below.top + 1);
      expect(above.width).toBeLessThan(below.width);
    }
  });

  test(`each level of the front page leads to its page (${locale})`, async ({ page, site }) => {
    for (const number of [5, 4, 3, 2, 1]) {
      await page.goto(`${site.root}${locale}/`);
      const link = page.locator(`main .pal-levels > .pal-level-${number} .pal-level-title`);
      const title = await link.locator(":scope > span").nth(1).textContent();
      const [response] = await Promise.all([page.waitForResponse((answer) => answer.request().isNavigationRequest()), link.click()]);
      expect(response.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
      await expect(page.locator(".pal-levels [aria-current='step']")).toContainText(title);
    }
  });

  test(`the front page leads to the first lesson (${locale})`, async ({ page, site }) => {
    await page.goto(`${site.root}${locale}/`);
    await page.locator("a.pal-start").click();
    expect(where(page, site)).toBe(locale === "fr" ? "fr/naviguer/ecosysteme/" : "en/navigate/ecosystem/");
  });
}

test("the site's root offers both languages", async ({ page, site }) => {
  for (const [locale, name] of [["fr", "Français"], ["en", "English"]]) {
    await page.goto(site.root);
    await page.getByRole("link", { name: new RegExp(`^${name}`) }).click();
    expect(where(page, site)).toBe(`${locale}/`);
  }
});
