// The page around a text: its header, the head of a lesson, its end, what a level begins with, lines of a good length,
// what scrolls by itself, and paper. In the bundled book, in both languages, without script unless a test says so.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, expect, kinds, lessons, palier, repository, where } from "./support/site.mjs";
import { host } from "./support/host.mjs";

const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1440, height: 900 };

/** How far down the page an element begins, in CSS pixels. */
const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top + scrollY);

/** The first paragraph of a text. */
const firstParagraph = (page) => page.locator(".pal-article .pal-text > p").first();

for (const lesson of lessons) {
  test(`the text begins near the top of the screen: ${lesson}`, async ({ page, site }) => {
    for (const [size, most] of [[PHONE, 320], [WIDE, 380]]) {
      await page.setViewportSize(size);
      await page.goto(site.root + lesson);
      expect(await top(firstParagraph(page)), `${size.width} px`).toBeLessThanOrEqual(most);
    }
  });

  test(`lines have 60 to 75 letters: ${lesson}`, async ({ page, site }) => {
    for (const width of [600, 768, 1024, 1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(site.root + lesson);
      const letters = await page.locator(".pal-article .pal-text > p").evaluateAll(lengths);
      expect(letters, `${width} px`).toBeGreaterThanOrEqual(60);
      expect(letters, `${width} px`).toBeLessThanOrEqual(75);
    }
  });

  test(`a lesson’s end leads on before its notes: ${lesson}`, async ({ page, site }) => {
    await page.goto(site.root + lesson);
    const [finish, next, notes] = ["[data-finish]", ".pal-card, .pal-ending", "[role='doc-endnotes']"];
    const order = await page.evaluate((selectors) => {
      const places = selectors.map((selector) => document.querySelector(selector));
      const follows = (a, b) => !!(a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
      return places.slice(1).map((place, at) => follows(places[at], place));
    }, [finish, next, notes]);
    expect(order).toEqual([true, true]);
    // The button is the script's, which shows it once it can keep what it says.
    await expect(page.locator(finish)).toBeHidden();
    expect(await page.locator(finish).evaluate((button) => ((document.documentElement.dataset.script = ""), button.offsetHeight))).toBeGreaterThanOrEqual(48);
  });
}

/** The mean number of letters in the full lines of paragraphs. */
function lengths(paragraphs) {
  const lines = paragraphs.flatMap((paragraph) => {
    const range = document.createRange();
    const letters = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < node.length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        const line = box && Math.round(box.bottom / 14);
        if (box) letters.set(line, (letters.get(line) ?? 0) + 1);
      }
    }
    const inOrder = [...letters].sort(([a], [b]) => a - b).map(([, count]) => count);
    // A raised letter is a line of its own to the measure, and the last line of a paragraph is what is left.
    return inOrder.slice(0, -1).filter((count) => count > 20);
  });
  return lines.reduce((sum, count) => sum + count, 0) / lines.length;
}

