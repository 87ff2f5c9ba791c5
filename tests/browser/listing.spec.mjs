// Code with a title, numbered lines and marked ones: what is seen, said, selected and copied.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { LESSON, testOf } from "./support/lesson.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const CODE = `def tri(nombres):
    """Le plus petit
    d’abord."""

    return sorted(nombres)  # ${"une très longue ligne, ".repeat(12)}
`;
const TEXT = `\`\`\`python {title="tri.py" start=98 marks="98,100-101"}\n${CODE}\`\`\`\n`;

const test = testOf(TEXT);

test.use({ javaScriptEnabled: true });

test("what is selected and copied is the code, without a number", async ({ page, book, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(book.root + LESSON);
  await expect(page.locator(".pal-listing .pal-copy")).toBeVisible();
  await page.locator(".pal-listing .pal-copy").click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(CODE.replace(/\n$/, ""));
  const selected = await page.evaluate(() => {
    getSelection().selectAllChildren(document.querySelector(".pal-listing code"));
    return getSelection().toString();
  });
  expect(selected.trimEnd()).toBe(CODE.trimEnd());
});

test("the code has a name, and a screen reader is told which lines are marked", async ({ page, book }) => {
  await page.goto(book.root + LESSON);
  await expect(page.getByRole("figure", { name: "tri.py" })).toHaveCount(1);
  await expect(page.locator(".pal-listing")).toContainText("Lignes marquées\u00a0: 98, 100–101");
  await page.evaluate(axe);
  for (const look of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    await page.emulateMedia({ forcedColors: "none", ...look });
    const { violations } = await page.evaluate(() => globalThis.axe.run(".pal-listing", { resultTypes: ["violations"] }));
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }
});

test("each line has its number, and marked ones a bar, without colours and on paper too", async ({ page, book }) => {
  await page.goto(book.root + LESSON);
  const lines = () =>
    page.locator(".pal-line").evaluateAll((lines) =>
      lines.map((line) => {
        const { borderInlineStartWidth, borderInlineStartStyle, whiteSpace } = getComputedStyle(line);
        const bar = borderInlineStartStyle === "solid" ? parseFloat(borderInlineStartWidth) : 0;
        return { number: getComputedStyle(line, "::before").content, bar: bar > 3, whiteSpace };
      }),
    );
  for (const media of [{ media: "screen" }, { forcedColors: "active" }, { media: "print", forcedColors: "none" }]) {
    await page.emulateMedia(media);
    const found = await lines();
    expect(found.map(({ number }) => number)).toEqual(["98", "99", "100", "101", "102"].map((number) => `"${number}"`));
    expect(found.map(({ bar }) => bar)).toEqual([true, false, true, true, false]);
    expect(found[0].whiteSpace).toBe(media.media === "print" ? "pre-wrap" : "pre");
  }
});

test("a long line scrolls, and its page doesn’t", async ({ page, book }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(book.root + LESSON);
  const sizes = await page.evaluate(() => {
    const pre = document.querySelector(".pal-listing pre");
    const mark = pre.querySelector("mark");
    return { page: document.documentElement.scrollWidth, pre: pre.clientWidth, all: pre.scrollWidth, mark: mark.getBoundingClientRect().width };
  });
  expect(sizes.page).toBe(360);
  expect(sizes.all).toBeGreaterThan(sizes.pre);
  // A mark goes as far as one scrolls.
  expect(sizes.mark).toBeGreaterThanOrEqual(sizes.all - 2);
});

test("only pages that have some load its stylesheet", async ({ book }) => {
  const named = (path) => readFileSync(join(book.site, path, "index.html"), "utf8").includes("/listing.");
  expect([LESSON, "fr/jardin/imprimer/", "fr/jardin/", "fr/"].map(named)).toEqual([true, true, false, false]);
});
