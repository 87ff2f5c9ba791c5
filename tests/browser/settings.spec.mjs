// The “Aa” panel and the help on keys: chosen once, in force on every page before it is painted, whatever the storage does.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { test, expect, kinds, where } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const LESSON = kinds["lesson-fr"];
const KEY = "palier/1/settings";

const button = (page) => page.locator("button[data-settings]");
const panel = (page) => page.getByRole("dialog", { name: "Affichage et touches" });
const help = (page) => page.getByRole("dialog", { name: "Touches du clavier" });
const style = (page, name, selector = "body") =>
  page.evaluate(([name, selector]) => getComputedStyle(document.querySelector(selector))[name], [name, selector]);
const kept = (page) => page.evaluate((key) => localStorage.getItem(key), KEY);

async function open(page) {
  await button(page).click();
  await expect(panel(page)).toBeVisible();
}

test("without script there is nothing to open", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  await expect(button(page)).toBeHidden();
});

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true, colorScheme: "light" });

  test("nothing of it is loaded or stored before it is opened", async ({ page, site }) => {
    const asked = [];
    page.on("response", (response) => asked.push(response));
    await page.goto(site.root + LESSON, { waitUntil: "networkidle" });
    const names = asked.map((response) => response.url().split("/").pop());
    expect(names.filter((name) => /^(settings|peek|words|plain-zero)/.test(name))).toEqual([]);
    const script = asked.find((response) => /\/palier\.[^/]*\.js$/.test(response.url()));
    expect(gzipSync(await script.body(), { level: 9 }).length).toBeLessThanOrEqual(8000);
    expect(await kept(page)).toBe(null);
  });

  test("it opens by click and by key, takes the focus and gives it back", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await button(page).click();
    await expect(panel(page)).toBeFocused();
    await expect(button(page)).toHaveAttribute("aria-expanded", "true");
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await expect(button(page)).toBeFocused();
    await expect(button(page)).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("a");
    await expect(panel(page)).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(panel(page).getByRole("button", { name: "Fermer" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(panel(page)).toBeHidden();
    await button(page).click();
    await page.locator("h1").click();
    await expect(panel(page)).toBeHidden();
    // The button that opened it closes it too.
    await button(page).click();
    await button(page).click();
    await expect(panel(page)).toBeHidden();
  });

  test("a theme is there before the next page has a body, on screen and not on paper", async ({ page, site }) => {
    const bare = "rgb(251, 250, 247)";
    await page.goto(site.root + LESSON);
    expect(await style(page, "backgroundColor")).toBe(bare);
    const light = await style(page, "color", ".pal-eyebrow");
    await open(page);
    await panel(page).getByRole("radio", { name: "Sombre" }).check();
    expect(await style(page, "backgroundColor")).toBe("rgb(17, 20, 25)");
    expect(await style(page, "color", ".pal-eyebrow")).not.toBe(light);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.first = document.documentElement.dataset.theme;
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(site.root + kinds["front-en"]);
    expect(await page.evaluate(() => window.first)).toBe("dark");
    expect(await style(page, "colorScheme", "html")).toBe("dark");
    expect(await page.locator("meta[name='theme-color'][media='all']").getAttribute("content")).toBe("#111419");
    await page.emulateMedia({ media: "print" });
    expect(await style(page, "backgroundColor")).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await page.evaluate((key) => localStorage.setItem(key, '{"theme":"light"}'), KEY);
    await page.reload();
    expect(await style(page, "backgroundColor")).toBe(bare);
  });

  for (const width of [360, 1440]) {
    test(`the text has the size that is asked for, and paper its own: ${width} px`, async ({ page, site }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(site.root + LESSON);
      const usual = parseFloat(await style(page, "fontSize"));
      await open(page);
      const range = panel(page).getByRole("slider", { name: "Taille du texte" });
      await expect(range).toHaveAttribute("aria-valuetext", `${usual}\u00a0px`);
      for (const [key, size] of [["Home", "16px"], ["End", "22px"], ["ArrowLeft", "21px"]]) {
        await range.press(key);
        expect(await style(page, "fontSize")).toBe(size);
      }
      expect(await kept(page)).toBe('{"text":"21"}');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.emulateMedia({ media: "print" });
      expect(await style(page, "fontSize", "html")).toBe("16px");
    });
  }

  test("width, lines, letters and zeros are seen at once", async ({ page, site }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site.root + LESSON);
    await open(page);
    const paragraph = ".pal-article .pal-text > p";
    const width = () => page.locator(paragraph).first().evaluate((element) => element.offsetWidth);
    const usual = await width();
    await panel(page).getByRole("radio", { name: "Étroit" }).check();
    expect(await width()).toBeLessThan(usual);
    await panel(page).getByRole("radio", { name: "Large", exact: true }).check();
    expect(await width()).toBeGreaterThan(usual);
    const lines = parseFloat(await style(page, "lineHeight", paragraph));
    await panel(page).getByRole("group", { name: "Espace entre les lignes" }).getByRole("radio", { name: "Très grand" }).check();
    expect(parseFloat(await style(page, "lineHeight", paragraph))).toBeGreaterThan(1.2 * lines);
    await panel(page).getByRole("group", { name: "Espace entre les lettres" }).getByRole("radio", { name: "Grand", exact: true }).check();
    expect(parseFloat(await style(page, "letterSpacing", paragraph))).toBeGreaterThan(0.5);
    const zero = page.waitForResponse(/plain-zero\./);
    await panel(page).getByText("Zéros sans barre").click();
    expect((await zero).status()).toBe(200);
  });

  test("all is reset at once, and nothing is left on the device", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await page.evaluate((key) => localStorage.setItem(key, '{"theme":"dark","text":"22","lines":"most","keys":"off"}'), KEY);
    await page.reload();
    await open(page);
    await panel(page).getByRole("button", { name: "Tout rétablir" }).click();
    expect(await kept(page)).toBe(null);
    expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toEqual({ script: "" });
    await expect(panel(page).getByRole("radio", { name: "Appareil" })).toBeChecked();
    await page.keyboard.press("Escape");
    await expect(button(page)).toBeFocused();
  });

  test("where nothing can be stored, choices last as long as the page, and it says so", async ({ page, site }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("no", "SecurityError");
        },
      });
    });
    await page.goto(site.root + LESSON);
    await open(page);
    await panel(page).getByRole("radio", { name: "Sombre" }).check();
    expect(await style(page, "backgroundColor")).toBe("rgb(17, 20, 25)");
    await expect(panel(page).getByRole("status")).toContainText("pour cette page seulement");
  });

  test("another tab follows", async ({ page, site, context }) => {
    await page.goto(site.root + LESSON);
    const other = await context.newPage();
    await other.goto(site.root + kinds["front-en"]);
    await open(page);
    await panel(page).getByRole("radio", { name: "Sombre" }).check();
    await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  test("the help lists the keys of the page, and the keys do what it says", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await page.keyboard.press("?");
    await expect(help(page)).toBeFocused();
    await expect(help(page).locator("dt")).toHaveText(["N", "P", "U", "C", "T", "L", "/", "A", "?", "Échap"]);
    await page.keyboard.press("?");
    await expect(help(page)).toBeHidden();
    await page.keyboard.press("c");
    await expect(page.locator(".pal-toc a").first()).toBeFocused();
    const next = await page.locator("a[rel=next]").first().evaluate((link) => link.href);
    await page.keyboard.press("n");
    await page.waitForURL(next);
    const previous = await page.locator("a[rel=prev]").first().evaluate((link) => link.href);
    await page.keyboard.press("p");
    await page.waitForURL(previous);
    await page.goto(site.root + LESSON);
    await page.keyboard.press("u");
    await page.waitForURL(site.root + kinds["level-fr"]);
  });

  test("keys can be turned off, and do nothing in a field", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    await open(page);
    await panel(page).getByRole("slider").focus();
    await page.keyboard.press("n");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).search).toBe("");
    await panel(page).getByText("Raccourcis à une seule touche").click();
    await panel(page).getByRole("button", { name: "Voir les touches" }).click();
    await expect(help(page)).toContainText("Ces touches sont désactivées");
    await page.keyboard.press("Escape");
    await expect(button(page)).toBeFocused();
    await page.keyboard.press("?");
    await page.keyboard.press("n");
    await page.keyboard.press("u");
    await expect(help(page)).toBeHidden();
    expect(where(page, site)).toBe(LESSON);
  });

  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 320]) {
      test(`axe finds nothing, and nothing is cut: ${colorScheme}, ${width} px`, async ({ page, site }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 700 });
        await page.goto(site.root + LESSON);
        for (const key of ["a", "?"]) {
          await page.keyboard.press(key);
          await expect(page.locator(".pal-box")).toBeFocused();
          const cut = await page.locator(".pal-box *").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length);
          expect(cut).toBe(0);
          const small = await page.locator(".pal-box :is(button, input[type=range], label:not([for])):visible").evaluateAll((all) =>
            all.map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length,
          );
          expect(small).toBe(0);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run(".pal-box", { resultTypes: ["violations"] }));
          expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))).toEqual([]);
          await page.keyboard.press("Escape");
        }
      });
    }
  }
});
