// Progress: kept on the device in one language and known in the other, taken along and brought back, whatever the storage
// or the mail did to it; and the page that says all that is kept.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { test, expect, folder, kinds } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const [FR, EN] = [kinds["progress-fr"], kinds["progress-en"]];
const LESSON = kinds["lesson-fr"];
const KEY = "naviguer/ecosysteme";
const BOOK = "pyramide-influence";
const STATE = `palier/1/progress/${BOOK}`;

const state = (facts, more = {}) => JSON.stringify({ palier: 1, erased: 0, facts, ...more });
const kept = (page, where = "localStorage") => page.evaluate(([where, key]) => globalThis[where].getItem(key), [where, STATE]);
const facts = async (page, where) => JSON.parse((await kept(page, where)) ?? '{"facts":{}}').facts;
/** Puts a text where progress is kept, before any page of the site runs a script. */
const put = (page, text) => page.addInitScript(([key, text]) => sessionStorage.getItem("put") || (sessionStorage.setItem("put", "1"), localStorage.setItem(key, text)), [STATE, text]);
const brought = (page) => page.locator("#page\\.brought");
async function bring(page, text) {
  await page.locator("#page\\.paste").fill(text);
  await page.locator("[data-bring] button").click();
}

/** The page of a student who finished the first lesson and answered its question. */
async function openWith(page, site, done, address = FR) {
  await put(page, state(done));
  await page.goto(site.root + address);
  await expect(page.locator("[data-tools]")).toBeVisible();
}
const DONE = { [`o ${KEY}`]: 1, [`r ${KEY}`]: 1 };

test("without script the page says what it is and what it needs, and can be filled in by hand", async ({ page, site }) => {
  await page.goto(site.root + FR);
  await expect(page.locator("h1")).toHaveText("Ma progression");
  await expect(page.getByText("il lui faut JavaScript")).toBeVisible();
  await expect(page.locator("[data-tools]")).toBeHidden();
  expect(await page.locator("[data-outcome]").count()).toBeGreaterThan(5);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Bilan de parcours")).toBeVisible();
  await expect(page.getByText("personne ne l’a vérifié")).toBeVisible();
});

test("every page leads to both pages, each in its language", async ({ page, site }) => {
  for (const [address, links] of [[LESSON, ["Ma progression", "Ce que ce site retient"]], [kinds["lesson-en"], ["My progress", "What this site keeps"]]]) {
    await page.goto(site.root + address);
    for (const link of links) expect(await page.getByRole("link", { name: link, includeHidden: true }).count(), link).toBeGreaterThan(0);
  }
});