for (const [locale, place] of [["fr", /^1\s·\sLeçon\s1\/1$/], ["en", /^1\s·\sLesson\s1\/1$/]]) {
  test(`on a phone the header is one row that says where one is (${locale})`, async ({ page, site }) => {
    await page.setViewportSize(PHONE);
    await page.goto(site.root + kinds[`lesson-${locale}`]);
    const header = page.locator(".pal-site-header");
    expect((await header.boundingBox()).height).toBe(48);
    await expect(header).toHaveCSS("position", "sticky");
    const here = header.locator(".pal-where").and(page.locator(":visible"));
    await expect(here).toHaveCount(1);
    await expect(here).toHaveText(place);
    await expect(here).toHaveAccessibleName(locale === "fr" ? /^Niveau\s1\s·\sLeçon\s1\/1$/ : /^Level\s1\s·\sLesson\s1\/1$/);
    await expect(page.locator(".pal-breadcrumb")).toBeHidden();
    await here.click();
    await expect(page.locator("#page\\.navigator")).toBeVisible();
    await page.keyboard.press("Escape");
    // Where there is room the pyramid is beside the text, and this leads to the level.
    await page.setViewportSize(WIDE);
    await expect(here).toHaveText(place);
    await here.click();
    expect(where(page, site)).toBe(kinds[`level-${locale}`]);
  });

  test(`the menu holds the glossary and the references, without script (${locale})`, async ({ page, site }) => {
    await page.setViewportSize(PHONE);
    await page.goto(site.root + kinds[`lesson-${locale}`]);
    const links = page.locator(".pal-site-links");
    await expect(links).toBeHidden();
    await page.locator(".pal-menu summary").click();
    await links.getByRole("link", { name: locale === "fr" ? "Glossaire" : "Glossary" }).click();
    expect(where(page, site)).toBe(kinds[`glossary-${locale}`]);
    await page.setViewportSize(WIDE);
    await expect(page.locator(".pal-menu")).toBeHidden();
    await links.getByRole("link", { name: locale === "fr" ? "Références" : "References" }).click();
    expect(where(page, site)).toBe(kinds[`references-${locale}`]);
  });

  test(`a level’s main button leads to its first lesson (${locale})`, async ({ page, site }) => {
    await page.goto(site.root + kinds[`level-${locale}`]);
    const start = page.locator("main .pal-start");
    await expect(start).toHaveAccessibleName(locale === "fr" ? /^Commencer\s*:\s*Entrer dans/ : /^Start\s*:\s*Entering/);
    await start.click();
    expect(where(page, site)).toBe(kinds[`lesson-${locale}`]);
  });

  test(`the book’s last lesson ends in all that the book teaches to do (${locale})`, async ({ page, site }) => {
    const last = lessons.filter((lesson) => lesson.startsWith(`${locale}/`)).at(-1);
    await page.goto(site.root + last);
    const ending = page.locator(".pal-ending");
    await expect(page.locator("a[rel='next']")).toHaveCount(0);
    await expect(ending.locator("h2")).toHaveText({ fr: "À la fin du livre", en: "By the end of the book" }[locale]);
    await expect(ending.locator(".pal-drawing > a")).toHaveCount(5);
    const levels = ending.locator("ol > li");
    await expect(levels).toHaveCount(5);
    for (const level of await levels.all()) expect(await level.locator("li").count()).toBeGreaterThan(0);
  });
}

test("objectives and contents are in one row on a phone, and beside the text where there is room", async ({ page, site }) => {
  await page.setViewportSize(PHONE);
  await page.goto(site.root + kinds["lesson-fr"]);
  const [objectives, contents] = [page.locator(".pal-objectives"), page.locator(".pal-toc")];
  const [first, second] = await page.locator(".pal-guide summary").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  expect(second.top).toBe(first.top);
  expect(first.height).toBeGreaterThanOrEqual(44);
  await expect(objectives).toBeHidden();
  await page.locator(".pal-toggle-objectives summary").press("Enter");
  await expect(objectives).toBeVisible();
  await expect(contents).toBeHidden();
  await page.setViewportSize(WIDE);
  await expect(page.locator(".pal-guide summary").first()).toBeHidden();
  const text = await firstParagraph(page).boundingBox();
  for (const panel of [objectives, contents]) {
    await expect(panel).toBeVisible();
    expect((await panel.boundingBox()).x).toBeGreaterThan(text.x + text.width);
  }
});

test("every kind of page begins at the header’s edge", async ({ page, site }) => {
  // It opens every kind of page at several widths.
  test.slow();
  for (const width of [360, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [kind, path] of Object.entries({ ...kinds, absent: "404.html" })) {
      await page.goto(site.root + path);
      const edges = await page.evaluate(() => {
        const left = (selector) => document.querySelector(selector)?.getBoundingClientRect().left;
        const side = document.querySelector(".pal-sidebar");
        const isBeside = side && getComputedStyle(side).position === "sticky";
        return [left(".pal-site-title"), isBeside ? left(".pal-sidebar > *:not(details)") : left("h1"), left(".pal-site-footer > *")];
      });
      expect(new Set(edges.map(Math.round)).size, `${kind}, ${width} px: ${edges}`).toBe(1);
    }
  }
});

