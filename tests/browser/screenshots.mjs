// Draws one page of each kind, in both languages, light and dark, wide and narrow, to look at:
// `npm run screenshots [folder]` (`screenshots/` by default); or the pictures of the manual:
// `npm run screenshots ../../docs/content/images manual`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium as launcher } from "@playwright/test";
import { drawAbout } from "./support/about.mjs";
import { chromium } from "./support/chromium.mjs";
import { drawLooks } from "./support/looks.mjs";
import { hostSite, kinds } from "./support/site.mjs";

const folder = process.argv[2] ?? "screenshots";
mkdirSync(folder, { recursive: true });
const browser = await launcher.launch(chromium);
if (process.argv[3] === "manual") {
  for (const draw of [drawAbout, drawLooks]) await draw(browser, folder);
} else {
  await drawKinds();
}
await browser.close();

async function drawKinds() {
  const site = await hostSite();
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: false });
      const page = await context.newPage();
      for (const [kind, path] of Object.entries({ ...kinds, root: "", 404: "nowhere/" })) {
        await page.goto(site.root + path);
        const file = join(folder, `${kind}-${colorScheme}-${width}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
      await context.close();
    }
  }
  await site.close();
}
