// The map of what each lesson needs: drawn for three widths, lit from a lesson, and told as a list.

import { test, expect } from "./support/site.mjs";

const MAP = "fr/parcours/";

for (const [width, drawing] of [[1440, "wide"], [768, "middle"], [360, "narrow"], [320, "narrow"]]) {
  test(`every lesson has a card on its own ground, none on another (${width} px)`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(site.root + MAP);
    await expect(page.locator(".pal-map-lines:visible")).toHaveClass(new RegExp(`pal-map-${drawing}`));
    const cards = await page.locator("[data-card]").evaluateAll((cards) =>
      cards.map((card) => {
        const { left, top, right, bottom } = card.getBoundingClientRect();
        return { left, top, right, bottom, isWhole: card.scrollHeight <= card.clientHeight + 1 };
      }),
    );
    expect(cards.length).toBe(5);
    for (const [at, one] of cards.entries()) {
      expect(one.isWhole && one.left >= 0 && one.right <= width).toBe(true);
      // The base is at the bottom.
      if (at > 0) expect(one.bottom).toBeLessThan(cards[at - 1].top);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("with the text twice as large the cards are whole", async ({ page, site }) => {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(site.root + MAP);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
    const cut = await page.locator("[data-card]").evaluateAll((cards) => cards.filter((card) => card.scrollHeight > card.clientHeight + 1).length);
    expect(cut, `${width} px`).toBe(0);
  }
});

test("the list says what each lesson needs and opens, with links", async ({ page, site }) => {
  await page.goto(site.root + MAP);
  const second = page.locator(".pal-map-list > ol > li").nth(3);
  await expect(second.locator("dl")).toContainText("À faire avant : Entrer dans un nouvel écosystème");
  await expect(second.locator("dl")).toContainText("Ouvre : Prendre part à la conversation");
  await expect(page.getByRole("group", { name: "La carte des leçons" }).getByRole("link")).toHaveCount(10);
});

test.describe("with a script", () => {
  test.use({ javaScriptEnabled: true });

  test("a lesson with the focus lights what comes before and what it opens", async ({ page, site }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site.root + MAP);
    const card = (place) => page.locator(`[data-card="${place}"]`);
    await card(2).focus();
    await expect(card(2)).toHaveAttribute("data-lit", "here");
    for (const place of [0, 1]) await expect(card(place)).toHaveAttribute("data-word", "avant");
    for (const place of [3, 4]) await expect(card(place)).toHaveAttribute("data-word", "après");
    await expect(page.locator(".pal-map-wide path[data-lit='before']")).toHaveCount(2);
    await expect(page.locator(".pal-map-wide path[data-lit='after']")).toHaveCount(2);
    await page.locator("h1").click();
    await expect(page.locator("[data-lit]")).toHaveCount(0);
  });
});

test("the map is in the footer, on the front page and beside each lesson", async ({ page, site }) => {
  for (const path of ["fr/", "fr/securiser/", "fr/securiser/identite/"]) {
    await page.goto(site.root + path);
    await expect(page.getByRole("link", { name: "Voir la carte du parcours" })).toHaveCount(1);
    await expect(page.locator("footer").getByRole("link", { name: "Parcours" })).toHaveCount(1);
  }
});
