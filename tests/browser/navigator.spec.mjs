// The navigator: the pyramid at every size, the list of its levels, what they open to, the sheet on a phone, and what the
// script draws of a student's progress.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, expect, palier, where } from "./support/site.mjs";
import { host } from "./support/host.mjs";
import { draw, factsOf } from "./support/progress.mjs";

const FRONT = "fr/";
const LESSON = "fr/securiser/identite/";

/** Each level's stones and words, the highest first. */
const levels = (page) =>
  page.evaluate(() => {
    const drawing = [...document.querySelectorAll(".pal-drawing")].find((one) => one.getBoundingClientRect().width > 0);
    return [...document.querySelectorAll(".pal-levels > li")].map((row, at) => {
      const course = drawing.children[at];
      const stones = [...course.querySelectorAll("path")].filter((path) => !path.hasAttribute("class") && !path.dataset.rank);
      const laid = (rank) => course.querySelectorAll(`[data-rank="${rank}"]`).length;
      return {
        stones: stones.length,
        begun: laid(1),
        read: laid(2),
        shown: laid(3),
        words: row.querySelector("[data-count='full'] strong")?.textContent,
        rest: row.querySelector("[data-count='full'] span")?.textContent,
        name: row.querySelector(".pal-level-title").textContent,
        isHere: course.classList.contains("pal-here"),
        saysHere: row.querySelector(".pal-level-here")?.hidden === false,
      };
    });
  });

test("the pyramid is four wide to three high at every size, its base the widest", async ({ page, site }) => {
  for (const [path, width, expected] of [[FRONT, 1440, 602], [FRONT, 1024, 400], [FRONT, 768, 276], [FRONT, 360, 272], [LESSON, 1440, 252]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(site.root + path);
    const drawing = page.locator(".pal-drawing").and(page.locator(":visible")).first();
    const box = await drawing.evaluate((svg) => {
      const stones = [...svg.querySelectorAll("path:not([class])")].map((stone) => stone.getBoundingClientRect());
      const edges = (name, pick) => pick(...stones.map((stone) => stone[name]));
      const courses = [...svg.children].map((course) => {
        const own = [...course.querySelectorAll("path:not([class])")].map((stone) => stone.getBoundingClientRect());
        return Math.max(...own.map(({ right }) => right)) - Math.min(...own.map(({ left }) => left));
      });
      return { width: edges("right", Math.max) - edges("left", Math.min), height: edges("bottom", Math.max) - edges("top", Math.min), courses };
    });
    expect(box.width, `${path} at ${width}`).toBeCloseTo(expected, -1);
    expect(box.width / box.height).toBeCloseTo(4 / 3, 1);
    expect(box.courses).toEqual([...box.courses].sort((one, other) => one - other));
  }
});

test("a level of the front page opens to its outcomes, the lessons that serve them and what it leads to", async ({ page, site }) => {
  await page.goto(site.root + FRONT);
  const base = page.locator(".pal-levels > li").last();
  await expect(base.locator(".pal-outcomes")).toBeHidden();
  await base.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(base.locator(".pal-outcomes > li")).toHaveCount(3);
  await expect(base.locator(".pal-serving a").first()).toHaveAccessibleName(/^Entrer dans un nouvel écosystème/);
  await expect(base.locator(".pal-leads-to")).toContainText("Mène à");
  await expect(base.locator("summary")).toHaveAccessibleName("Niveau 1 : acquis et leçons");
});

test("without a script nothing says where the student stands", async ({ page, site }) => {
  for (const path of [FRONT, LESSON]) {
    await page.goto(site.root + path);
    await expect(page.locator(".pal-drawing [data-rank], .pal-levels [data-rank]")).toHaveCount(0);
    await expect(page.locator("[data-rank-word]:not(:empty)")).toHaveCount(0);
    await expect(page.locator(".pal-next-step")).toBeVisible();
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("the navigator is a sheet over the page, of at most 80 % of its height, which moves nothing", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    const sheet = page.locator("#page\\.navigator");
    await expect(sheet).toBeHidden();
    const top = () => page.locator("h1").evaluate((title) => title.getBoundingClientRect().top);
    const before = await top();
    const opener = page.locator(".pal-open-navigator");
    await opener.click();
    await expect(sheet).toBeVisible();
    const box = await sheet.boundingBox();
    expect(box.height).toBeLessThanOrEqual(0.8 * 740 + 1);
    expect(box.y + box.height).toBeCloseTo(740, 0);
    expect(await top()).toBe(before);
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(opener).toBeFocused();
    await opener.click();
    await sheet.getByRole("button", { name: "Fermer" }).click();
    await expect(sheet).toBeHidden();
  });

  test("what is tapped is large enough", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    expect((await page.locator(".pal-open-navigator").boundingBox()).height).toBeGreaterThanOrEqual(44);
    await page.locator(".pal-open-navigator").click();
    for (const target of await page.locator("#page\\.navigator").locator(".pal-near a, button").all()) {
      expect((await target.boundingBox()).height).toBeGreaterThanOrEqual(44);
    }
  });
});

