// A note, a reference or a term opened in place: by pointer, by keyboard, by finger, and not at all
// without script.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { test, expect, folder } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
test.use({ javaScriptEnabled: true });

const LESSON = "fr/communaute/conversation/";
const CALLS = { note: "doc-noteref", reference: "doc-biblioref", term: "doc-glossref" };

const popover = (page) => page.locator(".pal-popover");
const call = (page, kind) => page.locator(`[role=${CALLS[kind]}]`).first();

/** The text of what a call leads to, without the ways back. */
function definition(link) {
  return link.evaluate((element) => {
    const target = document.getElementById(decodeURIComponent(element.hash.slice(1))).cloneNode(true);
    target.querySelectorAll("[role=doc-backlink]").forEach((back) => back.remove());
    return target.textContent.replace(/\s+/g, " ").trim();
  });
}

/** That it is open with what the call leads to, whole on the screen and on nothing but its call’s side. */
async function expectOpen(page, link) {
  await expect(popover(page)).toBeVisible();
  const text = async () => (await popover(page).locator("> :first-child").innerText()).replace(/\s+/g, " ").trim();
  await expect.poll(text).toBe(await definition(link));
  await expect(link).toHaveAttribute("aria-describedby", await popover(page).getAttribute("id"));
  const { box, at, width, height } = await link.evaluate((element) => ({
    box: document.querySelector(".pal-popover").getBoundingClientRect().toJSON(),
    at: element.getClientRects()[0].toJSON(),
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  }));
  expect(box.left).toBeGreaterThanOrEqual(0);
  expect(box.top).toBeGreaterThanOrEqual(0);
  expect(box.right).toBeLessThanOrEqual(width);
  expect(box.bottom).toBeLessThanOrEqual(height);
  expect(box.top >= at.bottom || box.bottom <= at.top).toBe(true);
}

async function expectClosed(page) {
  await expect(popover(page)).toBeHidden();
  expect(await page.locator("[aria-describedby='page.popover']").count()).toBe(0);
}

for (const kind of Object.keys(CALLS)) {
  for (const width of [1280, 360]) {
    test(`a ${kind} opens on hover, can be hovered itself, and goes on leaving: ${width} px`, async ({ page, site }) => {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(site.root + LESSON);
      const link = call(page, kind);
      await link.hover();
      await expectOpen(page, link);
      await popover(page).hover();
      await page.waitForFunction(() => new Promise((resolve) => setTimeout(resolve, 400, true)));
      await expectOpen(page, link);
      await page.mouse.move(2, 2);
      await expectClosed(page);
    });
  }

  test(`a ${kind} opens on focus, closes on Escape, and Enter follows the link`, async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    const link = call(page, kind);
    await page.keyboard.press("Tab");
    await link.focus();
    await expectOpen(page, link);
    await page.keyboard.press("Escape");
    await expectClosed(page);
    await expect(link).toBeFocused();
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe(await link.evaluate((element) => element.hash));
    await expectClosed(page);
  });
}

test("what the popover holds has no id twice, no way back, and the note’s language", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  for (const kind of Object.keys(CALLS)) {
    await call(page, kind).hover();
    await expectOpen(page, call(page, kind));
    const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((element) => element.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await popover(page).locator("[role=doc-backlink]").count()).toBe(0);
    expect(await popover(page).locator("> :first-child").getAttribute("lang")).toBe("fr-CA");
    await page.mouse.move(2, 2);
    await expectClosed(page);
  }
});

test("a call in what unfolds opens in place, and goes when that is folded", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  const link = call(page, "reference");
  await link.evaluate((element) => {
    const details = document.createElement("details");
    const paragraph = element.closest("p");
    paragraph.before(details);
    details.append(document.createElement("summary"), paragraph);
    details.open = true;
  });
  await link.hover();
  await expectOpen(page, link);
  await page.locator(".pal-text details").first().evaluate((details) => (details.open = false));
  await expectClosed(page);
});

test("paper shows no popover, and what it held stands at the end", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await call(page, "note").hover();
  await expectOpen(page, call(page, "note"));
  await page.emulateMedia({ media: "print" });
  await expect(popover(page)).toBeHidden();
  for (const role of ["doc-endnotes", "doc-bibliography", "doc-glossary"]) {
    await expect(page.locator(`[role=${role}]`)).toBeVisible();
  }
});

test("the next call takes the place of the last, and scrolling away closes", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await call(page, "note").hover();
  await expectOpen(page, call(page, "note"));
  await call(page, "reference").hover();
  await expectOpen(page, call(page, "reference"));
  expect(await popover(page).count()).toBe(1);
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  await expectClosed(page);
});

test.describe("by finger", () => {
  test.use({ hasTouch: true, viewport: { width: 360, height: 700 } });

  test("the first tap opens with a link to the note, a tap elsewhere closes", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    for (const kind of Object.keys(CALLS)) {
      const link = call(page, kind);
      await link.tap();
      await expectOpen(page, link);
      expect(new URL(page.url()).hash).toBe("");
      await page.locator("h1").evaluate((heading) => heading.scrollIntoView());
      await expectClosed(page);
    }
    await call(page, "note").tap();
    await expectOpen(page, call(page, "note"));
    await page.locator(".pal-text h2").first().tap({ position: { x: 2, y: 2 } });
    await expectClosed(page);
    await call(page, "note").tap();
    await popover(page).getByRole("link", { name: "Lire au bas de la page" }).tap();
    expect(decodeURIComponent(new URL(page.url()).hash)).toBe("#fn:prosumer");
    await expectClosed(page);
  });

  test("a second tap follows the link", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await call(page, "term").tap();
    await expectOpen(page, call(page, "term"));
    await call(page, "term").tap();
    expect(new URL(page.url()).hash).toMatch(/^#term/);
  });
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(() => {
    test.use({ colorScheme });

    test(`axe finds nothing while it is open: ${colorScheme}`, async ({ page, site }) => {
      await page.goto(site.root + LESSON);
      await page.evaluate(axe);
      for (const kind of Object.keys(CALLS)) {
        await call(page, kind).hover();
        await expectOpen(page, call(page, kind));
        const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`)).toEqual([]);
        await page.mouse.move(2, 2);
        await expectClosed(page);
      }
    });
  });
}

test("a browser without popovers of its own gets a box all the same", async ({ page, site }) => {
  await page.addInitScript(() => {
    for (const name of ["popover", "showPopover", "hidePopover"]) delete HTMLElement.prototype[name];
  });
  await page.goto(site.root + LESSON);
  await call(page, "note").hover();
  await expectOpen(page, call(page, "note"));
  await page.keyboard.press("Escape");
  await expectClosed(page);
});

test("a note higher than the screen scrolls, by keyboard too", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 200 });
  await page.goto(site.root + LESSON);
  await page.locator("[role=doc-endnotes] li").first().evaluate((note) => note.prepend("Long. ".repeat(400)));
  await call(page, "note").hover();
  await expectOpen(page, call(page, "note"));
  await expect(popover(page)).toHaveAttribute("tabindex", "0");
});

test("a page opened from a disk opens its calls in place too", async ({ context }) => {
  // Browsers refuse its fonts: a page whose requests may fail.
  const page = await context.newPage();
  await page.goto(pathToFileURL(`${folder}/${LESSON}index.html`).href);
  await call(page, "note").hover();
  await expectOpen(page, call(page, "note"));
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a call is a link to the page’s end", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    for (const kind of Object.keys(CALLS)) {
      await call(page, kind).click();
      expect(new URL(page.url()).hash.length).toBeGreaterThan(1);
      expect(await popover(page).count()).toBe(0);
    }
  });
});
