// `palier serve`: what is wrong with the book is said over the page that is being written, and goes when it is mended.

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledBook, preview } from "./support/preview.mjs";
import { test as base, expect } from "./support/site.mjs";

const shown = expect.configure({ timeout: 30_000 });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A copy of the bundled book, a preview of it, and an editor that notes what it is told to open. */
const test = base.extend({
  preview,
  book: async ({}, use) => {
    const book = bundledBook();
    await use(book);
    rmSync(book, { recursive: true });
  },
  editor: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "palier-editor-"));
    const [program, noted] = [join(folder, "editor"), join(folder, "noted")];
    writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$@" >> '${noted}'\n`);
    chmodSync(program, 0o755);
    const opened = () => {
      try {
        return readFileSync(noted, "utf8");
      } catch {
        return "";
      }
    };
    await use({ command: `${program} {line} {column} {file}`, opened });
    rmSync(folder, { recursive: true });
  },
  address: async ({ book, editor, preview }, use) => use(await preview(book, ["--editor", editor.command])),
});

test.use({ javaScriptEnabled: true });

const LESSON = "content/2-securiser/1-identite.fr.md";
const PAGE = "fr/securiser/identite/";
/** What a page still asks for when the save comes: it is not there while nothing can be built. */
const ASSETS = /\/assets\//;

/** Adds text to the lesson; gives what it was. */
function add(book, text) {
  const path = join(book, LESSON);
  const before = readFileSync(path, "utf8");
  writeFileSync(path, `${before}\n\n${text}\n`);
  return before;
}

test("an error is said over the page, with its line, and opens the editor there; it goes when it is mended", async ({ page, book, address, editor }) => {
  await page.goto(address + PAGE);
  await page.evaluate(() => (window.untouched = true));
  const before = add(book, "Voir [ceci](nulle-part.fr.md) et <b>.");
  const panel = page.locator("section[aria-label^='What to fix']");
  await shown(panel).toBeVisible();
  await expect(panel.getByRole("button", { name: "Hide" })).toHaveAttribute("aria-expanded", "true");
  await expect(panel.getByText("“nulle-part.fr.md” leads to no page of the book").or(panel.locator("li.error .message").first())).toBeVisible();
  await expect(panel.locator("li.error pre mark").first()).toHaveText("[ceci](nulle-part.fr.md)");
  await expect(page.locator("[role=status]").filter({ hasText: "error" })).toHaveCount(1);
  const line = before.split("\n").length + 2;
  await panel.locator("li.error button.place").first().click();
  await shown(page.locator("[role=status]").filter({ hasText: "Opened in the editor." })).toHaveCount(1);
  await shown.poll(editor.opened).toBe(`${line}|6|${join(book, LESSON)}|`);
  writeFileSync(join(book, LESSON), before);
  await shown(panel).toBeHidden();
  expect(await page.evaluate(() => window.untouched), "the page was never loaded again").toBe(true);
});

test("Escape hides the panel, and the next fault shows it again", async ({ page, book, address }) => {
  await page.goto(address + PAGE);
  const before = add(book, "Voir [ceci](nulle-part.fr.md).");
  const panel = page.locator("section[aria-label^='What to fix']");
  await shown(panel.locator("li").first()).toBeVisible();
  await panel.getByRole("button", { name: "Hide" }).focus();
  await page.keyboard.press("Escape");
  await expect(panel.locator("li").first()).toBeHidden();
  await expect(panel.getByRole("button", { name: "Show" })).toBeFocused();
  // Hidden, it stays so on another page, and when the page is loaded again.
  await page.reload();
  await shown(panel.getByRole("button", { name: "Show" })).toBeVisible();
  writeFileSync(join(book, LESSON), `${before}\n\nVoir [cela](nulle-part-encore.fr.md).\n`);
  await shown(panel.locator("li.error pre mark").first()).toHaveText("[cela](nulle-part-encore.fr.md)");
});

test("warnings alone are a bar that hides no text, and opens", async ({ page, book, address }) => {
  await page.goto(address + PAGE);
  add(book, "Une note[^seule].\n\n[^seule]: Là.\n[^inutile]: Rien.");
  const panel = page.locator("section[aria-label^='What to fix']");
  await shown(panel.locator("h2")).toContainText("warning");
  await expect(panel.locator("li").first()).toBeHidden();
  await expect.poll(async () => (await panel.boundingBox()).height).toBeLessThan(60);
  // The end of the page can be scrolled above it, once the page is as tall as what was saved makes it.
  const covered = async () => {
    await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
    const [bar, foot] = [await panel.boundingBox(), await page.locator("footer").last().boundingBox()];
    return foot.y + foot.height - bar.y;
  };
  await expect.poll(covered).toBeLessThanOrEqual(1);
  await panel.getByRole("button", { name: "Show" }).click();
  await expect(panel.locator("li.warning").first()).toBeVisible();
});