for (const [kind, path] of Object.entries({ ...kinds, absent: "404.html", root: "" })) {
  test(`with letters twice as large nothing is lost on a phone: ${kind}`, async ({ page, site, context }) => {
    await page.setViewportSize(PHONE);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await page.goto(site.root + path);
    expect(await page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))).toBeGreaterThanOrEqual(32);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    const lost = await page.evaluate(() => {
      const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).clip === "auto";
      const bar = [...document.querySelectorAll(".pal-bar > *")].filter(isSeen).map((part) => [part.className, part.getBoundingClientRect()]);
      const overlap = bar.flatMap(([name, a], at) =>
        bar.slice(at + 1).filter(([, b]) => a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1).map(([other]) => `${name} over ${other}`),
      );
      // What scrolls by itself loses nothing; words that are clamped are the title’s, which is the page’s too.
      const cut = [...document.querySelectorAll("body *")].filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const hides = overflowX === "hidden" || overflowX === "clip";
        return hides && isSeen(element) && !element.closest(".pal-site-title, svg") && element.scrollWidth > element.clientWidth + 1;
      });
      const outside = [...document.querySelectorAll("a, button, summary, h1, h2, p, li")].filter((element) => {
        const box = element.getBoundingClientRect();
        return isSeen(element) && !element.closest(".pal-table, .pal-skip") && box.width && (box.left < -1 || box.right > innerWidth + 1);
      });
      return [...overlap, ...[...cut, ...outside].map((element) => element.outerHTML.slice(0, 160))];
    });
    expect(lost).toEqual([]);
  });
}

test("an italic that has not come is the upright font slanted, and lines don’t move", async ({ page, site }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*italic*", (route) => held.then(() => route.continue()));
  await page.goto(site.root + kinds["references-fr"], { waitUntil: "domcontentloaded" });
  // Without a script in the page, its parser doesn’t wait for the stylesheet.
  const families = () => page.locator("main em, main i").first().evaluate((italic) => getComputedStyle(italic).fontFamily);
  await expect.poll(families).toMatch(/^"Atkinson italic", "Atkinson Hyperlegible Next"/);
  const heights = () => page.locator("main li").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  const before = await heights();
  const came = page.waitForResponse("**/*italic*");
  release();
  await (await came).finished();
  expect(await heights()).toEqual(before);
});

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true });

  test("the header goes away on the way down and comes back on the way up", async ({ page, site }) => {
    await page.setViewportSize(PHONE);
    await page.goto(site.root + kinds["lesson-fr"]);
    const header = page.locator(".pal-site-header");
    await page.mouse.move(180, 400);
    await page.mouse.wheel(0, 600);
    await expect(header).not.toBeInViewport();
    await page.mouse.wheel(0, -60);
    await expect(header).toBeInViewport({ ratio: 1 });
    await page.mouse.wheel(0, 300);
    await expect(header).not.toBeInViewport();
    // The keyboard finds it.
    await page.locator(".pal-languages a:visible").focus();
    await expect(header).toBeInViewport({ ratio: 1 });
  });

  test("the menu closes on Escape, and gives the focus back", async ({ page, site }) => {
    await page.setViewportSize(PHONE);
    await page.goto(site.root + kinds["lesson-fr"]);
    const summary = page.locator(".pal-menu summary");
    await summary.press("Enter");
    await page.keyboard.press("Tab");
    await expect(page.locator(".pal-site-links a").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.locator(".pal-site-links")).toBeHidden();
    await expect(summary).toBeFocused();
  });

  test("the contents mark the section that is read", async ({ page, site }) => {
    await page.setViewportSize(WIDE);
    await page.goto(site.root + kinds["lesson-fr"]);
    const current = page.locator(".pal-toc [aria-current='location']");
    for (const number of [2, 4, 1]) {
      const entry = page.locator(".pal-toc a").nth(number);
      await page.locator(".pal-text > h2").nth(number).evaluate((heading) => heading.scrollIntoView());
      await expect(current).toHaveText(await entry.textContent());
      await expect(current).toHaveCount(1);
    }
  });
});

