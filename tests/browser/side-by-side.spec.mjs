// Two languages side by side: from the lesson, without script, on a wide and on a narrow screen.

import { test, expect, where, kinds } from "./support/site.mjs";

const LESSON = kinds["lesson-fr"];
const PAGES = [`${LESSON}en/`, `${kinds["lesson-en"]}fr/`];

/** The places of the two sides of each row. */
const boxes = (page) =>
  page.locator(".pal-content > .pal-sides").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((side) => side.getBoundingClientRect().toJSON())),
  );

test("a reader comes from the lesson, without script, and goes back to either language", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await page.getByRole("link", { name: "Lire côte à côte en français et en anglais" }).click();
  expect(where(page, site)).toBe(PAGES[0]);
  await page.locator(".pal-languages a[hreflang='en']").click();
  expect(where(page, site)).toBe(PAGES[1]);
  await page.getByRole("link", { name: "Lire en français seulement" }).click();
  expect(where(page, site)).toBe(LESSON);
});

test("on a wide screen, and on paper, the two sides of a row begin at one height", async ({ page, site }) => {
  for (const media of ["screen", "print"]) {
    await page.emulateMedia({ media });
    // As wide as a sheet is between its margins.
    await page.setViewportSize({ width: media === "print" ? 680 : 1280, height: 800 });
    await page.goto(site.root + PAGES[0]);
    for (const [first, second] of await boxes(page)) {
      expect(second.top).toBe(first.top);
      expect(second.left).toBeGreaterThanOrEqual(first.right);
    }
  }
});

test("on a narrow screen each paragraph stands under its pair, and nothing is wider than the screen", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(site.root + PAGES[0]);
  for (const [first, second] of await boxes(page)) {
    expect(second.top).toBeGreaterThanOrEqual(first.bottom);
    expect(second.right).toBeLessThanOrEqual(360);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test("the keyboard goes through the page in the order of reading", async ({ page, site }) => {
  await page.goto(site.root + PAGES[0]);
  const rows = await page.evaluate(() => {
    const all = [...document.querySelectorAll("main .pal-sides")];
    const stops = [...document.querySelectorAll("main .pal-sides :is(a, summary, [tabindex='0'])")];
    return stops.map((stop) => all.indexOf(stop.closest(".pal-sides")));
  });
  expect(rows.length).toBeGreaterThan(10);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
});

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true });

  test("a note opens in place, in the language of its side", async ({ page, site }) => {
    await page.goto(site.root + PAGES[0]);
    for (const lang of ["fr-CA", "en-CA"]) {
      const call = page.locator(`.pal-side[lang='${lang}'] [role=doc-noteref]`).first();
      const id = decodeURIComponent((await call.getAttribute("href")).slice(1));
      await call.hover();
      await expect(page.locator(".pal-popover > [lang]")).toHaveAttribute("lang", lang);
      const said = await page.locator(`[id='${id}']`).textContent();
      const opened = await page.locator(".pal-popover").textContent();
      expect(said).toContain(opened.trim().slice(0, 40));
      await page.keyboard.press("Escape");
    }
  });

  test("the switch keeps the row that is read", async ({ page, site }) => {
    await page.goto(site.root + PAGES[0]);
    const heading = page.locator(".pal-side > h2").nth(4);
    const id = await heading.getAttribute("id");
    await heading.evaluate((heading) => heading.scrollIntoView({ block: "start" }));
    await page.locator(".pal-languages a[hreflang='en']").evaluate((link) => link.focus({ preventScroll: true }));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/fr/#**");
    expect(where(page, site)).toBe(PAGES[1]);
    await expect(page.locator(`[id='${id}']`)).toBeInViewport();
  });
});
