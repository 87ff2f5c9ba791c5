// The author's grid of `palier serve`: it knows which translation falls behind, at once, and anyone
// can read it.

import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundledBook, preview } from "./support/preview.mjs";
import { test, expect, palier } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LESSON = "content/2-securiser/1-identite.fr.md";

test.use({ javaScriptEnabled: true });

/** A copy of the bundled book, in step, and the address of its preview's dashboard. */
const dashboard = test.extend({
  preview,
  book: async ({}, use) => {
    const book = bundledBook();
    await run(["sync", "--all", "--book", book]);
    await use(book);
    rmSync(book, { recursive: true });
  },
  address: async ({ book, preview }, use) => use(`${await preview(book)}_palier/`),
});

function run(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(palier, words, { stdio: "ignore" });
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`palier ${words.join(" ")}: ${code}`))));
  });
}

dashboard("a saved change shows in the other language at once, and a sync clears it", async ({ page, book, address }) => {
  await page.goto(address);
  const row = page.getByRole("row").filter({ hasText: "securiser/identite" }).first();
  await expect(row.locator("td.pal-in-step")).toHaveCount(2);
  const path = join(book, LESSON);
  const text = readFileSync(path, "utf8");
  const heading = text.match(/^## (.*)$/m)[0];
  writeFileSync(path, text.replace(heading, `${heading}\n\nUn chevreuil traverse la phrase.`));
  await expect(row.locator("td.pal-outdated")).toHaveCount(1);
  await expect(row.locator("td.pal-outdated")).toContainText("out of date");
  await expect(row.locator("td.pal-outdated").getByRole("listitem")).toHaveCount(1);
  await row.getByRole("link", { name: /1 warning/ }).click();
  await expect(page.locator(".pal-faults")).toContainText("outdated-translation");
  await row.getByRole("link", { name: /English/ }).click();
  await expect(page.locator(".pal-outdated")).toContainText("See the text in French");
  await page.goto(address);
  await run(["sync", "securiser/identite", "--book", book]);
  await expect(row.locator("td.pal-in-step")).toHaveCount(2);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    dashboard.describe(() => {
      dashboard.use({ colorScheme, viewport: { width, height: 800 } });

      dashboard(`axe finds nothing on the dashboard: ${colorScheme}, ${width} px`, async ({ page, book, address }) => {
        rmSync(join(book, "content/3-communaute/1-conversation.en.md"));
        const path = join(book, LESSON);
        writeFileSync(path, readFileSync(path, "utf8").replace(/^## .*$/m, "$&\n\nVoir [ceci](nulle-part.fr.md)."));
        await page.goto(address);
        await expect(page.locator("td.pal-outdated")).not.toHaveCount(0);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], preload: false }));
        const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
        expect(found).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        if (process.env.SCREENSHOTS) {
          await page.screenshot({ path: `${process.env.SCREENSHOTS}/dashboard-${colorScheme}-${width}.png`, fullPage: true });
        }
      });
    });
  }
}
