// A teacher’s route: made on the map, given as a link and on paper, followed by a student.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test, expect, folder, palier, repository } from "./support/site.mjs";
import { host } from "./support/host.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const MAP = "fr/parcours/";
const FIRST = "naviguer/ecosysteme";
const SECOND = "securiser/identite";
const THIRD = "communaute/conversation";
const KEPT = "palier/1/route/pyramide-influence";

test.use({ javaScriptEnabled: true });

/** What axe finds in the panel and what it changes of the page. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

const kept = (page) => page.evaluate((key) => localStorage.getItem(key), KEPT);
/** The box of a lesson in the drawing, or in the list. */
const box = (page, key, where = ".pal-map ") => page.locator(`${where}li`).filter({ has: page.locator(`[data-lesson="${key}"]`) }).getByRole("checkbox");

async function compose(page, site, path = MAP) {
  await page.goto(site.root + path);
  await page.locator("[data-compose]").click();
  await expect(box(page, FIRST)).toBeVisible();
}

test("lessons are ticked in the drawing and in the list, and the panel says how many, how long, and what is left out", async ({ page, site }) => {
  await compose(page, site);
  const panel = page.getByRole("region", { name: "Composer un parcours" });
  await expect(panel.getByRole("status").first()).toHaveText("Cochez des leçons sur la carte ou dans la liste.");
  await expect(panel.getByRole("button", { name: "Copier le lien" })).toBeDisabled();
  await box(page, THIRD, ".pal-map-list ").check();
  await expect(box(page, THIRD)).toBeChecked();
  await expect(panel.getByRole("status").first()).toHaveText("1 leçon · 25 min");
  await expect(panel.getByRole("listitem")).toHaveText([
    "Les clés de votre identité numérique à faire avant « Prendre part à la conversation »Ajouter",
    "Entrer dans un nouvel écosystème à faire avant « Les clés de votre identité numérique »Ajouter",
  ]);
  await panel.getByRole("button", { name: "Ajouter « Les clés de votre identité numérique »" }).click();
  await expect(panel.getByRole("listitem")).toHaveCount(1);
  await expect(panel.getByRole("button", { name: "Ajouter « Entrer dans un nouvel écosystème »" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel).toContainText("Aucun préalable n’est laissé de côté.");
  await expect(panel.getByLabel("Lien à donner")).toHaveValue(/\/fr\/#r=[0-9a-z]{4}:naviguer\/ecosysteme,securiser\/identite,communaute\/conversation$/);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length]), "nothing is kept").toEqual([0, 0]);
});

test("a route is made by keyboard alone", async ({ page, site }) => {
  await page.goto(site.root + MAP);
  await page.locator("[data-compose]").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-compose]")).toHaveAttribute("aria-pressed", "true");
  const first = box(page, FIRST);
  await first.focus();
  await page.keyboard.press("Space");
  await expect(first).toBeChecked();
  await expect(first).toHaveAccessibleName("Entrer dans un nouvel écosystème");
  // What has the focus is never below the panel.
  const [target, panel] = [await first.boundingBox(), await page.locator(".pal-route").boundingBox()];
  expect(target.y + target.height).toBeLessThanOrEqual(panel.y);
  await page.getByRole("button", { name: "Fermer" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-compose]")).toBeFocused();
  await expect(page.getByRole("checkbox")).toHaveCount(0);
});

test("a reload, a language and the map of a level take the route along", async ({ page, site }) => {
  await compose(page, site);
  await box(page, SECOND).check();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/map\/#r=/);
  await expect(page.getByRole("region", { name: "Make a route" })).toContainText("1 prerequisite is left out");
  await expect(box(page, SECOND)).toBeChecked();
  await page.reload();
  const offer = page.getByRole("region", { name: "A route to follow" });
  await offer.getByRole("button", { name: "Change it" }).click();
  await expect(box(page, SECOND)).toBeChecked();
});

test("the sheet on paper is the route alone, with the title that was typed", async ({ page, site }) => {
  await compose(page, site);
  await box(page, SECOND).check();
  await page.getByLabel("Titre de la feuille").fill("Semaine 3");
  await page.evaluate(() => (window.print = () => undefined));
  await page.getByRole("button", { name: "Imprimer la feuille" }).click();
  await expect(page.locator(".pal-sheet")).toBeHidden();
  await page.emulateMedia({ media: "print" });
  const sheet = page.locator(".pal-sheet");
  await expect(sheet.getByRole("heading", { level: 1 })).toHaveText("Semaine 3");
  await expect(sheet.locator("ol > li")).toHaveText(["Les clés de votre identité numérique 2 · Sécuriser son identité numérique · 25 min"]);
  await expect(sheet).toContainText("À faire avant ce parcoursEntrer dans un nouvel écosystème");
  await expect(sheet.locator(".pal-sheet-link")).toHaveText(/\/fr\/#r=[0-9a-z]{4}:securiser\/identite$/);
  await expect(page.locator("main")).toBeHidden();
  await expect(page.locator(".pal-route")).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(sheet).toHaveCount(0);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

for (const [width, height] of [[360, 740], [320, 640]]) {
  test(`on a phone (${width} px) what is tapped is large enough, and nothing is wider than the screen`, async ({ page, site }) => {
    await page.setViewportSize({ width, height });
    await compose(page, site);
    await box(page, THIRD).check();
    await page.locator(".pal-route summary").click();
    for (const target of await page.locator(".pal-pick, .pal-route button, .pal-route input, .pal-route summary, [data-compose]").all()) {
      const { width, height } = await target.boundingBox();
      expect(Math.min(width, height), await target.textContent()).toBeGreaterThanOrEqual(43.5);
    }
    expect((await page.locator(".pal-route").boundingBox()).height).toBeLessThanOrEqual(0.6 * height + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("a link is offered, and the site follows it once the student says so", async ({ page, site }) => {
  await page.goto(`${site.root}fr/#r=${FIRST},${THIRD},communaute/disparue`);
  const offer = page.getByRole("region", { name: "Un parcours à suivre" });
  await expect(offer).toContainText("2 leçons · 50 min");
  await expect(offer).toContainText("Il commence par « Entrer dans un nouvel écosystème ».");
  await expect(offer).toContainText("1 leçon n’est plus dans ce livre : communaute/disparue.");
  expect(await kept(page)).toBeNull();
  await offer.getByRole("button", { name: "Suivre ce parcours" }).click();
  await expect(page.locator("[data-total='lessons']")).toHaveText("0 sur 2");
  await expect(page.locator("[data-total='minutes']")).toHaveText("50 min");
  await expect(page.locator("[data-next-why]")).toHaveText("Étape 1 sur 2 de votre parcours");
  await expect(page.locator(".pal-map-link")).toContainText("Vous suivez un parcours : 0 leçon faite sur 2.");
  await expect(page.locator(".pal-levels > [data-level='securiser']")).toHaveAttribute("data-route", "off");
  await offer.getByRole("link", { name: "Entrer dans un nouvel écosystème" }).click();
  // In the lesson, what comes after it on the route comes next, in the navigator and at the end.
  await expect(page.locator("[data-next-word]")).toHaveText("En cours");
  await expect(page.locator(".pal-near [aria-current]")).toContainText("étape 1");
  const after = page.locator("a[rel='next']").last();
  await expect(after).toContainText("Étape 2 sur 2 de votre parcours");
  await after.click();
  await expect(page.locator("h1")).toHaveText("Prendre part à la conversation");
  await expect(page.locator(".pal-near [aria-current]")).toContainText("étape 2");
  await expect(page.locator("a[rel='prev']")).toContainText("Étape 1 sur 2 de votre parcours");
  await expect(page.locator("a[rel='next']")).toContainText("Entrer dans un nouvel écosystème");
  // Nothing is locked, and nothing was lost.
  await page.goto(`${site.root}en/`);
  await expect(page.locator("[data-continue]")).toContainText("Entering a new ecosystem");
  await page.getByRole("button", { name: "Leave the route" }).click();
  await expect(page.locator("[data-total='lessons']")).toHaveText("0 of 5");
  await expect(page.locator("[data-route], .pal-route-step, .pal-route-line")).toHaveCount(0);
  expect(await kept(page)).toBeNull();
});

test("“not now” keeps nothing; another route is said to take the place of the one that is followed", async ({ page, site }) => {
  await page.goto(`${site.root}fr/#r=${FIRST}`);
  const offer = page.getByRole("region", { name: "Un parcours à suivre" });
  await offer.getByRole("button", { name: "Pas maintenant" }).click();
  await expect(offer).toHaveCount(0);
  expect(await kept(page)).toBeNull();
  await page.reload();
  await offer.getByRole("button", { name: "Suivre ce parcours" }).click();
  // A link that is pasted into the open page.
  await page.evaluate((key) => (location.hash = `#r=${key}`), SECOND);
  await expect(offer).toContainText("Il prendra la place du parcours que vous suivez.");
});

for (const [what, hash, words, buttons] of [
  ["cut", `#r=zzzz:${FIRST},securi`, "Le lien a été coupé", 2],
  ["no route", "#r=%20", "Ce lien ne contient aucun parcours lisible", 0],
  ["of lessons that are gone", "#r=vieux/un,vieux/deux", "Aucune leçon de ce parcours n’est dans ce livre", 0],
]) {
  test(`a link that is ${what} is said`, async ({ page, site }) => {
    await page.goto(site.root + FIRST.replace(/^/, "fr/") + `/${hash}`);
    const offer = page.getByRole("region", { name: "Un parcours à suivre" });
    await expect(offer).toContainText(words);
    await expect(offer.locator(".pal-route-buttons button")).toHaveCount(buttons);
  });
}

test("a route that is done is said, and leads to take stock", async ({ page, site }) => {
  await page.addInitScript(
    ([route, key]) => {
      localStorage.setItem(route, `#r=${key}`);
      localStorage.setItem("palier/1/progress/pyramide-influence", JSON.stringify({ palier: 1, erased: 0, facts: { [`o ${key}`]: 1, [`r ${key}`]: 1 } }));
    },
    [KEPT, FIRST],
  );
  await page.goto(`${site.root}fr/`);
  await expect(page.locator(".pal-map-link")).toContainText("Votre parcours est terminé : tout y est fait.");
  await expect(page.locator("[data-next]")).toHaveText(/Faire le bilan de mon parcours.*Votre parcours est terminé/);
  await expect(page.locator("[data-continue]")).toHaveAttribute("href", /\/fr\/progression\/$/);
});

test("a page without a route loads nothing of it", async ({ page, site }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  for (const path of ["fr/", `fr/${FIRST}/`, MAP]) await page.goto(site.root + path, { waitUntil: "load" });
  expect(asked.filter((url) => /\/route\./.test(url))).toEqual([]);
  await page.locator("[data-compose]").click();
  await expect(page.locator(".pal-route")).toBeVisible();
  expect(asked.filter((url) => /\/route\./.test(url))).toHaveLength(2);
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing while a route is made, offered and followed (${colorScheme})`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await compose(page, site);
      await box(page, THIRD).check();
      await page.locator(".pal-route-more").evaluate((more) => (more.open = true));
      expect(await violations(page), `made, ${width} px`).toEqual([]);
      await page.goto(`${site.root}fr/${SECOND}/#r=${SECOND},${THIRD}`);
      await expect(page.locator(".pal-route-main")).toBeVisible();
      expect(await violations(page), `offered, ${width} px`).toEqual([]);
      await page.locator(".pal-route-main").click();
      await expect(page.locator(".pal-route-line")).toHaveCount(1);
      expect(await violations(page), `followed, ${width} px`).toEqual([]);
      await page.evaluate((key) => localStorage.removeItem(key), KEPT);
    }
  });
}

test("with the text twice as large nothing is wider than the screen", async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await compose(page, site);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  await box(page, THIRD, ".pal-map-list ").check();
  await page.locator(".pal-route summary").click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await page.locator(".pal-route").evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBe(0);
});

test("a site opened from a disk makes a route to the published address, and follows one", async ({ browser }) => {
  // A page of its own, since the others may only ask for what a host has.
  const page = await browser.newPage({ javaScriptEnabled: true });
  const root = `${pathToFileURL(folder)}/`;
  await page.goto(`${root}${MAP}index.html`);
  await page.locator("[data-compose]").click();
  await box(page, FIRST).check();
  await expect(page.getByLabel("Lien à donner")).toHaveValue(/^https:\/\/example\.org\/.*\/fr\/#r=/);
  await page.goto(`${root}fr/index.html#r=${SECOND}`);
  await page.getByRole("button", { name: "Suivre ce parcours" }).click();
  await expect(page.locator("[data-continue]")).toContainText("Les clés de votre identité numérique");
  await page.close();
});

test("in a book whose levels have maps of their own, the route goes from one to another", async ({ page }) => {
  const book = mkdtempSync(join(tmpdir(), "palier-route-"));
  writeFileSync(join(book, "book.toml"), '[book]\nid = "grand"\ntitle = "Grand livre"\n[languages.fr]\n');
  for (const level of [1, 2]) {
    const place = join(book, `content/${level}-n${level}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "index.fr.md"), `---\ntitle: Niveau ${level}\nneed: Savoir\n---\n\nTexte.\n`);
    for (let at = 1; at <= 31; at += 1) {
      const needs = level === 2 ? `prerequisites: [n1/l${at}]\n` : "";
      writeFileSync(join(place, `${at}-l${at}.fr.md`), `---\ntitle: Leçon ${level}.${at}\nduration: 10\n${needs}---\n\nTexte.\n`);
    }
  }
  execFileSync(palier, ["build", book, "--output", join(book, "site")], { stdio: "ignore" });
  const site = await host(join(book, "site"), "/");
  await page.goto(`${site.root}${MAP}`);
  await page.locator("[data-compose]").click();
  await page.locator(".pal-map-levels a").nth(1).click();
  // Where nothing was chosen yet, there is nothing to take along.
  await page.locator("[data-compose]").click();
  await box(page, "n2/l2", ".pal-map-list ").check();
  await expect(page.locator(".pal-route-lacks li")).toContainText("Leçon 1.2");
  await page.locator(".pal-breadcrumb a").last().click();
  await expect(page.locator(".pal-route-total")).toHaveText("1 leçon · 10 min");
  await page.locator(".pal-map-levels a").first().click();
  await expect(page.locator(".pal-route-total")).toHaveText("1 leçon · 10 min");
  await box(page, "n1/l2", ".pal-map-list ").check();
  await expect(page.locator(".pal-route-total")).toHaveText("2 leçons · 20 min");
  await expect(page.getByLabel("Lien à donner")).toHaveValue(/#r=[0-9a-z]{4}:n1\/l2,n2\/l2$/);
  await page.getByLabel("Tout le niveau").check();
  await expect(page.locator(".pal-route-total")).toHaveText("32 leçons · 5 h 20 min");
  await site.close();
  rmSync(book, { recursive: true });
});

test("from right to left the boxes stand at the cards’ right, and nothing is wider than the screen", async ({ page }) => {
  const output = mkdtempSync(join(tmpdir(), "palier-route-rtl-"));
  execFileSync(palier, ["build", `${repository}tests/books/right-to-left`, "--output", output], { stdio: "ignore" });
  const site = await host(output, "/");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site.root}ar/`);
  await page.goto(await page.locator(".pal-map-link a").first().evaluate((link) => link.href));
  await page.locator("[data-compose]").click();
  const card = page.locator(".pal-map li").first();
  const [tick, link] = [await card.locator(".pal-pick").boundingBox(), await card.locator("[data-card]").boundingBox()];
  expect(tick.x + tick.width / 2).toBeGreaterThan(link.x + link.width / 2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await site.close();
  rmSync(output, { recursive: true });
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });

  test("the map has no button that does nothing", async ({ page, site }) => {
    await page.goto(site.root + MAP);
    await expect(page.locator("[data-compose]")).toBeHidden();
  });
});
