// axe-core, every rule it has by default, on every page, in forced colours too; in the dark, the rules of colours. On a
// narrow screen too, one page of each kind: what a lesson says changes nothing there. The kinds are those that were built.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test, expect, folder, pages } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.use({ javaScriptEnabled: true, colorScheme: "light" });

/** The first built page of each kind: its body’s classes, the level’s number left out, name it. */
function ofEachKind() {
  const files = readdirSync(folder, { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  const built = files.filter((file) => file.endsWith(".html")).map((file) => file.replace(/(^|\/)index\.html$/, "$1"));
  const first = new Map();
  for (const path of [...pages, ...built.sort()]) {
    const html = readFileSync(`${folder}/${/(^|\/)$/.test(path) ? `${path}index.html` : path}`, "utf8");
    const classes = html.match(/<body class="([^"]*)"/)?.[1].replace(/ pal-level-\d+/, "");
    // A redirect has no class, and is left before it is read.
    if (classes && !first.has(classes)) first.set(classes, path);
  }
  return [...first.values()];
}

const narrow = ofEachKind();

for (const path of new Set([...pages, ...narrow])) {
  test(`axe finds nothing: ${path || "the root"}`, async ({ page, site }) => {
    await page.goto(site.root + path);
    await page.evaluate(axe);
    for (const look of [{ colorScheme: "light" }, { colorScheme: "dark" }, { colorScheme: "light", forcedColors: "active" }]) {
      await page.emulateMedia({ forcedColors: "none", ...look });
      for (const width of narrow.includes(path) ? [1280, 360] : [1280]) {
        await page.setViewportSize({ width, height: 800 });
        // Colours are all that a scheme changes; forced ones change borders and fills too.
        const some = look.colorScheme === "dark" ? { runOnly: ["cat.color"] } : {};
        const { violations } = await page.evaluate((some) => globalThis.axe.run({ resultTypes: ["violations"], ...some }), some);
        const found = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
        expect(found, `${Object.values(look)}, ${width} px`).toEqual([]);
      }
    }
  });
}
