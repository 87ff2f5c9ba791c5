// The same section in the other language: by the switch where there is script, by each heading's own
// link where there is none.

import { test, expect, where, kinds } from "./support/site.mjs";

const PAIRS = [[kinds["lesson-fr"], kinds["lesson-en"]]];

const switchTo = (page, language) => page.locator(`.pal-languages a[hreflang='${language}']`);
const headings = (page) => page.locator(".pal-text > :is(h2, h3)");

/** The ids of a page's headings. */
const ids = (page) => headings(page).evaluateAll((all) => all.map((heading) => heading.id));

/** The id that the address ends with. */
const anchor = (page) => decodeURIComponent(new URL(page.url()).hash.slice(1));

/**
 * Waits for a page of a language and for its place: the browser comes to it after the page is
 * loaded, and takes the focus from whatever had it.
 */
async function arrive(page, language) {
  await page.waitForURL(`**/${language}/**`);
  await expect(page.locator(":target")).toBeInViewport();
}

/** Puts a heading where one reads. */
const read = (page, number) => headings(page).nth(number).evaluate((heading) => heading.scrollIntoView({ block: "start" }));

for (const [french, english] of PAIRS) {
  test(`without script each section of ${french} leads to its pair and back`, async ({ page, site }) => {
    await page.goto(site.root + english);
    const wanted = await ids(page);
    await page.goto(site.root + french);
    const own = await ids(page);
    expect(own.length).toBeGreaterThan(2);
    expect(own.length).toBe(wanted.length);
    for (const [number, id] of own.entries()) {
      const link = headings(page).nth(number).getByRole("link", { name: "Lire cette section en anglais (EN)" });
      await link.focus();
      await expect(link).toHaveCSS("opacity", "1");
      await link.press("Enter");
      await arrive(page, "en");
      expect(where(page, site)).toBe(english);
      expect(anchor(page)).toBe(wanted[number]);
      await headings(page).nth(number).getByRole("link", { name: "Read this section in French (FR)" }).click();
      await arrive(page, "fr");
      expect(anchor(page)).toBe(id);
    }
  });

  test.describe("with script", () => {
    test.use({ javaScriptEnabled: true });

    for (const width of [1280, 360]) {
      test(`the switch keeps the section that is read: ${french} at ${width} px`, async ({ page, site }) => {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(site.root + english);
        const wanted = await ids(page);
        await page.goto(site.root + french);
        const own = await ids(page);
        for (const number of [2, 0, own.length - 1]) {
          await read(page, number);
          // The header is out of sight: one comes to the switch by keyboard, or scrolls back up.
          await switchTo(page, "en").evaluate((link) => link.focus({ preventScroll: true }));
          await page.keyboard.press("Enter");
          await arrive(page, "en");
          expect(anchor(page)).toBe(wanted[number]);
          await switchTo(page, "fr").evaluate((link) => link.focus({ preventScroll: true }));
          await page.keyboard.press("Enter");
          await arrive(page, "fr");
          expect(anchor(page)).toBe(own[number]);
        }
      });
    }

    test(`a reader of ${french} comes to the third section, switches, and back`, async ({ page, site }) => {
      await page.goto(site.root + english);
      const wanted = (await ids(page))[2];
      await page.goto(site.root + french);
      const own = (await ids(page))[2];
      await page.mouse.move(600, 400);
      await read(page, 2);
      await expect(switchTo(page, "en")).not.toBeInViewport();
      // Scrolling back up a little brings the switch.
      await page.mouse.wheel(0, -60);
      await expect(switchTo(page, "en")).toBeInViewport({ ratio: 1 });
      await switchTo(page, "en").click();
      await arrive(page, "en");
      expect(where(page, site)).toBe(english);
      expect(anchor(page)).toBe(wanted);
      await page.mouse.wheel(0, -60);
      await expect(switchTo(page, "fr")).toBeInViewport({ ratio: 1 });
      await switchTo(page, "fr").click();
      await arrive(page, "fr");
      expect(anchor(page)).toBe(own);
      // Down again, and it is gone.
      await page.mouse.wheel(0, 200);
      await expect(switchTo(page, "fr")).not.toBeInViewport();
    });

    test(`at the head of ${french} the switch leads to the head`, async ({ page, site }) => {
      await page.goto(`${site.root}${french}`);
      await switchTo(page, "en").click();
      await page.waitForURL("**/en/**");
      expect(new URL(page.url()).hash).toBe("");
    });

    test(`what is copied or opened beside ${french} is the section too`, async ({ page, site }) => {
      await page.goto(site.root + french);
      await read(page, 1);
      await switchTo(page, "en").dispatchEvent("pointerover");
      const href = (link) => link.evaluate((link) => link.href);
      expect(await href(switchTo(page, "en"))).toBe(await href(headings(page).nth(1).locator(".pal-pair")));
    });
  });
}
