// A book whose lesson got another name and another level, and whose question got an id: what students did is still theirs.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test as base, expect, palier } from "./support/site.mjs";
import { host } from "./support/host.mjs";

const FILES = {
  "book.toml": '[book]\nid = "essai"\ntitle = "Un essai"\n[languages.fr]\n',
  "content/1-lire/index.fr.md": "---\ntitle: Lire\noutcomes:\n  - { id: mots, text: Dire les mots }\n---\n",
  "content/1-lire/1-mots.fr.md":
    "---\ntitle: Les mots\naliases: [vieux/phrases]\nobjectives:\n  - { text: dire, serves: [mots] }\n---\n\n> [!QUESTION]{#fil shows=\"mots\"} Oui?\n>\n> - [x] oui\n> - [ ] non\n",
  "content/1-lire/2-images.fr.md": "---\ntitle: Les images\n---\n\nTexte.\n",
};

const test = base.extend({
  site: [
    async ({}, use) => {
      const book = mkdtempSync(join(tmpdir(), "palier-renamed-"));
      for (const [path, text] of Object.entries(FILES)) {
        mkdirSync(dirname(join(book, path)), { recursive: true });
        writeFileSync(join(book, path), text);
      }
      const folder = join(book, "public");
      execFileSync(palier, ["build", book, "--output", folder], { stdio: "ignore" });
      const site = await host(folder, "/");
      await use(site);
      await site.close();
      rmSync(book, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test.use({ javaScriptEnabled: true });

test("progress under a former name is that of the present one, in the page and on the page of progress", async ({ page, site }) => {
  const done = { "o vieux/phrases": 1, "r vieux/phrases": 1, "s vieux/phrases#fil": 1 };
  await page.addInitScript((facts) => {
    if (!localStorage.length) localStorage.setItem("palier/1/progress/essai", JSON.stringify({ palier: 1, erased: 0, facts }));
  }, done);
  await page.goto(`${site.root}fr/progression/`);
  await expect(page.locator("[data-outcome='lire/mots']")).toHaveAttribute("data-rank", "3");
  await expect(page.locator("[data-not-counted]")).toBeEmpty();
  await expect(page.locator("[data-continue]")).toContainText("Les images");
  await page.goto(`${site.root}fr/lire/mots/`);
  await expect(page.locator("[data-finish]")).toHaveAttribute("aria-pressed", "true");
});
