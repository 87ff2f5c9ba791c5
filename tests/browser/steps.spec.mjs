import { test, expect, lessons, where } from "./support/site.mjs";

const UP = {
  fr: (number) => new RegExp(`^Monter au niveau\\s${number}\\s?\\. `),
  en: (number) => new RegExp(`^Up to level\\s${number}\\s?\\. `),
};

for (const locale of ["fr", "en"]) {
  test(`the steps lead up through the whole pyramid, and end (${locale})`, async ({ page, site }) => {
    const all = lessons.filter((lesson) => lesson.startsWith(`${locale}/`));
    const read = [];
    await page.goto(site.root + all[0]);
    // More steps than there are pages would be a loop.
    for (let step = 0; step < 4 * all.length; step += 1) {
      read.push(where(page, site));
      const next = page.locator("a[rel='next']");
      if ((await next.count()) === 0) break;
      const level = Number((await page.locator(".pal-levels > .pal-here .pal-level-number").textContent()).trim());
      await expect(next).toHaveAccessibleName(UP[locale](level + 1));
      await next.click();
      // A level is climbed through its lessons.
      await expect(page.locator("body")).toHaveClass(new RegExp(`level-${level + 1}`));
      await page.locator(".pal-lessons ol a").first().click();
    }
    expect(read).toEqual(all);
  });

  test(`the steps lead down again to the base (${locale})`, async ({ page, site }) => {
    const all = lessons.filter((lesson) => lesson.startsWith(`${locale}/`));
    await page.goto(site.root + all.at(-1));
    const read = [];
    while ((await page.locator("a[rel='prev']").count()) > 0 && read.length < 20) {
      await page.locator("a[rel='prev']").click();
      read.push(where(page, site));
    }
    // From a lesson to its level, from a level to the one below.
    const levels = all.map((lesson) => lesson.split("/").slice(0, 2).join("/") + "/");
    expect(read).toEqual(levels.reverse());
  });
}
