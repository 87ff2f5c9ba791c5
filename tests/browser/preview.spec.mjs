// `palier serve`: a lesson is saved, and the page that shows it has the new text.

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundledBook, preview } from "./support/preview.mjs";
import { test as base, expect } from "./support/site.mjs";

// A save that is lost is never shown; one on a busy machine may take its time.
const shown = expect.configure({ timeout: 30_000 });

/** A copy of the bundled book, and a preview of it. */
const test = base.extend({
  preview,
  book: async ({}, use) => {
    const book = bundledBook();
    await use(book);
    rmSync(book, { recursive: true });
  },
  address: async ({ book, preview }, use) => use(await preview(book)),
});

test.use({ javaScriptEnabled: true });

const LESSON = "content/2-securiser/1-identite.fr.md";

for (const [editor, save] of [
  ["writes in place", (path, text) => writeFileSync(path, text)],
  [
    "renames a new file over the old",
    (path, text) => {
      writeFileSync(`${path}~`, text);
      renameSync(`${path}~`, path);
    },
  ],
]) {
  test(`a saved lesson is shown at once, when the editor ${editor}`, async ({ page, book, address }) => {
    await page.goto(`${address}fr/securiser/identite/`);
    const article = page.locator(".pal-article");
    await expect(article).toBeVisible();
    const path = join(book, LESSON);
    const text = readFileSync(path, "utf8");
    for (const sentence of ["Une phrase toute neuve.", "Une autre encore."]) {
      save(path, `${text}\n\n${sentence}\n`);
      await shown(article).toContainText(sentence);
    }
  });
}

test("a fault leaves the rest of the preview standing, and the mended page is shown", async ({ page, book, address }) => {
  await page.goto(`${address}fr/securiser/identite/`);
  const path = join(book, LESSON);
  const text = readFileSync(path, "utf8");
  const article = page.locator(".pal-article");
  writeFileSync(path, `${text}\n\nVoir [ceci](nulle-part.fr.md).\n`);
  await shown(article).toContainText("Voir ceci.");
  const others = await page.request.get(`${address}en/`);
  expect(others.status()).toBe(200);
  writeFileSync(path, `${text}\n\nTout va bien.\n`);
  await shown(article).toContainText("Tout va bien.");
});

test("an address where there is nothing is said to be one", async ({ page, address, absent }) => {
  absent.push(`${address}fr/nulle-part/`);
  const response = await page.goto(`${address}fr/nulle-part/`);
  expect(response.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cette page n’existe pas");
});

test("eight tabs are open at once, and each shows what is saved", async ({ page, context, book, address }) => {
  const tabs = [page];
  while (tabs.length < 8) tabs.push(await context.newPage());
  for (const tab of tabs) await tab.goto(`${address}fr/securiser/identite/`);
  const path = join(book, LESSON);
  writeFileSync(path, `${readFileSync(path, "utf8")}\n\nUne phrase toute neuve.\n`);
  for (const tab of tabs) await shown(tab.locator(".pal-article")).toContainText("Une phrase toute neuve.");
  // And there is still room for whatever else a tab asks for.
  for (const tab of tabs) expect(await tab.evaluate(async () => (await fetch("/robots.txt")).status)).toBe(200);
  for (const tab of tabs.slice(1)) await tab.close();
});

test("without shared workers, a tab that is looked at shows what is saved", async ({ page, book, address }) => {
  await page.addInitScript(() => delete window.SharedWorker);
  await page.goto(`${address}fr/securiser/identite/`);
  const path = join(book, LESSON);
  writeFileSync(path, `${readFileSync(path, "utf8")}\n\nUne phrase toute neuve.\n`);
  await shown(page.locator(".pal-article")).toContainText("Une phrase toute neuve.");
});
