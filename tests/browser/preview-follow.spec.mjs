// `palier serve`: the page follows what is saved, changed in place, so that nothing a reader did to it is lost.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundledBook, preview } from "./support/preview.mjs";
import { test as base, expect } from "./support/site.mjs";

const shown = expect.configure({ timeout: 30_000 });

const test = base.extend({
  preview,
  book: async ({}, use) => {
    const book = bundledBook();
    await use(book);
    rmSync(book, { recursive: true, force: true });
  },
  address: async ({ book, preview }, use) => use(await preview(book)),
});

test.use({ javaScriptEnabled: true });

const LESSON = "content/2-securiser/1-identite.fr.md";
const PAGE = "fr/securiser/identite/";

/** Opens a page, and counts from then on how often it is brought up to date; what is in `window.untouched` tells whether it was loaded again. */
async function open(page, address) {
  await page.goto(address);
  await page.evaluate(() => {
    window.untouched = true;
    window.refreshed = 0;
    document.addEventListener("palier:refreshed", () => window.refreshed++);
  });
}

/** Expects a page that was brought up to date so many times, and never loaded again. */
async function expectRefreshed(page, times) {
  await shown.poll(() => page.evaluate(() => window.refreshed)).toBe(times);
  expect(await page.evaluate(() => window.untouched)).toBe(true);
}

/** Changes a file of the book. */
function change(book, file, edit) {
  const path = join(book, file);
  writeFileSync(path, edit(readFileSync(path, "utf8")));
}

test("what a reader opened, typed and chose stays, and so do the focus and the scroll", async ({ page, book, address }) => {
  await open(page, address + PAGE);
  const question = page.locator("[data-pal-ask]").first();
  await question.scrollIntoViewIfNeeded();
  await shown(question).toHaveAttribute("data-pal-live", "");
  const control = question.locator("input, textarea, select").first();
  const isBox = ["radio", "checkbox"].includes(await control.getAttribute("type"));
  if (isBox) await control.check();
  else await control.fill("une réponse");
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
    document.querySelector(".pal-toggle-toc, details").open = true;
    document.querySelector(".pal-cite").open = true;
  });
  await control.focus();
  const before = await control.evaluate((element) => element.getBoundingClientRect().top);
  change(book, LESSON, (text) => `${text}\n\nUne phrase toute neuve.\n`);
  await shown(page.locator(".pal-article")).toContainText("Une phrase toute neuve.");
  await expectRefreshed(page, 1);
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  expect(await page.evaluate(() => document.querySelector(".pal-cite").open)).toBe(true);
  if (isBox) await expect(control).toBeChecked();
  else await expect(control).toHaveValue("une réponse");
  await expect(control).toBeFocused();
  expect(Math.abs((await control.evaluate((element) => element.getBoundingClientRect().top)) - before)).toBeLessThan(2);
  // A text that grows above what is read doesn’t push it away.
  change(book, LESSON, (text) => text.replace(/\n\n/, "\n\n\n\nUn long paragraphe. ".padEnd(1500, "Encore une phrase. ") + "\n\n"));
  await shown(page.locator(".pal-article")).toContainText("Un long paragraphe.");
  await expectRefreshed(page, 2);
  await expect(control).toBeFocused();
});

test("a popover that is open stays open", async ({ page, book, address }) => {
  await open(page, `${address}fr/naviguer/ecosysteme/`);
  const call = page.locator("a[role=doc-noteref]").first();
  await call.scrollIntoViewIfNeeded();
  await call.hover();
  const box = page.locator(".pal-popover");
  await shown(box).toBeVisible();
  change(book, "content/1-naviguer/1-ecosysteme/index.fr.md", (text) => `${text}\n\nUne phrase toute neuve.\n`);
  await shown(page.locator(".pal-article")).toContainText("Une phrase toute neuve.");
  await expect(box).toBeVisible();
  await expectRefreshed(page, 1);
});