test.describe("with progress", () => {
  test.use({ javaScriptEnabled: true, viewport: { width: 1440, height: 900 } });
  // What the pages of a test record by themselves is not to be drawn too.
  test.beforeEach(({ page }) => page.addInitScript(() => localStorage.clear()));

  for (const fixture of ["none", "half", "all"]) {
    test(`words say what is drawn: ${fixture}`, async ({ page, site }) => {
      await page.goto(site.root + FRONT);
      await draw(page, fixture);
      const seen = await levels(page);
      for (const { stones, begun, read, shown, words, rest, name } of seen) {
        if (begun + read + shown === 0) {
          // Once something is begun, every level says how much of it is shown.
          const [said, named] = fixture === "none" ? ["3 acquis", "3 acquis"] : ["0 montré sur 3", "0 acquis montré sur 3"];
          expect([words, name.split(", ").at(-1)]).toEqual([said, named]);
          continue;
        }
        expect(words).toMatch(new RegExp(`^${shown} montrée?s? sur ${stones}$`));
        expect(name).toMatch(new RegExp(`, ${shown} acquis montrés? sur ${stones}$`));
        expect(rest.match(/(\d+) lus?/)?.[1] ?? "0").toBe(String(read));
        expect(rest.match(/(\d+) commencés?/)?.[1] ?? "0").toBe(String(begun));
        expect(shown === stones).toBe(rest === "tout est montré");
      }
      expect(seen.map(({ shown }) => shown)).toEqual({ none: [0, 0, 0, 0, 0], half: [0, 0, 1, 3, 3], all: [3, 3, 3, 3, 3] }[fixture]);
      const here = { none: [], half: [2], all: [0] }[fixture];
      for (const mark of ["isHere", "saysHere"]) expect(seen.flatMap((level, at) => (level[mark] ? [at] : []))).toEqual(here);
    });
  }

  test("each stone says its state by how much of it is filled, in every scheme", async ({ page, site }) => {
    await page.goto(site.root + FRONT);
    await draw(page, "half");
    const cut = (rank) =>
      page.locator(`.pal-drawing-front [data-rank="${rank}"]`).first().evaluate((stone) => getComputedStyle(stone).clipPath);
    expect(await cut(3)).toMatch(/^inset\(0(px|%)? 0/);
    expect(await cut(1)).toMatch(/^inset\(calc|^inset\(8/);
    await page.emulateMedia({ forcedColors: "active" });
    const [shown, empty] = await page.evaluate(() => {
      const fill = (selector) => getComputedStyle(document.querySelector(`.pal-drawing-front ${selector}`)).fill;
      return [fill("[data-rank='3']"), fill(".pal-level-5 > path")];
    });
    expect(shown).not.toBe(empty);
  });

  test("the step that comes next leads there and says why", async ({ page, site }) => {
    await page.goto(site.root + FRONT);
    const outline = await draw(page, "half");
    const step = page.locator(".pal-next-step");
    await expect(step).toContainText("Ensuite");
    await expect(step).toContainText("Vous l’avez commencée.");
    await expect(step.getByRole("link")).toHaveText(outline.levels[2].part.lessons[0].title);
    await expect(page.locator(".pal-start")).toContainText("Continuer");
    await expect(page.locator("[data-total='outcomes']")).toHaveText("7 sur 15");
    await page.locator(".pal-start").click();
    expect(where(page, site)).toBe("fr/communaute/conversation/");
  });

  for (const fixture of ["none", "half", "all"]) {
    test(`a lesson and a level’s page say the same as the front page: ${fixture}`, async ({ page, site }) => {
      await page.goto(site.root + FRONT);
      const outline = await draw(page, fixture);
      const front = await levels(page);
      for (const path of [LESSON, "fr/securiser/"]) {
        await page.goto(site.root + path);
        await draw(page, fixture, outline);
        const beside = await levels(page);
        const same = ({ stones, begun, read, shown, name }) => ({ stones, begun, read, shown, name: name.replace(/\s+/g, " ") });
        expect(beside.map(same)).toEqual(front.map(same));
      }
      // The level's own page lists its outcomes and its lessons, each with its state.
      const ranks = await page.locator("main [data-rank]").evaluateAll((all) => all.map((one) => one.dataset.rank));
      const lessons = await page.locator("main [data-lesson]").count();
      const { shown, lesson } = { none: { shown: "0", lesson: "0" }, half: { shown: "3", lesson: "2" }, all: { shown: "3", lesson: "2" } }[fixture];
      expect(ranks.slice(0, 3)).toEqual([shown, shown, shown]);
      expect(ranks).toHaveLength(3 + lessons);
      expect(Number(ranks[3])).toBeGreaterThanOrEqual(Number(lesson));
    });
  }

  test("a level’s button begins it, and goes on with it once it is begun", async ({ page, site }) => {
    await page.goto(site.root + FRONT);
    const outline = await draw(page, "half");
    const start = page.locator("main .pal-start");
    for (const [level, word] of [["communaute", "Continuer"], ["reseauter", "Commencer"]]) {
      const at = outline.levels.find(({ key }) => key === level);
      await page.goto(`${site.root}fr/${level}/`);
      await draw(page, "half", outline);
      await expect(start).toContainText(word);
      await expect(start).toContainText(at.part.lessons[0].title);
    }
  });

  test("the sheet on a phone says what of the book is done and how long the rest takes", async ({ page, site }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(site.root + FRONT);
    const outline = await draw(page, "half");
    await page.goto(site.root + LESSON);
    await draw(page, "half", outline);
    await page.locator(".pal-open-navigator").click();
    const totals = page.locator("#page\\.navigator .pal-totals > div");
    await expect(totals.first()).toHaveText(/Acquis montrés\s*7 sur 15/);
    await expect(totals.last()).toContainText("Il reste");
    await expect(page.locator(".pal-levels > .pal-here [data-count='full']")).toContainText("3 montrés sur 3");
  });

  test("drawing moves nothing on a lesson", async ({ page, site }) => {
    await page.goto(site.root + FRONT);
    const outline = await draw(page, "half");
    await page.goto(site.root + LESSON);
    await page.evaluate(() => document.fonts.ready);
    const places = () => page.evaluate(() => [...document.querySelectorAll(".pal-levels > li, h1, .pal-text p")].map((one) => one.getBoundingClientRect().top));
    const before = await places();
    await draw(page, "half", outline);
    expect(await places()).toEqual(before);
    await expect(page.locator(".pal-near [data-lesson] [data-rank-word]").first()).toHaveText("montré");
  });

  test("a stone that is newly shown fills once, in 300 ms, and not at all with reduced motion", async ({ page, site }) => {
    for (const reducedMotion of ["no-preference", "reduce"]) {
      await page.emulateMedia({ reducedMotion });
      await page.goto(site.root + FRONT);
      const outline = await draw(page, "half");
      await page.evaluate((facts) => globalThis.change(facts), [...factsOf(outline, "all")]);
      const fresh = page.locator(".pal-drawing-front .pal-new");
      await expect(fresh).toHaveCount(8);
      const motion = await fresh.first().evaluate((stone) => {
        const { animationName, animationDuration, animationIterationCount } = getComputedStyle(stone);
        return `${animationName} ${animationDuration} ${animationIterationCount}`;
      });
      expect(motion).toBe(reducedMotion === "reduce" ? "none 0s 1" : "pal-fill 0.3s 1");
    }
  });

  test("arrow keys walk the levels", async ({ page, site }) => {
    await page.goto(site.root + FRONT);
    const titles = page.locator(".pal-level-title");
    await titles.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(titles.nth(1)).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(titles.first()).toBeFocused();
  });
});

/** A book of levels with so many lessons and outcomes, all titles 120 characters long, built and served. */
const LONG = "Développer une communauté d’apprentissage, partager des contenus et coconstruire des savoirs durables avec ses pairs ici";
async function built(levels, use) {
  const folder = mkdtempSync(join(tmpdir(), "palier-levels-"));
  const [book, output] = [join(folder, "book"), join(folder, "site")];
  mkdirSync(join(book, "content"), { recursive: true });
  writeFileSync(join(book, "book.toml"), '[book]\ntitle = "Livre"\n[languages.fr]\n');
  levels.forEach(([lessons, outcomes], at) => {
    const level = join(book, `content/${at + 1}-n${at + 1}`);
    mkdirSync(level);
    const listed = outcomes ? `outcomes:\n${Array.from({ length: outcomes }, (_, one) => `  a${one}: ${LONG}\n`).join("")}` : "";
    writeFileSync(join(level, "index.fr.md"), `---\ntitle: ${LONG}\nneed: Appartenance\n${listed}---\n\nTexte.\n`);
    for (let lesson = 1; lesson <= lessons; lesson += 1) {
      writeFileSync(join(level, `${lesson}-l${lesson}.fr.md`), `---\ntitle: ${lesson}. ${LONG}\nduration: 20\n---\n\nTexte.\n`);
    }
  });
  execFileSync(palier, ["build", book, "--output", output], { stdio: "ignore" });
  const site = await host(output, "/");
  await use(site.root);
  await site.close();
  rmSync(folder, { recursive: true });
}

const small = () =>
  [...document.querySelectorAll("main *, aside *")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .filter((one) => !one.closest(".pal-visually-hidden, script"))
    .map((one) => {
      // A drawing's letters are scaled with it.
      const svg = one.closest("svg");
      const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
      return [parseFloat(getComputedStyle(one).fontSize) * scale, one.textContent.trim().slice(0, 30)];
    })
    .filter(([size]) => size < 12.9);

for (const [name, levels] of Object.entries({
  "one level of one lesson": [[1, 1]],
  "two levels, of 30 outcomes and of none": [[3, 30], [4, 0]],
  "five levels of one to 30 outcomes": [[1, 1], [7, 7], [2, 30], [5, 0], [3, 7]],
  "nine levels": [[2, 9], [2, 5], [2, 7], [1, 4], [1, 1], [2, 3], [3, 6], [1, 2], [1, 3]],
})) {
  test(`long titles fit at every width: ${name}`, async ({ page }) => {
    await built(levels, async (root) => {
      for (const path of ["fr/", "fr/n1/", "fr/n1/l1/", ...(levels.length > 1 ? ["fr/parcours/"] : [])]) {
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(root + path);
          expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBeLessThanOrEqual(width);
          expect(await page.evaluate(small), `${path} at ${width}`).toEqual([]);
        }
      }
    });
  });
}

test.describe("with a script", () => {
  test.use({ javaScriptEnabled: true });

  test("in a level of 60 lessons the present one is whole and in view, and the way to all leads to it", async ({ page }) => {
    await built([[60, 2], [2, 2]], async (root) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${root}fr/n1/l30/`);
      const present = page.locator(".pal-near [aria-current='page']");
      await expect(page.locator(".pal-near li")).toHaveCount(7);
      await expect(present).toBeInViewport({ ratio: 1 });
      await expect(present).toContainText("30. Développer");
      const name = present.locator(".pal-lesson-name");
      expect(await name.evaluate((one) => one.scrollHeight <= one.clientHeight && parseFloat(getComputedStyle(one).fontSize))).toBe(15);
      await page.getByRole("link", { name: "Voir les 60 leçons" }).click();
      await expect(page.locator("#page\\.lesson-l30")).toBeInViewport();
    });
  });

  test("the present lesson is in view below eight levels with long titles", async ({ page }) => {
    await built(Array.from({ length: 9 }, () => [8, 3]), async (root) => {
      await page.setViewportSize({ width: 1440, height: 800 });
      await page.goto(`${root}fr/n1/l4/`);
      await expect(page.locator(".pal-near [aria-current='page']")).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => scrollY)).toBe(0);
    });
  });
});