test.describe("with script", () => {
  test.use({ javaScriptEnabled: true });

  test("a lesson that was read in in French is begun in English, and what comes next is known", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    expect(await kept(page)).toBeNull();
    await page.evaluate(() => scrollTo(0, innerHeight + 1));
    await expect.poll(() => facts(page)).toEqual({ [`o ${KEY}`]: 1 });
    await page.goto(site.root + EN);
    await expect(page.locator("[data-continue] .pal-start-label")).toHaveText("Continue");
    await expect(page.locator("[data-level=naviguer] [data-count=full]")).toContainText("0 of 3 shown");
    expect(await page.locator("[data-outcome][data-rank='1']").count()).toBeGreaterThan(0);
  });

  test("a lesson that is finished in French is finished in English, and can be taken back there", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    const finish = page.locator("[data-finish]");
    await finish.click();
    await expect(finish).toHaveAttribute("aria-pressed", "true");
    await expect(page.locator("[data-finished]")).toContainText(/^Lu\. Pour montrer les acquis\s: \d+ questions, 1 activité\.$/);
    const first = await page.locator("[data-finished] a").getAttribute("href");
    await expect(page.locator(`[id="${first.slice(1)}"]`)).toHaveCount(1);
    await page.goto(site.root + kinds["lesson-en"]);
    await expect(finish).toHaveAttribute("aria-pressed", "true");
    await finish.click();
    expect((await facts(page))[`r ${KEY}`]).toBe(2);
    await expect(page.locator("[data-finished]")).toHaveText("This is no longer marked as read.");
    await page.goto(site.root + LESSON);
    await expect(finish).toHaveAttribute("aria-pressed", "false");
  });

  test("an activity is declared done, and shows its outcome", async ({ page, site }) => {
    await page.goto(site.root + LESSON);
    const declare = page.getByRole("button", { name: "J’ai fait cette activité" });
    await declare.click();
    await expect(declare).toHaveAttribute("aria-pressed", "true");
    const task = await declare.getAttribute("data-declare");
    expect((await facts(page))[`s ${KEY}#${task}`]).toBe(1);
    await page.goto(site.root + FR);
    await expect(page.locator("[data-outcome='naviguer/traces']")).toHaveAttribute("data-rank", "3");
  });

  test("a first visit loads none of it, and the page of progress all of it once", async ({ page, site }) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url().split("/").pop()));
    await page.goto(site.root + LESSON, { waitUntil: "networkidle" });
    expect(asked.filter((name) => /^(guide|outline|progress|words)\./.test(name))).toEqual([]);
    await page.evaluate(() => scrollTo(0, innerHeight + 1));
    // Chromium may give the next page another process, which doesn’t see at once what this one stored.
    await expect.poll(() => facts(page)).toEqual({ [`o ${KEY}`]: 1 });
    // Now the lesson shows where its reader stands, and loads what that takes.
    await page.goto("about:blank");
    asked.length = 0;
    await page.goto(site.root + FR);
    await expect(page.locator("[data-outcome][data-rank='1']").first()).toBeVisible();
    await expect(page.locator("#page\\.code")).not.toHaveValue("");
    const data = asked.filter((name) => /^(guide|outline|progress)\./.test(name)).map((name) => name.replace(/\..*\./, "."));
    expect(data.sort()).toEqual(["guide.js", "outline.js", "progress.css", "progress.js"]);
  });

  test("it is taken to another device as a code, a link or a file, and brought there", async ({ page, site, browser }) => {
    await openWith(page, site, DONE);
    const code = await page.locator("#page\\.code").inputValue();
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{1,4})+$/);
    await page.locator("#page\\.name").fill("Léa");
    await expect(page.locator("#page\\.code")).not.toHaveValue(code);
    const link = await page.locator("#page\\.link").inputValue();
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain("Léa");
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Enregistrer un fichier" }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toMatch(new RegExp(`^palier-${BOOK}-Lea-\\d{4}-\\d\\d-\\d\\d\\.json$`));

    for (const way of ["code", "link", "file"]) {
      const context = await browser.newContext({ javaScriptEnabled: true });
      const other = await context.newPage();
      await other.goto(way === "link" ? link.replace(FR, EN) : site.root + EN);
      if (way === "link") {
        await expect(other.locator("[data-asked]")).toBeFocused();
        await expect(other.locator("[data-asked]")).toContainText("the progress of Léa");
        expect(await facts(other)).toEqual({});
        await other.getByRole("button", { name: "Add", exact: true }).first().click();
        expect(other.url()).toBe(site.root + EN);
      } else if (way === "file") {
        await other.locator("#page\\.file").setInputFiles(await saved.path());
      } else {
        await bring(other, `Hello,\n> ${code.toLowerCase().replace(/-/g, " ")}\n`);
      }
      await expect(other.getByText("1 lesson, question or activity added.")).toBeVisible();
      expect((await facts(other))[`r ${KEY}`], way).toBe(1);
      await context.close();
    }
  });

  test("a code that is not whole, wrong or another book’s is refused in words, and nothing changes", async ({ page, site }) => {
    await openWith(page, site, DONE);
    const code = await page.locator("#page\\.code").inputValue();
    const before = await kept(page);
    const wrong = code.slice(0, 6) + (code[6] === "A" ? "B" : "A") + code.slice(7);
    for (const [text, says] of [
      ["", "Il n’y a rien à ajouter"],
      ["bonjour", "Ce n’est pas un code."],
      [wrong, /dans le groupe 2/],
      [code.slice(0, -2), "incomplet"],
      ["{}", "Ce n’est pas une progression"],
      ['{"palier":"progress","version":1,"book":"autre","lessons":[]}', "autre livre"],
      ['{"palier":"progress","version":2}', "plus récente"],
    ]) {
      await bring(page, text);
      await expect(brought(page)).toContainText(says);
      await expect(brought(page)).toContainText("Rien n’a changé.");
    }
    expect(await kept(page)).toBe(before);
    await bring(page, ` ${code.toLowerCase().replace(/-/g, " - ")} `);
    await expect(brought(page)).toContainText("déjà sur cet appareil");
  });

  test("two tabs lose nothing, and each shows what the other did", async ({ page, site, context }) => {
    await openWith(page, site, { [`o ${KEY}`]: 1 });
    const other = await context.newPage();
    await other.goto(site.root + LESSON);
    await other.evaluate((key) => palier.store.change((facts) => new Map([...facts, [`r ${key}`, 1]])), KEY);
    await expect(page.locator("[data-total=lessons]")).toContainText(/^1 /);
    await page.evaluate(() => palier.store.change((facts) => new Map([...facts, ["r naviguer/traces", 1]])));
    const all = await facts(other);
    expect([all[`r ${KEY}`], all["r naviguer/traces"]]).toEqual([1, 1]);
  });

  test("what was done under a former name, and what the book no longer has, is kept", async ({ page, site }) => {
    await openWith(page, site, { "r naviguer/disparue": 1, ...DONE });
    await expect(page.locator("[data-not-counted]")).toContainText("1 élément que ce livre n’a pas");
    expect((await facts(page))["r naviguer/disparue"]).toBe(1);
  });

  test("everything is erased after a question", async ({ page, site }) => {
    await openWith(page, site, DONE);
    const button = page.getByRole("button", { name: "Effacer ma progression" });
    await button.click();
    await expect(page.locator("#page\\.erase")).toBeFocused();
    await page.getByRole("button", { name: "Garder" }).click();
    await expect(button).toBeFocused();
    expect(await facts(page)).toEqual(DONE);
    await button.click();
    await page.getByRole("button", { name: "Effacer tout" }).click();
    await expect(page.getByText("Tout est effacé.")).toBeVisible();
    expect(await kept(page)).toBe('{"palier":1,"erased":1,"facts":{}}');
    await expect(page.locator("[data-total=lessons]")).not.toContainText("1 sur");
  });

  test("on a shared device progress lasts as long as the tab, and the code is offered", async ({ page, site, context }) => {
    await openWith(page, site, DONE);
    await page.getByLabel("Cet appareil est partagé").check();
    await expect(page.locator("[data-shared-told]")).toContainText("Emportez votre progression");
    await expect(page.getByLabel("Cet appareil est partagé")).toBeInViewport();
    await expect(page.locator(".pal-result:not(:empty)")).toHaveCount(1);
    expect([await kept(page), await facts(page, "sessionStorage")]).toEqual([null, DONE]);
    const other = await context.newPage();
    await other.goto(site.root + FR);
    await expect(other.locator("[data-no-take]")).toBeVisible();
    await expect(other.getByLabel("Cet appareil est partagé")).toBeChecked();
  });

  test("the record is printed with the name that was typed and without what only a screen needs", async ({ page, site }) => {
    await openWith(page, site, DONE);
    await page.locator("#page\\.name").fill("Léa Roy");
    await page.emulateMedia({ media: "print" });
    await expect(page.locator("[data-name]")).toHaveText("Léa Roy");
    await expect(page.locator("[data-name]")).toBeVisible();
    await expect(page.getByText("déclaration de l’élève")).toBeVisible();
    for (const hidden of ["[data-tools]", "h1", ".pal-lead"]) await expect(page.locator(hidden).first()).toBeHidden();
  });

  for (const [what, text, says] of [
    ["is no JSON", "{oups", "était abîmée"],
    ["is of a newer version", '{"palier":2}', "plus récente"],
    ["has 5 MB", "x".repeat(5_000_000), "ne peut pas être lu"],
  ]) {
    test(`a stored state that ${what} is said once, and the page works`, async ({ page, site }) => {
      await put(page, text);
      await page.goto(site.root + LESSON);
      const trouble = page.locator("[data-trouble]");
      await expect(trouble).toContainText(says);
      if (what !== "is no JSON") expect((await kept(page)).length).toBe(text.length);
      await trouble.getByRole("button", { name: "Fermer" }).click();
      await expect(trouble).toBeEmpty();
      await page.locator("[data-finish]").click();
      await page.goto(site.root + FR);
      await expect(page.locator("[data-tools]")).toBeVisible();
      await expect(trouble).toBeEmpty();
      await expect(page.locator("[data-continue] .pal-start-label")).toHaveText("Continuer");
    });
  }

  test("a storage that is forbidden, and one that is full, is said once, and the page works", async ({ page, site, context }) => {
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: () => { throw new DOMException("no", "SecurityError"); } });
    });
    await page.goto(site.root + LESSON);
    await page.locator("[data-finish]").click();
    await expect(page.locator("[data-trouble]")).toContainText("ne laisse rien enregistrer");
    const other = await context.newPage();
    await other.addInitScript(() => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, text) {
        if (this === localStorage) throw new DOMException("full", "QuotaExceededError");
        set.call(this, key, text);
      };
    });
    await other.goto(site.root + LESSON);
    await other.locator("[data-finish]").click();
    await expect(other.locator("[data-trouble]")).toContainText("plus de place");
    await other.goto(site.root + FR);
    await expect(other.locator("[data-continue] .pal-start-label")).toHaveText("Continuer");
    await expect(other.locator("[data-trouble]")).toBeEmpty();
  });

  test("what the site keeps is what its page lists, and nothing else", async ({ page, site }) => {
    const keys = new Set();
    const look = async () => {
      for (const key of await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])) keys.add(key);
    };
    await put(page, "{oups");
    await page.goto(site.root + LESSON);
    await expect(page.locator("[data-trouble]")).not.toBeEmpty();
    await page.locator("button[data-settings]").click();
    await page.getByLabel("Sombre").check({ force: true });
    await look();
    await page.goto(site.root + FR);
    await page.getByLabel("Cet appareil est partagé").check();
    await look();
    keys.delete("put");
    await page.goto(site.root + kinds["privacy-fr"]);
    const listed = await page.locator(".pal-kept code").allTextContents();
    for (const key of keys) expect(listed).toContain(key);
    // A teacher’s route is followed by a link of theirs; pages are kept elsewhere.
    expect(listed.filter((key) => !keys.has(key))).toEqual([`palier/1/route/${BOOK}`, "palier"]);
    expect(await page.context().cookies()).toEqual([]);
  });

  test("the page works when it is opened from a disk", async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${pathToFileURL(folder)}/${FR}index.html`);
    await expect(page.locator("[data-tools]")).toBeVisible();
    await page.evaluate((key) => palier.store.change((facts) => new Map([...facts, [`r ${key}`, 1]])), KEY);
    await expect(page.locator("[data-level=naviguer] [data-count=full]")).toContainText("3 lus");
    await expect(page.locator("#page\\.code")).not.toHaveValue("");
    await context.close();
  });

  for (const kind of ["progress-fr", "progress-en", "privacy-fr", "privacy-en"]) {
    test(`axe finds nothing on ${kind}, with everything open, at two widths and in two themes`, async ({ page, site }) => {
      await put(page, state(DONE));
      await page.goto(site.root + kinds[kind]);
      if (kind.startsWith("progress")) {
        await page.locator("[data-erase]").click();
        await bring(page, "{}");
        await expect(brought(page)).not.toBeEmpty();
      }
      await page.evaluate(axe);
      for (const width of [320, 1280]) {
        for (const colorScheme of ["light", "dark"]) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          const { violations } = await page.evaluate(() => globalThis.axe.run());
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), `${width} ${colorScheme}`).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width}`).toBeLessThanOrEqual(width);
        }
      }
    });
  }
});