test("a new question can be answered, and new code copied, without the page being loaded again", async ({ page, context, book, address }) => {
  await context.grantPermissions(["clipboard-write"]).catch(() => undefined);
  await open(page, address + PAGE);
  await page.locator("[data-pal-ask]").first().scrollIntoViewIfNeeded();
  await shown(page.locator("[data-pal-ask]").first()).toHaveAttribute("data-pal-live", "");
  const count = await page.locator("[data-pal-ask]").count();
  change(book, LESSON, (text) => `${text}\n\n> [!QUESTION]\n> Combien font 2 + 2?\n>\n> - [x] 4\n> - [ ] 5\n\n\`\`\`sh\nls\n\`\`\`\n`);
  const asked = page.locator("[data-pal-ask]");
  await shown(asked).toHaveCount(count + 1);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  const last = asked.filter({ hasText: "Combien font" });
  await last.scrollIntoViewIfNeeded();
  await shown(last).toHaveAttribute("data-pal-live", "");
  await expectRefreshed(page, 1);
  await expect(page.locator(".pal-code pre").filter({ hasText: "ls" }).locator("xpath=following-sibling::button")).toHaveCount(1);
});

test("a new style is put on, and nothing else happens", async ({ page, book, address }) => {
  await open(page, address + PAGE);
  const styles = join(book, "themes/palier/static");
  mkdirSync(styles, { recursive: true });
  const own = readFileSync(new URL("../../themes/palier/static/palier.css", import.meta.url), "utf8");
  const body = page.locator("body");
  for (const [times, colour] of [[1, "rgb(1, 2, 3)"], [2, "rgb(4, 5, 6)"]]) {
    writeFileSync(join(styles, "palier.css"), `${own}\nbody { background: ${colour} !important }\n`);
    await shown(body).toHaveCSS("background-color", colour);
    await expectRefreshed(page, times);
  }
  expect(await page.locator("link[rel=stylesheet][href*='assets/palier.']").count()).toBe(1);
});

test("another picture under the same name is shown", async ({ page, book, address }) => {
  const svg = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"><title>t</title></svg>`;
  writeFileSync(join(book, "content/2-securiser/dessin.svg"), svg(20));
  change(book, LESSON, (text) => `${text}\n\n![Un dessin](dessin.svg)\n`);
  await page.goto(address + PAGE);
  const picture = page.locator("img[alt='Un dessin']");
  await picture.scrollIntoViewIfNeeded();
  const width = () => picture.evaluate((image) => image.naturalWidth);
  await shown.poll(width).toBe(20);
  writeFileSync(join(book, "content/2-securiser/dessin.svg"), svg(40));
  await shown.poll(width).toBe(40);
});

test("settings, the glossary, the bibliography and the theme’s words are picked up", async ({ page, book, address }) => {
  await open(page, `${address}fr/`);
  change(book, "book.toml", (text) => text.replace("La pyramide d’influence", "Le livre renommé"));
  await shown(page.locator(".pal-site-title")).toContainText("Le livre renommé");
  await expectRefreshed(page, 1);
  mkdirSync(join(book, "themes/palier/strings"), { recursive: true });
  writeFileSync(join(book, "themes/palier/strings/fr.toml"), readFileSync(new URL("../../themes/palier/strings/fr.toml", import.meta.url), "utf8").replace(/^glossary = .*$/m, 'glossary = "Lexique"'));
  await shown(page.locator(".pal-site-links")).toContainText("Lexique");
  await open(page, `${address}fr/glossaire/`);
  change(book, "content/glossary.yml", (text) => text.replace("definition: ", "definition: Une définition toute neuve. "));
  await shown(page.locator("main")).toContainText("Une définition toute neuve.");
});