const TEXT = `---
title: Ce qui défile
objectives: [faire défiler]
---

Une adresse, <https://example.org/une-adresse>, et [un lien](https://example.org/autre).

\`\`\`python
  def moyenne(notes: list[float], poids: list[float] | None = None, arrondi: int = 2) -> float: return total
\`\`\`

$$a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u + v + w + x + y + z = 1\\,000\\,000\\,000$$

| Année | Région | Population totale | Taux d’accès | Taux d’usage | Écart observé | Source | Remarque |
|---|---|---|---|---|---|---|---|
| 2020 | Saguenay–Lac-Saint-Jean | 277 232 | 90,1 % | 87,4 % | 2,7 | Institut de la statistique | recensement |

| A | B |
|---|---|
| un | deux |

> [!NOTE]
> Une note.

> [!TIP]
> Un conseil.

> [!IMPORTANT]
> Ceci importe.

> [!WARNING]
> Attention.

> [!CAUTION]
> Danger.

> [!ACTIVITY]
> Faites ceci.

> [!QUESTION]
> - [ ] Non
> - [x] Oui
`;

/** A small book of one lesson in two languages, of which one lacks it. */
const withBook = test.extend({
  site: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "palier-page-"));
      const [book, output] = [join(folder, "book"), join(folder, "site")];
      cpSync(`${repository}tests/books/one-lesson`, book, { recursive: true });
      rmSync(join(book, "content"), { recursive: true });
      mkdirSync(join(book, "content/1-base"), { recursive: true });
      writeFileSync(join(book, "book.toml"), `[book]\ntitle = "Carnet"\nbase_url = "https://example.org/carnet/"\n[languages.fr]\nname = "Français"\nlocale = "fr-CA"\n[languages.en]\nname = "English"\nlocale = "en-CA"\n`);
      writeFileSync(join(book, "content/1-base/index.fr.md"), "---\ntitle: La base\n---\n");
      writeFileSync(join(book, "content/1-base/1-tout.fr.md"), TEXT);
      execFileSync(palier, ["build", book, "--output", output], { stdio: "ignore" });
      const site = await host(output, "/");
      await use(site);
      await site.close();
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
});

const LESSON = "fr/base/tout/";
const SCROLLERS = [".pal-text pre", ".pal-text math[display='block']", ".pal-text .pal-table"];

withBook("what is wider than a phone scrolls by itself, and fades where it goes on", async ({ page, site }) => {
  await page.setViewportSize(PHONE);
  await page.goto(site.root + LESSON);
  for (const selector of SCROLLERS) {
    const wide = page.locator(selector).first();
    expect(await wide.evaluate((element) => element.scrollWidth > element.clientWidth + 40), selector).toBe(true);
    expect(await wide.evaluate((element) => getComputedStyle(element).backgroundImage.match(/gradient/g).length), selector).toBe(4);
  }
});

withBook.describe("with script", () => {
  withBook.use({ javaScriptEnabled: true });

  withBook("the edge of a table that goes on cuts a column", async ({ page, site }) => {
    for (let width = 320; width <= 1440; width += 35) {
      await page.setViewportSize({ width, height: 740 });
      await page.goto(site.root + LESSON);
      const table = page.locator(".pal-table").first();
      const cut = await table.evaluate((table) => {
        const edge = table.getBoundingClientRect().right;
        const words = [...table.querySelectorAll("th, td")].map((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          return range.getBoundingClientRect();
        });
        return table.scrollWidth <= table.clientWidth + 1 || words.some((word) => word.left < edge - 4 && word.right > edge + 4);
      });
      expect(cut, `${width} px`).toBe(true);
    }
  });
});

