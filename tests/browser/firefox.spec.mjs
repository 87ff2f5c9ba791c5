// What a student does, in Firefox.

import { test, expect } from "./support/firefox.mjs";
import { hostSite, kinds } from "./support/site.mjs";

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

/** Opens the lesson where a question is, and waits until it can be answered there. */
async function ask(page, site, path, id) {
  await page.goto(site.root + path);
  await page.$eval(`[id='${id}']`, (question) => question.scrollIntoView());
  await page.waitForSelector(`[id='${id}'][data-pal-live]`);
  const press = () => page.$eval(`[id='${id}'] .pal-check`, (button) => button.click());
  const says = (words) =>
    page.waitForFunction((id, words) => document.getElementById(id).querySelector(".pal-status").textContent.includes(words), {}, id, words);
  return { press, says };
}

test("a choice is answered wrong, then right, and the outcome that it shows is shown", async ({ page, site }) => {
  const { press, says } = await ask(page, site, LESSON, "groupe");
  await page.$eval("#groupe input", (first) => first.click());
  await press();
  await says("Pas encore.");
  await page.$eval("#groupe [data-pal-right] input", (right) => right.click());
  await press();
  await says("C’est juste.");
  expect(await page.$eval("#groupe .pal-answer", (answer) => answer.open)).toBe(true);
  const kept = await page.evaluate(() => localStorage.getItem("palier/1/progress/pyramide-influence"));
  expect(kept).toContain("naviguer/ecosysteme#groupe");
});

test("a word is typed, items are put in order by key, and partners are chosen", async ({ page, site }) => {
  const word = await ask(page, site, "fr/communaute/conversation/", "mot");
  await page.type("#mot .pal-blank input", "lurkeur");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#mot .pal-verdict");
  await word.says("Pas encore.");

  const order = await ask(page, site, LESSON, "adoption");
  const places = () => page.$$eval("#adoption [data-pal-place]", (items) => items.map((item) => Number(item.dataset.palPlace)));
  const [first, second] = await places();
  await page.focus("#adoption .pal-down");
  await page.keyboard.press("Enter");
  expect((await places()).slice(0, 2)).toEqual([second, first]);
  await order.press();
  await page.waitForSelector("#adoption .pal-verdict");

  const { press, says } = await ask(page, site, "fr/securiser/identite/", "trois-cercles");
  for (const place of await page.$$("#trois-cercles select")) {
    const right = await place.evaluate((select) => [...select.options].at(-1).value);
    await place.select(right);
  }
  await press();
  await says("Pas encore.");
});

test("a teacher’s route is made, offered and followed", async ({ page, site }) => {
  await page.goto(`${site.root}fr/parcours/`);
  await page.waitForSelector("[data-compose]");
  await page.$eval("[data-compose]", (button) => button.click());
  await page.waitForSelector(".pal-map-list input[type=checkbox]");
  await page.$$eval(".pal-map-list input[type=checkbox]", (boxes) => boxes.slice(0, 2).forEach((box) => box.click()));
  await page.waitForFunction(() => document.querySelector("#page\\.route-link")?.value.includes("#r="));
  const link = new URL(await page.$eval("#page\\.route-link", (field) => field.value));
  await page.goto(`${site.root}fr/${link.hash}`);
  const follow = await page.waitForSelector("button::-p-text(Suivre ce parcours)");
  await follow.evaluate((button) => button.click());
  await page.waitForFunction(() => localStorage.getItem("palier/1/route/pyramide-influence"));
});

test("what was read is read again when the host is gone, and what wasn’t says so", async ({ page }) => {
  const site = await hostSite();
  const title = () => page.$eval("main h1", (heading) => heading.textContent);
  await page.goto(site.root + LESSON);
  const before = await title();
  await page.evaluate(() => dispatchEvent(new Event("scroll")));
  await page.waitForFunction((address) => caches.match(address), { timeout: 20_000 }, site.root + LESSON);
  // Its images are kept after it.
  const hasImages = () => Promise.all([...document.images].map(({ src }) => caches.match(src))).then((kept) => kept.every(Boolean));
  await page.waitForFunction(hasImages, { timeout: 20_000 });
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await site.close();
  await page.goto(site.root + LESSON);
  expect(await title()).toBe(before);
  expect(await page.evaluate(() => [...document.styleSheets].every((sheet) => sheet.cssRules.length))).toBe(true);
  await page.goto(site.root + kinds["glossary-fr"]);
  await page.waitForFunction(() => location.hash === "#page.absent");
});