test("a lesson in two windows follows each of its texts", async ({ page, context, book, address }) => {
  const other = await context.newPage();
  await open(page, address + PAGE);
  await open(other, `${address}en/secure/identity/`);
  change(book, LESSON, (text) => `${text}\n\nUne phrase toute neuve.\n`);
  await shown(page.locator(".pal-article")).toContainText("Une phrase toute neuve.");
  change(book, "content/2-securiser/1-identite.en.md", (text) => `${text}\n\nA brand new sentence.\n`);
  await shown(other.locator(".pal-article")).toContainText("A brand new sentence.");
  for (const window of [page, other]) await expectRefreshed(window, 2);
  await other.close();
});

test("with --follow, the page of the text just saved is opened, in the window of its language", async ({ page, context, book, preview }) => {
  const address = await preview(book, ["--follow"]);
  const other = await context.newPage();
  await page.goto(`${address}fr/`);
  await other.goto(`${address}en/`);
  change(book, LESSON, (text) => `${text}\n\nUne phrase toute neuve.\n`);
  await shown(page).toHaveURL(address + PAGE);
  expect(other.url()).toBe(`${address}en/`);
  change(book, "content/2-securiser/1-identite.en.md", (text) => `${text}\n\nA brand new sentence.\n`);
  await shown(other).toHaveURL(`${address}en/secure/identity/`);
  expect(page.url()).toBe(address + PAGE);
  await other.close();
});

test("a page that must be loaded again stays scrolled where it was", async ({ page, book, address }) => {
  // Reading loads the outline of the book as it is: after the save it is another one.
  const outline = page.waitForResponse(/\/assets\/outline\./);
  await page.goto(address + PAGE);
  await page.evaluate(() => scrollTo(0, 900));
  await outline;
  change(book, LESSON, (text) => text.replace(/^title: .*$/m, "title: Un autre titre"));
  writeFileSync(join(book, "content/2-securiser/2-nouvelle.fr.md"), "---\ntitle: Nouvelle\n---\n\nUn texte.\n");
  await shown(page.getByRole("heading", { level: 1 })).toHaveText("Un autre titre");
  await shown.poll(() => page.evaluate(() => Math.abs(scrollY - 900) < 120)).toBe(true);
});

test("a page whose text goes is said to be gone, and comes back", async ({ page, book, address, absent }) => {
  const path = join(book, "content/2-securiser/2-nouvelle.fr.md");
  const text = "---\ntitle: Nouvelle\n---\n\nUn texte.\n";
  writeFileSync(path, text);
  const there = () => page.request.get(`${address}fr/securiser/nouvelle/`).then((answer) => answer.status());
  await shown.poll(there).toBe(200);
  absent.push(`${address}fr/securiser/nouvelle/`);
  await page.goto(`${address}fr/securiser/nouvelle/`);
  rmSync(path);
  await shown(page.getByRole("heading", { level: 1 })).toHaveText("Cette page n’existe pas");
  writeFileSync(path, text);
  await shown(page.getByRole("heading", { level: 1 })).toHaveText("Nouvelle");
});

test("a folder that is renamed and comes back is followed again", async ({ page, book, address, absent }) => {
  absent.push(address + PAGE, /\/assets\//);
  await page.goto(address + PAGE);
  renameSync(book, `${book}-away`);
  await shown(page.getByText("missing-book")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("identité");
  renameSync(`${book}-away`, book);
  await shown(page.getByText("missing-book")).toHaveCount(0);
  change(book, LESSON, (text) => `${text}\n\nUne phrase toute neuve.\n`);
  await shown(page.locator(".pal-article")).toContainText("Une phrase toute neuve.");
});

test("a hundred saves in a row end with the last", async ({ page, book, address }) => {
  await open(page, address + PAGE);
  const text = readFileSync(join(book, LESSON), "utf8");
  for (let save = 1; save <= 100; save++) {
    writeFileSync(join(book, LESSON), `${text}\n\nPhrase numéro ${save}.\n`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await shown(page.locator(".pal-article")).toContainText("Phrase numéro 100.");
});