withBook("a wide table takes the room beside the text, and a small one the text’s", async ({ page, site }) => {
  for (const [width, most] of [[1280, 864], [1440, 864]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(site.root + LESSON);
    const [wide, small] = await page.locator(".pal-table").evaluateAll((all) => all.map((table) => table.offsetWidth));
    const text = (await firstParagraph(page).boundingBox()).width;
    expect(wide).toBeGreaterThan(text + 100);
    expect(wide).toBeLessThanOrEqual(most);
    expect(Math.abs(small - text)).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

withBook("each kind of callout has a drawing and an outline of its own", async ({ page, site }) => {
  await page.goto(site.root + LESSON);
  const shapes = await page.locator(".pal-alert, .pal-callout").evaluateAll((all) =>
    all.map((callout) => {
      const style = getComputedStyle(callout);
      const sides = ["Top", "Right", "Bottom", "Left"].map((side) => style[`border${side}Width`] + style[`border${side}Style`]);
      const edge = getComputedStyle(callout, "::before").content;
      const drawing = callout.querySelector(".pal-icon path").getAttribute("d");
      return [drawing, `${sides} ${style.borderTopLeftRadius} ${edge}`];
    }),
  );
  expect(shapes.length).toBe(7);
  for (const part of [0, 1]) expect(new Set(shapes.map((shape) => shape[part])).size).toBe(7);
});

withBook("the switch says beforehand that there is no translation", async ({ page, site }) => {
  for (const size of [PHONE, WIDE]) {
    await page.setViewportSize(size);
    await page.goto(site.root + LESSON);
    const link = page.locator(".pal-languages a[hreflang='en']");
    await expect(link).toContainText("non traduit");
    await expect(link.locator(".pal-untranslated")).toBeVisible();
    await expect(link).toHaveAccessibleDescription(/n’existe pas encore en anglais/);
    expect((await page.locator(".pal-site-header").boundingBox()).height).toBe(48);
  }
});

withBook("on paper no address is written twice, and the page says where it came from", async ({ page, site }) => {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 900 });
  await page.goto(site.root + LESSON);
  const after = (link) => link.evaluate((link) => getComputedStyle(link, "::after").content);
  expect(await after(page.locator("a[href='https://example.org/autre']"))).toContain("https://example.org/autre");
  expect(await after(page.locator("a[href='https://example.org/une-adresse']"))).toBe("none");
  await expect(page.locator(".pal-address")).toHaveText("https://example.org/carnet/fr/base/tout/");
  for (const chrome of [".pal-menu", ".pal-languages", ".pal-where", ".pal-sidebar", ".pal-toggle", ".pal-toc"]) {
    for (const part of await page.locator(chrome).all()) await expect(part, chrome).toBeHidden();
  }
  await expect(page.locator(".pal-objectives")).toBeVisible();
  expect((await page.locator(".pal-site-title span").boundingBox()).width).toBeGreaterThan(20);
  // Nothing pale: all that is written is darker than a middle grey.
  const pale = await page.locator("body *").evaluateAll((all) =>
    all.flatMap((element) => {
      const isWritten = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const [red, green, blue] = getComputedStyle(element).color.match(/[\d.]+/g).map(Number);
      return isWritten && element.checkVisibility() && (red + green + blue) / 3 > 110 ? [element.outerHTML] : [];
    }),
  );
  expect(pale).toEqual([]);
  const letters = await page.locator(".pal-text > p").evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize))));
  expect(letters).toBeLessThanOrEqual(34);
});

withBook.describe("with script", () => {
  withBook.use({ javaScriptEnabled: true });

  withBook("what scrolls is a stop of the keyboard and scrolls by key; what doesn’t is none", async ({ page, site }) => {
    await page.setViewportSize(PHONE);
    await page.goto(site.root + LESSON);
    for (const selector of SCROLLERS) {
      const wide = page.locator(selector).first();
      await expect(wide).toHaveAttribute("tabindex", "0");
      await wide.focus();
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => wide.evaluate((element) => element.scrollLeft), selector).toBeGreaterThan(0);
    }
    await expect(page.locator(".pal-table").nth(1)).not.toHaveAttribute("tabindex");
  });

  withBook("code is copied as it is written", async ({ page, site, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(site.root + LESSON);
    const button = page.locator(".pal-code").getByRole("button", { name: "Copier" });
    await button.focus();
    await expect(button).toHaveCSS("opacity", "1");
    await button.click();
    await expect(page.locator(".pal-code [role=status]")).toHaveText("Copié");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ {2}def moyenne\(notes: list\[float\].*return total$/);
  });
});
