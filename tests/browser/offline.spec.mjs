// Without a network: what was read, what is kept, and what happens when the book is published again.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { preview, bundledBook } from "./support/preview.mjs";
import { publications } from "./support/publications.mjs";

const LESSON = "fr/naviguer/ecosysteme/";
const OTHER = "fr/securiser/identite/";
const KEPT = "fr/hors-ligne/";
const BEFORE = "Entrer dans un nouvel écosystème";
const AFTER = "Entrer dans un écosystème tout neuf";
const CHANGE = { "1-naviguer/1-ecosysteme/index.fr.md": [BEFORE, AFTER] };

const test = base.extend({
  book: async ({}, use) => {
    const book = await publications();
    await use(book);
    await book.close();
  },
  preview,
  page: async ({ page }, use) => {
    const faults = [];
    page.on("pageerror", (error) => faults.push(`script: ${error}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") faults.push(`another host: ${request.url()}`);
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

test.use({ serviceWorkers: "allow", javaScriptEnabled: true, viewport: { width: 360, height: 740 }, colorScheme: "light" });

/** Reads a page: scrolls once, and waits until the worker has it. */
async function read(page, address) {
  await page.goto(address);
  await page.mouse.wheel(0, 400);
  await isKept(page, address);
}

/** Waits until an address is kept in some cache. */
function isKept(page, address) {
  return expect.poll(() => page.evaluate(async (address) => !!(await caches.match(address)), address), { timeout: 20_000 }).toBe(true);
}

/** What the caches are called, without the site’s address. */
function cachesOf(page) {
  return page.evaluate(async () => (await caches.keys()).map((name) => name.replace(/ http\S+/, "")).sort());
}

const heading = (page) => page.locator("main h1");

test("what was read is read again without a network; what wasn’t says so", async ({ page, context, book }) => {
  await read(page, book.root + LESSON);
  await context.setOffline(true);
  await page.reload();
  await expect(heading(page)).toHaveText(BEFORE);
  expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("Atkinson");
  await expect(page.locator("html")).toHaveAttribute("data-script", "");
  await page.goto(book.root + OTHER);
  await expect(page).toHaveURL(`${book.root}${KEPT}#page.absent`);
  await expect(page.locator("#page\\.absent")).toBeVisible();
  await page.goBack();
  await expect(heading(page)).toHaveText(BEFORE);
  await context.setOffline(false);
  await page.goto(book.root + KEPT);
  await expect(page.locator("#page\\.absent")).toBeHidden();
});

test("a level is kept with its bar, read without a network, and removed", async ({ page, context, book }) => {
  await page.goto(book.root + KEPT);
  const row = page.locator("[data-part='2']");
  await expect(row).toContainText(/\d\sko/);
  await row.getByRole("button", { name: /^Garder sur cet appareil/ }).click();
  await expect(page.locator("[data-keep-told]")).toContainText("C’est fait");
  await expect(row).toContainText("Sur cet appareil");
  await expect(row.getByRole("button")).toBeFocused();
  await context.setOffline(true);
  await page.goto(book.root + OTHER);
  await page.locator("button[data-settings]").click();
  await expect(page.getByRole("dialog").or(page.locator(".pal-settings-panel, [role=group]")).first()).toBeVisible();
  await page.goto(`${book.root}fr/securiser/`);
  await expect(heading(page)).toBeVisible();
  await page.goto(book.root + KEPT);
  await expect(row).toContainText("Sur cet appareil");
  await row.getByRole("button", { name: /^Supprimer de cet appareil/ }).click();
  await expect(row).toContainText("Garder");
  await page.goto(book.root + OTHER);
  await expect(page).toHaveURL(/#page\.absent$/);
});

test("the whole book is kept, with its search", async ({ page, context, book }) => {
  await page.goto(book.root + KEPT);
  const row = page.locator("[data-part='']");
  await row.getByRole("button", { name: /^Garder/ }).click();
  await expect(row).toContainText("Sur cet appareil", { timeout: 30_000 });
  await context.setOffline(true);
  await page.goto(`${book.root}fr/recherche/?q=courbe+d%27adoption`);
  await expect(page.locator(".pal-found ul a").first()).toHaveText("La courbe d’adoption");
});

test("half a level is undone and said: a page that fails, a device that is full, a reader who stops", async ({ page, context, book }) => {
  await page.goto(book.root + KEPT);
  const row = page.locator("[data-part='1']");
  const keep = row.getByRole("button", { name: /^Garder/ });
  const told = page.locator("[data-keep-told]");
  const isHalf = () => page.evaluate(async () => !!(await caches.match("../naviguer/")) || !!(await caches.match("../naviguer/ecosysteme/")));
  await expect(keep).toBeVisible();

  const twin = join(book.site, "fr/naviguer/ecosysteme/en/index.html");
  rmSync(twin);
  await keep.click();
  await expect(told).toContainText("n’a pas pu être téléchargée");
  expect(await isHalf()).toBe(false);
  writeFileSync(twin, "<!doctype html><title>x</title>");

  await page.evaluate(() => {
    const { put } = Cache.prototype;
    let room = 3;
    Cache.prototype.put = function (...given) {
      if (room-- > 0) return put.apply(this, given);
      return Promise.reject(new DOMException("", "QuotaExceededError"));
    };
    globalThis.makeRoom = () => void (Cache.prototype.put = put);
  });
  await keep.click();
  await expect(told).toContainText("pas assez de place");
  expect(await isHalf()).toBe(false);
  await page.evaluate(() => globalThis.makeRoom());

  // The host lets the reader wait.
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await context.route("**/ecosysteme/en/", async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await keep.click();
  await expect(row.getByRole("progressbar")).toBeVisible();
  await row.getByRole("button", { name: "Arrêter" }).click();
  go();
  await expect(told).toContainText("Arrêté");
  expect(await isHalf()).toBe(false);
});

test("a new publication is announced, comes when it is asked for, and is never mixed with the old one", async ({ page, context, book }) => {
  test.setTimeout(120_000);
  await read(page, book.root + LESSON);
  await page.goto(book.root + KEPT);
  await page.locator("[data-part='2']").getByRole("button").click();
  await expect(page.locator("[data-keep-told]")).toContainText("C’est fait");
  const [, before] = await cachesOf(page);
  book.publish(CHANGE);
  // The browser looks for a new worker when a page is opened; under the reader’s eyes nothing changes.
  await page.goto(book.root + LESSON);
  await expect(heading(page)).toHaveText(BEFORE);
  // Browsers take their time to look: here it is asked to.
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  const told = page.locator("[data-trouble]");
  await expect(told).toContainText("Une nouvelle version du livre est prête", { timeout: 20_000 });
  await expect(heading(page)).toHaveText(BEFORE);
  await told.getByRole("button", { name: "L’afficher" }).click();
  await expect(heading(page)).toHaveText(AFTER, { timeout: 20_000 });
  await expect.poll(() => cachesOf(page)).toHaveLength(2);
  expect((await cachesOf(page))[1]).not.toBe(before);
  // What was read and what was kept is there, as it is now.
  await context.setOffline(true);
  await page.reload();
  await expect(heading(page)).toHaveText(AFTER);
  await page.goto(book.root + OTHER);
  await expect(heading(page)).toBeVisible();
  await page.goto(`${book.root}fr/securiser/`);
  await expect(page.locator("main")).toBeVisible();
});

for (const [what, forbid] of Object.entries({
  "has no service workers": () => Object.defineProperty(navigator, "serviceWorker", { value: undefined }),
  "forbids storage": () => (ServiceWorkerContainer.prototype.register = async () => Promise.reject(new DOMException("", "SecurityError"))),
})) test(`a browser that ${what} reads all the same`, async ({ page, book }) => {
  await page.addInitScript(forbid);
  await page.goto(book.root + LESSON);
  await page.mouse.wheel(0, 400);
  await expect(heading(page)).toHaveText(BEFORE);
  await page.goto(book.root + KEPT);
  await expect(page.locator("[data-keep-told]")).toContainText("ne permet pas de garder des pages");
});

test("the page says what it can without a script, and where the app is installed from", async ({ browser, book }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(book.root + KEPT);
  await expect(page.locator(".pal-unscripted")).toBeVisible();
  const href = await page.locator("link[rel=manifest]").evaluate((link) => link.href);
  const manifest = await (await page.request.get(href)).json();
  expect(new URL(manifest.start_url, href).href).toBe(`${book.root}fr/`);
  expect(new URL(manifest.scope, href).href).toBe(book.root);
  for (const { src, sizes } of manifest.icons) {
    const icon = await page.request.get(new URL(src, href).href);
    expect(icon.ok()).toBe(true);
    // A PNG’s width is its fifth word.
    expect(`${(await icon.body()).readUInt32BE(16)}`).toBe(sizes.split("x")[0]);
  }
  await context.close();
});

test("the preview keeps nothing, and removes what a published site installed at its address", async ({ page, preview }) => {
  const address = await preview(bundledBook());
  await page.goto(`${address}fr/hors-ligne/`);
  await expect(page.locator("main")).toContainText("Ici, vous voyez l’aperçu");
  await page.mouse.wheel(0, 400);
  // As if a site had been published here: its worker has what it kept.
  await page.evaluate(async () => {
    await (await caches.open(`palier ${location.origin}/ P1`)).put("/fr/", new Response("<h1>vieux</h1>"));
    await navigator.serviceWorker.register("/sw.js");
  });
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
});
