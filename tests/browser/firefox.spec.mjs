// What a student does, in Firefox.

import { test, expect } from "./support/firefox.mjs";
import { kinds } from "./support/site.mjs";

const LESSON = kinds["lesson-fr"];

test("what a reader chose is there in every language, from the first painting", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await page.evaluate(() => localStorage.setItem("palier/1/settings", JSON.stringify({ theme: "dark", text: "22" })));
  await page.goto(site.root + kinds["lesson-en"]);
  const root = await page.evaluate(() => ({
    theme: document.documentElement.dataset.theme,
    size: getComputedStyle(document.querySelector(".pal-text")).fontSize,
    isDark: getComputedStyle(document.body).backgroundColor,
  }));
  expect(root).toMatchObject({ theme: "dark", size: "22px" });
  const light = await page.evaluate(() => {
    document.documentElement.dataset.theme = "light";
    return getComputedStyle(document.body).backgroundColor;
  });
  expect(root.isDark).not.toBe(light);
});

test("a paragraph’s counterpart opens beneath it by key, and closes by the same key", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await page.$eval(".pal-article > .pal-text > p:nth-of-type(2)", (block) => block.scrollIntoView({ block: "start" }));
  await page.keyboard.press("t");
  const twin = await page.waitForSelector(".pal-twin-text");
  expect(await twin.evaluate((text) => [text.lang, text.dir])).toEqual(["en-CA", "ltr"]);
  await page.waitForFunction(() => document.activeElement?.matches(".pal-twin"));
  await page.keyboard.press("t");
  await page.waitForFunction(() => !document.querySelector(".pal-twin"));
});

test("a lesson that is finished in French is finished in English, and goes along as a code", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await page.$eval("[data-finish]", (button) => button.click());
  await page.goto(site.root + kinds["lesson-en"]);
  await page.waitForFunction(() => document.querySelector("[data-finish]").getAttribute("aria-pressed") === "true");
  await page.goto(site.root + kinds["progress-en"]);
  await page.waitForFunction(() => document.querySelector("#page\\.code").value);
  const code = await page.$eval("#page\\.code", (place) => place.value);
  await page.evaluate(() => localStorage.clear());
  await page.goto(site.root + kinds["progress-fr"]);
  await page.waitForSelector("[data-no-take]:not([hidden])");
  await page.$eval("#page\\.paste", (place, code) => (place.value = code.toLowerCase()), code);
  await page.$eval("[data-bring] button", (button) => button.click());
  await page.waitForFunction(() => document.querySelector("#page\\.brought").textContent.includes("1 leçon, question ou activité ajoutée."));
  await page.waitForFunction(() => document.querySelector("[data-total=lessons]").textContent.startsWith("1 "));
});
