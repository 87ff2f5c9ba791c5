// axe-core, every rule it has by default, on every page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test, expect, pages } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    test.describe(() => {
      test.use({ javaScriptEnabled: true, colorScheme, viewport: { width, height: 800 } });

      for (const path of [...pages, "", "404.html"]) {
        test(`axe finds nothing: ${path || "the root"}, ${colorScheme}, ${width} px`, async ({ page, site }) => {
          await page.goto(site.root + path);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
          const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
          expect(found).toEqual([]);
        });
      }
    });
  }
}
