// What a page of each kind weighs on its first visit, and that nothing on it moves once it is seen.

import { gzipSync } from "node:zlib";
import { isText } from "./support/host.mjs";
import { test, expect, kinds, lessons } from "./support/site.mjs";

/** A page’s script, and the style that each has, before anything is opened (docs/content/3-teach/4-reading.en.md has the table). */
const MOST = { requests: 6, bytes: 80_000, script: 8000, style: 14_000 };
/** A page may load more of what it is there for: two texts, drawings, what is kept, the search. */
const MORE = {
  front: { requests: 7, style: 17_000 },
  beside: { bytes: 85_000 },
  map: { requests: 8, script: 9500, style: 17_500 },
  progress: { requests: 7, script: 16_700, style: 16_500 },
  privacy: { style: 16_500 },
  offline: { requests: 8, script: 15_000, style: 15_000 },
  404: { style: 15_000 },
  search: { requests: 9, script: 19_000, style: 16_500 },
};
/** As web/bundles.json measures. */
const weight = (type, body) => (isText(type) ? gzipSync(body, { level: 9 }).length : body.length);

test.use({ javaScriptEnabled: true, colorScheme: "light" });

/** What a visit asks for, each with its address, the kind of thing it is, and its weight in bytes as hosts send it. */
async function visit(page, address) {
  const responses = [];
  page.on("response", (response) => responses.push(response));
  await page.goto(address, { waitUntil: "networkidle" });
  const asked = await Promise.all(
    responses.map(async (response) => ({
      url: response.url(),
      kind: response.request().resourceType(),
      bytes: weight(response.headers()["content-type"], await response.body()),
    })),
  );
  // A browser with tabs asks for their icon too.
  const icon = await page.locator("link[rel=icon]").evaluate((link) => link.href);
  if (!asked.some(({ url }) => url === icon)) {
    const response = await page.request.get(icon);
    asked.push({ url: icon, kind: "image", bytes: weight(response.headers()["content-type"], await response.body()) });
  }
  const pictures = await page.locator("main img").evaluateAll((all) => all.map((picture) => picture.currentSrc));
  return asked.filter(({ url }) => !pictures.includes(url));
}

/** A page of each kind in French, as it is named among the budgets; a lesson is one of all. */
const visits = [
  ...Object.entries(kinds).filter(([kind]) => kind.endsWith("-fr") && kind !== "lesson-fr").map(([kind, path]) => [kind.slice(0, -3), path]),
  ...lessons.map((path) => ["lesson", path]),
  ["404", "404.html"],
];

for (const [kind, path] of visits) {
  test(`a first visit is light: ${kind}, ${path}`, async ({ page, site }) => {
    const asked = await visit(page, site.root + path);
    const list = asked.map(({ url, bytes }) => `${url.slice(site.root.length)}: ${bytes}`).join("\n");
    const total = (some) => some.reduce((sum, { bytes }) => sum + bytes, 0);
    const of = (kind) => total(asked.filter((one) => one.kind === kind));
    const figures = { requests: asked.length, bytes: total(asked), script: of("script"), style: of("stylesheet") };
    for (const [name, most] of Object.entries({ ...MOST, ...MORE[kind] })) expect(figures[name], `${name}\n${list}`).toBeLessThanOrEqual(most);
  });
}

const SETTINGS = { theme: "dark", text: "20", width: "narrow", lines: "more", letters: "more", zeros: "plain" };
const PROGRESS = { palier: 1, erased: 0, facts: { "o naviguer/ecosysteme": 1, "r naviguer/ecosysteme": 1 } };

/** What is on the device, by name; `pages.spec.mjs` has nothing there. */
const devices = {
  "settings kept": { "palier/1/settings": SETTINGS },
  "progress kept": { "palier/1/progress/pyramide-influence": PROGRESS },
};

/** Makes a page wait for its end before it is painted, so that only what comes after the page moves anything. */
async function wait(route) {
  const response = await route.fetch();
  const html = (await response.text()).replace("</title>", '$&<link rel="expect" href="#test-end" blocking="render">');
  await route.fulfill({ response, body: html.replace("</body>", '<i id="test-end"></i>$&') });
}

for (const [device, kept] of Object.entries(devices)) {
  for (const width of [360, 1440]) {
    for (const kind of ["front-fr", "level-fr", "lesson-fr", "glossary-en", "references-en", "about-fr"]) {
      test(`nothing moves once the page is there: ${kind}, ${device}, ${width} px`, async ({ page, site }) => {
        await page.setViewportSize({ width, height: 740 });
        await page.addInitScript((kept) => {
          for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, JSON.stringify(value));
          window.moved = [];
          const name = ({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.data;
          const note = ({ value, sources }) => window.moved.push(`${value}: ${sources.map(name)}`);
          new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: "layout-shift", buffered: true });
        }, kept);
        await page.route(site.root + kinds[kind], wait);
        await page.goto(site.root + kinds[kind], { waitUntil: "networkidle" });
        // Two frames later what was to move has moved.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        expect(await page.evaluate(() => window.moved)).toEqual([]);
      });
    }
  }
}

test.describe("as the page arrives", () => {
  test.use({ javaScriptEnabled: false });

  for (const width of [360, 1440]) {
    for (const kind of ["front-fr", "level-fr", "lesson-fr", "glossary-en"]) {
      test(`what is there already stays: ${kind}, ${width} px`, async ({ page, site }) => {
        await page.setViewportSize({ width, height: 740 });
        const address = site.root + kinds[kind];
        const html = await (await page.request.get(address)).text();
        const places = async (body) => {
          await page.route(address, (route) => route.fulfill({ contentType: "text/html", body }));
          await page.goto(address);
          await page.unroute(address);
          return page.evaluate(placesOf);
        };
        const whole = await places(html);
        // Less than a second’s worth on a slow line, from the header on.
        for (let cut = html.indexOf("</header>") + 3000; cut < html.length; cut += 6000) {
          const part = await places(html.slice(0, html.lastIndexOf("<", cut)));
          // The last is on its way still.
          const moved = part.slice(0, -4).filter((place, at) => place !== whole[at]);
          expect(moved, `${cut} of ${html.length} characters`).toEqual([]);
        }
      });
    }
  }
});

/** Each element in the order of the page, with where it begins on the screen if it does. */
function placesOf() {
  return [...document.body.querySelectorAll(":not(svg *)")].map((element) => {
    const { left, top } = element.getBoundingClientRect();
    const isSeen = element.checkVisibility() && top < innerHeight;
    return `${element.localName}.${element.className}${isSeen ? ` ${Math.round(left)} ${Math.round(top)}` : ""}`;
  });
}
