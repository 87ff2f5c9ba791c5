// A paragraph’s counterpart in another language, beneath it: by tap, mouse and key, for every block of every lesson, on a host
// and from a disk; and what is read aloud.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { test as bare } from "@playwright/test";
import { test, expect, folder, kinds, lessons } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LESSON = kinds["lesson-fr"];
const BESIDE = `${LESSON}en/`;
const KEY = "palier/1/settings";

const blocks = (page) => page.locator(".pal-article > .pal-text > :not(hr, .pal-twin, [role^='doc-'])");
const paragraph = (page, nth = 1) => page.locator(".pal-article > .pal-text > p").nth(nth);
const twins = (page) => page.locator(".pal-twin");

/** Chooses before the page is there. */
const choose = (page, settings) =>
  page.addInitScript(([key, text]) => localStorage.setItem(key, text), [KEY, JSON.stringify(settings)]);

bare.use({ javaScriptEnabled: true });

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true, colorScheme: "light" });

  test("the button beside the paragraph under the mouse shows it in English, and hides it again", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await paragraph(page).hover();
    await page.locator(".pal-peek").click();
    const twin = twins(page).locator(".pal-twin-text");
    await expect(twin).toHaveAttribute("lang", "en-CA");
    await expect(twin).toHaveAttribute("dir", "ltr");
    await expect(twin).toContainText("In a toolbox, nothing moves until you reach into it.");
    await expect(page.getByRole("group", { name: "En anglais" })).toBeVisible();
    expect(await paragraph(page).evaluate((block) => block.nextElementSibling.className)).toBe("pal-twin");
    // Its links lead where they led.
    const hrefs = await twin.locator("a").evaluateAll((links) => links.map((link) => link.href));
    expect(hrefs.every((href) => href.startsWith(site.root + BESIDE) || !href.startsWith(site.root + LESSON))).toBe(true);
    await page.locator(".pal-peek").click();
    await expect(twins(page)).toHaveCount(0);
  });

  test("by key the focus goes there and comes back", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await paragraph(page).scrollIntoViewIfNeeded();
    await paragraph(page).evaluate((block) => block.scrollIntoView({ block: "start" }));
    await page.mouse.move(0, 0);
    await page.keyboard.press("t");
    await expect(twins(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(twins(page)).toHaveCount(0);
    expect(await paragraph(page).evaluate((block) => block === document.activeElement)).toBe(true);
    for (const count of [1, 0]) {
      await page.keyboard.press("t");
      await expect(twins(page)).toHaveCount(count);
    }
    await page.keyboard.press("t");
    await expect(twins(page)).toBeFocused();
    await twins(page).getByRole("button", { name: "Fermer" }).click();
    await expect(twins(page)).toHaveCount(0);
  });

  test("every block of every lesson has its counterpart", async ({ page, site }) => {
    await choose(page, { open: "all" });
    for (const lesson of lessons) {
      await page.goto(site.root + lesson);
      if (!(await page.locator("a[data-twin]").count())) continue;
      const all = await blocks(page).count();
      expect(all).toBeGreaterThan(10);
      // What comes into view is filled.
      await expect
        .poll(() =>
          page.evaluate(() => {
            const waiting = [...document.querySelectorAll(".pal-article > .pal-text > :not(hr, .pal-twin, [role^='doc-'])")].filter(
              (block) => !block.nextElementSibling?.matches(".pal-twin"),
            );
            // Blocks that are translated together have one.
            waiting[0]?.scrollIntoView();
            return waiting.length / document.querySelectorAll(".pal-twin").length;
          }),
        )
        .toBeLessThan(0.1);
      const empty = twins(page).filter({ hasText: /^\s*$/ }).filter({ hasNot: page.locator("img, video, audio, math") });
      expect(await empty.count(), lesson).toBe(0);
    }
  });

  test("what is kept open moves nothing that is being read", async ({ page, site }) => {
    await choose(page, { open: "all" });
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route(site.root + BESIDE, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(site.root + LESSON);
    const heading = page.locator(".pal-text h2").nth(3);
    await heading.evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 100));
    const top = () => heading.evaluate((heading) => Math.round(heading.getBoundingClientRect().top));
    const before = await top();
    release();
    await expect(heading.locator("+ .pal-twin")).toBeVisible();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
    // Further up, blocks are filled above what is read too.
    const read = await page.evaluateHandle(() => {
      scrollBy(0, -innerHeight);
      const blocks = [...document.querySelectorAll(".pal-article > .pal-text > :not(.pal-twin)")];
      return blocks.find((block) => block.getBoundingClientRect().top >= 0);
    });
    const place = () => read.evaluate((block) => block.getBoundingClientRect().top);
    const there = await place();
    await expect.poll(() => read.evaluate((block) => block.previousElementSibling.className)).toBe("pal-twin");
    expect(Math.abs((await place()) - there)).toBeLessThanOrEqual(1);
  });

  test("a passage that the other language lacks is said to be missing", async ({ page, site }) => {
    await page.route(site.root + BESIDE, async (route) => {
      const answer = await route.fetch();
      const html = await answer.text();
      await route.fulfill({ response: answer, body: html.replace(/<p>In a toolbox[^]*?<\/p>/, "") });
    });
    await page.goto(site.root + LESSON);
    await paragraph(page).hover();
    await page.locator(".pal-peek").click();
    await expect(twins(page)).toContainText("Ce passage n’existe pas en anglais.");
  });

  test("a text that can’t be loaded is said to be so, and may be tried again", async ({ page, site, absent }) => {
    absent.push(site.root + BESIDE);
    await page.route(site.root + BESIDE, (route) => route.fulfill({ status: 503, body: "" }), { times: 1 });
    await page.goto(site.root + LESSON);
    await paragraph(page).hover();
    await page.locator(".pal-peek").click();
    await expect(twins(page)).toContainText("n’a pas pu être chargé");
    await expect(twins(page).getByRole("link")).toHaveAttribute("href", site.root + BESIDE);
    await page.locator(".pal-peek").click();
    await page.locator(".pal-peek").click();
    await expect(twins(page)).toContainText("In a toolbox");
  });

  bare("from a disk there is a link to the page side by side", async ({ page }) => {
    await page.goto(`${pathToFileURL(folder)}/${LESSON}index.html`);
    await page.keyboard.press("t");
    await expect(twins(page)).toContainText("ouverte depuis un dossier");
    await twins(page).getByRole("link").click();
    await expect(page.locator("h1.pal-sides")).toBeVisible();
  });

  test("another language is chosen in the passage, and remembered", async ({ page, site }) => {
    // A third language, made of the second.
    await page.route(site.root + LESSON, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/<a href="en\/"([^>]*)data-twin="en-CA"[^>]*>([^<]*)<\/a>/, '$&<a href="es/" data-twin="es" data-twin-name="Español" data-twin-in="espagnol">$2</a>');
      await route.fulfill({ response: answer, body });
    });
    await page.route(`${site.root}${LESSON}es/`, async (route) => {
      const answer = await route.fetch({ url: site.root + BESIDE });
      await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('lang="en-CA"', 'lang="es"') });
    });
    await page.goto(site.root + LESSON);
    await paragraph(page).hover();
    await page.locator(".pal-peek").click();
    await twins(page).getByRole("combobox", { name: "Langue" }).selectOption("Español");
    await expect(twins(page).locator(".pal-twin-text")).toHaveAttribute("lang", "es");
    await page.reload();
    await paragraph(page).hover();
    await expect(page.locator(".pal-peek")).toHaveText("es");
    await page.locator(".pal-peek").click();
    await expect(twins(page).locator(".pal-twin-text")).toHaveAttribute("lang", "es");
  });

  test("it is chosen in the panel that all are shown, and in which language", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await page.locator("button[data-settings]").click();
    await page.getByText("Montrer chaque paragraphe aussi en anglais").click();
    await expect.poll(() => twins(page).count()).toBeGreaterThan(1);
    await page.getByText("Montrer chaque paragraphe aussi en anglais").click();
    await expect(twins(page)).toHaveCount(0);
  });

  test.describe("read aloud", () => {
    /** A device whose voices are for those languages, and which says all at once. */
    const voices = (page, ...langs) =>
      page.addInitScript((langs) => {
        window.said = [];
        const voices = langs.map((lang) => ({ lang: lang.replace("*", ""), localService: !lang.startsWith("*"), default: false }));
        window.SpeechSynthesisUtterance = class {
          constructor(text) {
            this.text = text;
          }
        };
        Object.assign(speechSynthesis, {
          getVoices: () => voices,
          cancel: () => window.said.push("stop"),
          speak(utterance) {
            window.said.push(`${utterance.lang}: ${utterance.text}`);
            window.end = () => utterance.onend();
          },
        });
      }, langs);
    const said = (page) => page.evaluate(() => window.said);

    test("by a voice of the device, in the language of the passage", async ({ page, site }) => {
      await voices(page, "*en-CA", "en-GB", "fr-CA");
      await page.goto(site.root + LESSON);
      await paragraph(page).hover();
      await page.locator(".pal-peek").click();
      await twins(page).getByRole("button", { name: "Écouter en anglais" }).click();
      expect((await said(page))[0]).toMatch(/^en-GB: In a toolbox/);
      await expect(page.locator(".pal-spoken")).toHaveCount(1);
      await twins(page).getByRole("button", { name: "Écouter en anglais" }).click();
      expect((await said(page)).at(-1)).toBe("stop");
      await expect(page.locator(".pal-spoken")).toHaveCount(0);
    });

    test("a section from the paragraph on, until it ends or Escape", async ({ page, site }) => {
      await voices(page, "fr-FR");
      await page.goto(site.root + LESSON);
      const heading = page.locator(".pal-article > .pal-text > h2").first();
      await heading.hover();
      await page.keyboard.press("l");
      await expect.poll(async () => (await said(page))[0]).toMatch(/^fr-FR: Un milieu vivant$/);
      await expect(heading).toHaveClass(/pal-spoken/);
      await page.evaluate(() => window.end());
      expect((await said(page))[1]).toMatch(/^fr-FR: Dans une boîte à outils/);
      await page.keyboard.press("Escape");
      expect((await said(page)).at(-1)).toBe("stop");
    });

    test("a device without such a voice says so, and offers nothing", async ({ page, site }) => {
      await voices(page, "*fr-CA", "*en-CA");
      await page.goto(site.root + LESSON);
      await page.keyboard.press("l");
      await expect(page.getByText("Cet appareil n’a pas de voix pour cette langue.")).toBeVisible();
      await paragraph(page).hover();
      await page.locator(".pal-peek").click();
      await expect(twins(page).getByRole("button", { name: "Fermer" })).toBeVisible();
      await expect(twins(page).getByRole("button", { name: /Écouter/ })).toHaveCount(0);
    });
  });

  test.describe("on a phone", () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } });

    test("a tap on a paragraph shows it, the same tap hides it, and nothing is wider than the screen", async ({ page, site }) => {
      await page.goto(site.root + LESSON);
      await paragraph(page).tap();
      await expect(twins(page)).toContainText("In a toolbox");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(".pal-article", { resultTypes: ["violations"] }));
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))).toEqual([]);
      await paragraph(page).tap({ position: { x: 20, y: 10 } });
      await expect(twins(page)).toHaveCount(0);
    });

    test("a tap on a link, a selection and a question’s choice are left alone", async ({ page, site }) => {
      await page.goto(site.root + LESSON);
      await page.locator(".pal-article [role='doc-noteref']").first().tap();
      await expect(page.locator(".pal-popover")).toBeVisible();
      await page.locator(".pal-article summary").first().tap();
      await paragraph(page).evaluate((block) => getSelection().selectAllChildren(block));
      await paragraph(page).tap();
      await expect(twins(page)).toHaveCount(0);
    });

    test("taps can be turned off", async ({ page, site }) => {
      await page.goto(site.root + LESSON);
      await page.locator("button[data-settings]").tap();
      await page.getByText("Toucher un paragraphe le montre en anglais").tap();
      await page.locator(".pal-box-close").tap();
      await paragraph(page).tap();
      await page.keyboard.press("t");
      // Only the key’s.
      await expect(twins(page)).toHaveCount(1);
    });
  });
});