test("what a text says is shown as text", async ({ page, book, address }) => {
  await page.goto(address + PAGE);
  const path = join(book, LESSON);
  writeFileSync(path, readFileSync(path, "utf8").replace("---\n", '---\nduration: "<img src=x onerror=alert(1)><script>alert(2)</script>"\n'));
  const panel = page.locator("section[aria-label^='What to fix']");
  await shown(panel.locator("pre mark").filter({ hasText: "<img src=x onerror=alert(1)>" }).first()).toBeVisible();
  await expect(panel.locator("img, script")).toHaveCount(0);
});

test("a file that can’t be read leaves the last good page, and says why", async ({ page, book, address, absent }) => {
  absent.push(address + PAGE, ASSETS);
  await page.goto(address + PAGE);
  const path = join(book, LESSON);
  const before = readFileSync(path, "utf8");
  writeFileSync(path, Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0xc3])]));
  const panel = page.locator("section[aria-label^='What to fix']");
  await shown(panel.getByText("invalid-text")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("identité");
  writeFileSync(path, before.replace("En juin, ", "En juillet, "));
  await shown(page.locator(".pal-article")).toContainText("En juillet, ");
  await expect(panel).toBeHidden();
});

test("a broken book.toml leaves the last good pages, those opened then too, which say why", async ({ page, context, book, address, absent }) => {
  absent.push(address + PAGE, ASSETS);
  await page.goto(address + PAGE);
  const path = join(book, "book.toml");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, `${before}\n[book\n`);
  await shown(page.getByText("invalid-book-toml")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("identité");
  const other = await context.newPage();
  expect((await other.goto(`${address}fr/`)).status()).toBe(200);
  await expect(other.getByRole("heading", { level: 1 })).toContainText("Cinq niveaux");
  await shown(other.locator("section[aria-label^='What to fix']")).toBeVisible();
  writeFileSync(path, before);
  await shown(page.getByText("invalid-book-toml")).toHaveCount(0);
  await shown(other.getByText("invalid-book-toml")).toHaveCount(0);
  await other.close();
});

test("a template that fails leaves the last good page, with its fault", async ({ page, book, address, absent }) => {
  absent.push(address + PAGE, ASSETS);
  await page.goto(address + PAGE);
  mkdirSync(join(book, "themes/palier/templates"), { recursive: true });
  writeFileSync(join(book, "themes/palier/templates/lesson.html"), "<p>{{ nowhere }}</p>");
  await shown(page.locator("section[aria-label^='What to fix']").getByText("template-fault")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("identité");
});

test("no page of another origin has a file opened, and no file that is not the book’s", async ({ page, book, address, editor }) => {
  await page.goto(address + PAGE);
  const token = await page.locator("script[data-token]").getAttribute("data-token");
  const ask = (headers, path) =>
    page.request.post(`${address}_palier/open`, { headers, data: { path, line: 1, column: 1 } }).then((answer) => answer.status());
  const own = { origin: address.slice(0, -1), "palier-token": token };
  expect(await ask({ ...own, origin: "https://example.org" }, LESSON)).toBe(403);
  expect(await ask({ ...own, "sec-fetch-site": "cross-site" }, LESSON)).toBe(403);
  expect(await ask({ ...own, "palier-token": "0" }, LESSON)).toBe(403);
  expect(await ask({ "palier-token": token }, LESSON)).toBe(403);
  for (const path of ["../book.toml", "/etc/passwd", "content/../../x", "content/./x", "", "public/index.html", "content"]) {
    expect(await ask(own, path), path).toBe(404);
  }
  expect(editor.opened()).toBe("");
  expect(await ask(own, LESSON)).toBe(204);
  await shown.poll(editor.opened).toBe(`1|1|${join(book, LESSON)}|`);
});

for (const look of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
  test(`axe finds nothing in the panel and the bar: ${Object.values(look)}`, async ({ page, book, address }) => {
    await page.emulateMedia(look);
    await page.goto(address + PAGE);
    const panel = page.locator("section[aria-label^='What to fix']");
    const before = add(book, "Voir [ceci](nulle-part.fr.md) et ![](rien.png).\n\n[^inutile]: Rien.");
    const find = async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], preload: false }));
      return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
    };
    await shown(panel.locator("li.error").first()).toBeVisible();
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await find(), `${width} px`).toEqual([]);
    }
    writeFileSync(join(book, LESSON), `${before}\n\n[^inutile]: Rien.\n`);
    await shown(panel).toHaveClass("warning");
    expect(await find(), "the bar").toEqual([]);
  });
}
