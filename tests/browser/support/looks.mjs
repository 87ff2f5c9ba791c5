// The pictures of the manual’s page on the look of a site, of the bundled book with what the page tells to write.

import { join } from "node:path";
import { coloured, dressed, ownSite } from "./own.mjs";

/** What each picture shows: the changes to the book, the page, what is at the top of the screen, and how much below it. */
const LOOKS = {
  colours: {
    changes: () => coloured({ "1-naviguer": "#7b1e3a", "2-securiser": "#6b3fa0" }),
    path: "fr/",
    at: ".pal-drawing",
    height: 520,
  },
  logo: { changes: dressed, path: "fr/", at: ".pal-site-header", height: 300 },
  links: { changes: dressed, path: "fr/naviguer/", at: ".pal-site-footer", height: 300 },
  css: { changes: dressed, path: "fr/naviguer/ecosysteme/", at: ".pal-text h2", height: 420 },
};

/** Draws them into a folder, as `look-<name>.png`: on the left in the light, on the right in the dark. */
export async function drawLooks(browser, folder) {
  for (const [name, { changes, path, at, height }] of Object.entries(LOOKS)) {
    const site = await ownSite(changes());
    const shots = [];
    for (const colorScheme of ["light", "dark"]) {
      const page = await browser.newPage({ colorScheme, reducedMotion: "reduce", viewport: { width: 640, height } });
      await page.goto(site.root + path);
      await page.locator(`${at} >> visible=true`).first().evaluate((element) => scrollTo(0, element.getBoundingClientRect().top - 60));
      shots.push((await page.screenshot()).toString("base64"));
      await page.close();
    }
    await site.close();
    const both = await browser.newPage({ viewport: { width: 1280, height } });
    const images = shots.map((shot) => `<img src="data:image/png;base64,${shot}" style="float: left">`);
    await both.setContent(`<body style="margin: 0">${images.join("")}`);
    const file = join(folder, `look-${name}.png`);
    await both.screenshot({ path: file });
    await both.close();
    console.log(file);
  }
}
