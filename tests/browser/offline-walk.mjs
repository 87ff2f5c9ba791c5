// Draws what a reader sees without a network and when a book is published again, to look at:
// `npm run offline-walk [folder]` (`screenshots/` by default). It builds the bundled book by itself.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium as launcher } from "@playwright/test";
import { chromium } from "./support/chromium.mjs";
import { publications } from "./support/publications.mjs";

const LESSON = "fr/naviguer/ecosysteme/";
const ABSENT = "fr/securiser/identite/";
const KEPT = "fr/hors-ligne/";
const CHANGE = { "1-naviguer/1-ecosysteme/index.fr.md": ["Entrer dans un nouvel écosystème", "Entrer dans un écosystème tout neuf"] };

const folder = process.argv[2] ?? "screenshots";
mkdirSync(folder, { recursive: true });
const book = await publications();
const browser = await launcher.launch(chromium);
const context = await browser.newContext({ locale: "fr-CA", viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
const page = await context.newPage();
let step = 0;
const draw = async (name) => {
  const file = join(folder, `offline-${++step}-${name}.png`);
  await page.screenshot({ path: file });
  console.log(file);
};

await page.goto(book.root + LESSON);
await page.mouse.wheel(0, 400);
await page.waitForFunction((address) => caches.match(address), book.root + LESSON);
await page.goto(book.root + KEPT);
await page.locator("[data-part='1']").getByRole("button").click();
await page.locator("[data-part='1'][data-kept=true]").waitFor();
await draw("a-level-is-kept");
await context.setOffline(true);
await page.goto(book.root + LESSON);
await draw("what-was-read");
await page.goto(book.root + ABSENT);
await draw("what-was-not");
await context.setOffline(false);
await page.goto(book.root + LESSON);
book.publish(CHANGE);
await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const show = page.locator("[data-trouble]").getByRole("button", { name: "L’afficher" });
await show.waitFor();
await draw("a-new-publication-waits");
await show.click();
await page.getByRole("heading", { level: 1, name: "tout neuf" }).waitFor();
await draw("it-is-shown");
await context.setOffline(true);
await page.reload();
await page.goto(book.root + KEPT);
await page.locator("[data-part='1'][data-kept=true]").waitFor();
await draw("the-level-is-kept-still");
await browser.close();
await book.close();
