// axe-core, every rule it has by default, on every page; in the dark, the rules of colours. On a narrow screen
// too, one page of each kind: what a lesson says changes nothing there.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test, expect, kinds, pages } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.use({ javaScriptEnabled: true, colorScheme: "light" });

const ofEachKind = [...Object.values(kinds), "", "404.html"];

for (const path of [...pages, "", "404.html"]) {
  test(`axe finds nothing: ${path || "the root"}`, async ({ page, site }) => {
    await page.goto(site.root + path);
    await page.evaluate(axe);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const width of ofEachKind.includes(path) ? [1280, 360] : [1280]) {
        await page.setViewportSize({ width, height: 800 });
        // Colours are all that a scheme changes.
        const some = colorScheme === "light" ? {} : { runOnly: ["cat.color"] };
        const { violations } = await page.evaluate((some) => globalThis.axe.run({ resultTypes: ["violations"], ...some }), some);
        const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
        expect(found, `${colorScheme}, ${width} px`).toEqual([]);
      }
    }
  });
}
