// Images in several widths: which one a screen loads, that nothing moves when it comes, that photographs are upright, and what is
// left of them without a network.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { palier, repository } from "./support/site.mjs";

const LESSON = "fr/jardin/commencer/";

/** A JPEG of that size, red, green, blue and white in its corners, as a camera turned to `orientation` takes it. */
async function photograph(page, width, height, orientation) {
  const base64 = await page.evaluate(
    ([width, height]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const drawing = canvas.getContext("2d");
      const fill = (colour, ...place) => Object.assign(drawing, { fillStyle: colour }).fillRect(...place);
      fill("rgb(220, 20, 20)", 0, 0, width / 2, height / 2);
      fill("rgb(20, 200, 20)", width / 2, 0, width / 2, height / 2);
      fill("rgb(20, 20, 220)", 0, height / 2, width / 2, height / 2);
      fill("rgb(255, 255, 255)", width / 2, height / 2, width / 2, height / 2);
      // Grain, without which it would weigh too little to be worth a smaller one.
      for (let x = width / 4; x < (width * 3) / 4; x += 3) {
        for (let y = height / 4; y < (height * 3) / 4; y += 3) fill(`hsl(${(x * 7919 + y * 104729) % 360} 60% ${20 + ((x * y) % 60)}%)`, x, y, 3, 3);
      }
      return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
    },
    [width, height],
  );
  const jpeg = Buffer.from(base64, "base64");
  const exif = Buffer.from([0xff, 0xe1, 0, 34, ...Buffer.from("Exif\0\0II*\0\b\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", "latin1"), orientation, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

const test = base.extend({
  /** A published book whose lesson shows a photograph at its beginning, and one taken upright far below. */
  book: [
    async ({ browser }, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-pictures-"));
      const [book, site] = [join(folder, "book"), join(folder, "site")];
      cpSync(join(repository, "tests/books/one-lesson"), book, { recursive: true });
      const page = await browser.newPage({ javaScriptEnabled: true });
      const level = join(book, "content/1-jardin");
      writeFileSync(join(level, "paysage.jpg"), await photograph(page, 2400, 1600, 1));
      writeFileSync(join(level, "portrait.jpg"), await photograph(page, 1600, 1200, 6));
      await page.close();
      const below = "Un paragraphe.\n\n".repeat(200);
      const text = `![Un paysage](paysage.jpg)\n\nSous l’image.\n\n${below}![Un portrait](portrait.jpg "Un portrait.")\n`;
      writeFileSync(join(level, "1-commencer.md"), `---\ntitle: Commencer\n---\n\n${text}`);
      const built = execFileSync(palier, ["build", "--output", site, book], { stdio: "pipe" });
      expect(built.toString()).toBe("");
      const { root, close } = await host(site, "/livre/");
      await use({ root });
      await close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

/** The images that a page asked for, without their fingerprints. */
function asked(page) {
  const names = [];
  page.on("request", (request) => {
    if (request.resourceType() === "image") names.push(request.url().replace(/.*\//, "").replace(/\.[0-9a-f]{10}\./, "."));
  });
  return () => names.filter((name) => /^(paysage|portrait)/.test(name));
}

const loaded = (image) => expect.poll(() => image.evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);

for (const [what, viewport, deviceScaleFactor, expected] of [
  ["an old phone", { width: 360, height: 640 }, 1.5, "paysage.576.webp"],
  ["a phone", { width: 412, height: 732 }, 2, "paysage.864.webp"],
  ["a laptop", { width: 1440, height: 900 }, 1, "paysage.576.webp"],
  ["a sharp screen", { width: 1440, height: 900 }, 2, "paysage.1152.webp"],
]) {
  test(`${what} loads the width that it needs, and what is below only once it comes near`, async ({ browser, book }) => {
    const context = await browser.newContext({ viewport, deviceScaleFactor, javaScriptEnabled: true, serviceWorkers: "block" });
    const page = await context.newPage();
    const images = asked(page);
    await page.goto(book.root + LESSON, { waitUntil: "networkidle" });
    const image = page.locator("main img").first();
    await loaded(image);
    expect(images()).toEqual([expected]);
    const { width, height } = await image.boundingBox();
    expect(Math.abs(width / height - 1.5)).toBeLessThan(0.01);
    expect(width).toBeLessThanOrEqual(576);
    await page.locator("main img").last().scrollIntoViewIfNeeded();
    await loaded(page.locator("main img").last());
    expect(images()).toEqual([expected, expected.replace("paysage", "portrait")]);
    await context.close();
  });
}

test("nothing moves when images come", async ({ page, book }) => {
  let come;
  const waits = new Promise((resolve) => (come = resolve));
  await page.route(/\.webp$/, async (route) => {
    await waits;
    await route.continue();
  });
  await page.goto(book.root + LESSON, { waitUntil: "domcontentloaded" });
  const below = page.getByText("Sous l’image.");
  const before = await below.boundingBox();
  come();
  await loaded(page.locator("main img").first());
  expect(await below.boundingBox()).toEqual(before);
});

test.describe("a photograph taken upright", () => {
  test.use({ javaScriptEnabled: true, viewport: { width: 360, height: 640 } });

  test("is upright in any width, as the browser shows its author’s own", async ({ page, book }) => {
    await page.goto(book.root + LESSON);
    const image = page.locator("main img").last();
    await image.scrollIntoViewIfNeeded();
    await loaded(image);
    const { width, height } = await image.boundingBox();
    expect(Math.abs(width / height - 0.75)).toBeLessThan(0.01);
    const corners = await image.evaluate(async (image) => {
      const look = async (source) => {
        const picture = Object.assign(new Image(), { src: source });
        await picture.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 400 });
        const drawing = canvas.getContext("2d");
        drawing.drawImage(picture, 0, 0, 300, 400);
        const at = (x, y) => [...drawing.getImageData(x, y, 1, 1).data];
        return [at(10, 10), at(290, 10), at(10, 390), at(290, 390)];
      };
      return { shown: await look(image.currentSrc), own: await look(image.src), isSmaller: image.currentSrc.endsWith(".webp") };
    });
    expect(corners.isSmaller).toBe(true);
    // Turned to the right: what was at the top left is at the top right.
    const expected = [[20, 20, 220], [220, 20, 20], [255, 255, 255], [20, 200, 20]];
    for (const [at, colour] of [...corners.shown, ...corners.own].entries()) {
      const far = colour.slice(0, 3).map((part, index) => Math.abs(part - expected[at % 4][index]));
      expect(Math.max(...far), `corner ${at}: ${colour}`).toBeLessThan(16);
    }
  });
});

test.describe("without a network", () => {
  test.use({ javaScriptEnabled: true, serviceWorkers: "allow", viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 });

  test("a level that is kept has its images, in one width, on whatever screen", async ({ page, context, book }) => {
    await page.goto(`${book.root}fr/hors-ligne/`);
    const row = page.locator("[data-part]").first();
    await row.getByRole("button", { name: /^Garder/ }).click();
    await expect(row).toContainText("Sur cet appareil", { timeout: 30_000 });
    expect(await page.evaluate(async () => {
      const names = await caches.keys();
      const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
      return kept.flat().filter((url) => /\.(webp|jpg)$/.test(url)).map((url) => url.replace(/.*\//, "").replace(/\.[0-9a-f]{10}\./, ".")).sort();
    })).toEqual(["paysage.864.webp", "portrait.864.webp"]);
    await expect.poll(() => page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.active)).toBe(true);
    await context.setOffline(true);
    await page.goto(book.root + LESSON);
    const image = page.locator("main img").first();
    await loaded(image);
    expect(await image.evaluate((image) => image.currentSrc)).toMatch(/paysage\.1152\./);
  });
});
