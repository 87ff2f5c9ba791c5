// Progress in a page, as its script finds it: the outline of the book that the page shows, and what a student did.

import { readdirSync } from "node:fs";
import { folder } from "./site.mjs";

/** The outline of the book on a front page: each level with its outcomes and lessons, each outcome with a question. */
const outlineOf = () => {
  const rows = [...document.querySelectorAll(".pal-levels > [data-level]")].reverse();
  const levels = rows.map((row) => {
    const outcomes = [...row.querySelectorAll("[data-outcome]")].map((one) => ({ key: one.dataset.outcome, text: one.textContent, lessons: 1 }));
    const links = new Map([...row.querySelectorAll("[data-lesson]")].map((link) => [link.dataset.lesson, link]));
    const lessons = [...links].map(([key, link], at) => ({
      key,
      title: link.querySelector(".pal-lesson-name > span").textContent,
      href: `${key}/`,
      minutes: 25,
      serves: outcomes.map((one) => one.key),
      tasks: at === 0 ? outcomes.map((one, place) => ({ id: `q${place}`, shows: [one.key] })) : [],
    }));
    const key = row.dataset.level;
    const part = { version: 1, level: key, lessons };
    return { key, title: key, href: `${key}/`, outcomes, lessons: lessons.length, minutes: 25 * lessons.length, part };
  });
  return { version: 1, book: "essai", title: "Essai", levels };
};

/** What a student did by three fixtures, as the names and numbers that progress is kept as. */
export function factsOf({ levels }, fixture) {
  const facts = new Map();
  const done = { none: 0, half: Math.ceil(levels.length / 2), all: levels.length }[fixture];
  let order = 0;
  levels.slice(0, done).forEach(({ outcomes, part: { lessons } }, at) => {
    // Half way, the last level has one outcome shown, and no lesson finished.
    const isLast = fixture === "half" && at === done - 1;
    for (const { key } of lessons) {
      facts.set(`o ${key}`, ++order);
      if (!isLast) facts.set(`r ${key}`, 1);
    }
    outcomes.slice(0, isLast ? 1 : undefined).forEach((_, place) => facts.set(`s ${lessons[0].key}#q${place}`, 1));
  });
  return facts;
}

/**
 * Draws into the page where the student stands after one of the fixtures, with the site’s own script; gives the outline.
 * `outline` is that of the book, if the page is not its front page.
 */
export async function draw(page, fixture, outline) {
  const book = outline ?? (await page.evaluate(outlineOf));
  const facts = factsOf(book, fixture);
  const lang = await page.evaluate(() => document.documentElement.lang);
  const script = (name) => readdirSync(`${folder}/assets`).find((file) => file.startsWith(name) && file.endsWith(".js"));
  const root = new URL(await page.locator(".pal-site-title").evaluate((link) => link.href));
  await page.route("**/outline.js", (route) => route.fulfill({ contentType: "text/javascript", body: `palier.take(${JSON.stringify(book)})` }));
  await page.evaluate((facts) => {
    const watchers = [];
    const state = { facts: new Map(facts) };
    const store = { facts: () => state.facts, rename() {}, watch: (tell) => watchers.push(tell) };
    globalThis.palier = { here: { version: 1, book: "essai", outline: "outline.js" }, store };
    document.addEventListener("palier:drawn", () => (globalThis.isDrawn = true));
    globalThis.change = (facts) => {
      state.facts = new Map(facts);
      watchers.forEach((tell) => tell());
    };
  }, [...facts]);
  for (const name of [`words.${lang}.`, "guide."]) await page.addScriptTag({ url: new URL(`../assets/${script(name)}`, root).href });
  await page.waitForFunction(() => globalThis.isDrawn);
  return book;
}
