// What every page of the sitemap, and one of each other kind, must be. That each meets no console error, no failed request and
// no other host is part of the `page` of every test.

import { test, expect, kinds, pages } from "./support/site.mjs";

const overflow = () => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} px`, ...wide.slice(0, 5).map((element) => `${element.localName}.${element.getAttribute("class")}`)];
};

for (const path of new Set([...pages, ...Object.values(kinds), "", "404.html"])) {
  const name = path || "the root";

  test(`nothing is wider than the screen: ${name}`, async ({ page, site }) => {
    await page.goto(site.root + path);
    for (const [width, text] of [[1280, 100], [360, 100], [320, 100], [1280, 200], [640, 200], [360, 200]]) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((size) => (document.documentElement.style.fontSize = size), `${text}%`);
      expect(await page.evaluate(overflow), `${width} px, text at ${text} %`).toEqual([]);
    }
  });

  test.describe(() => {
    // Nothing in the page runs; measuring needs an observer in it.
    test.use({ javaScriptEnabled: true });

    test(`nothing moves while it loads: ${name}`, async ({ page, site }) => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(site.root + path);
        const shifts = await page.evaluate(async () => {
          // All that may still move a line: fonts, and pictures that are not waited for.
          const seen = (image) => image.checkVisibility() && image.getBoundingClientRect().top < innerHeight;
          await Promise.all([document.fonts.ready, ...[...document.images].filter(seen).map((image) => image.decode())]);
          return new Promise((resolve) => {
            const shifts = [];
            const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)));
            observer.observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(shifts), 50)));
          });
        });
        expect(shifts).toEqual([]);
      }
    });
  });
}
