// A script of a book's own theme that loads another when it is needed, in a page opened from a disk as on a host.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { palier, repository } from "./support/site.mjs";

test.use({ javaScriptEnabled: true });

const THEME = `name = "Ours"\nstylesheet = "palier.css"\nscript = "ours.js"\nmore_scripts = ["quiz.js"]\n`;

const OURS = `const addresses = JSON.parse(document.currentScript.dataset.scripts);
addEventListener("click", () => {
  const script = document.createElement("script");
  script.src = addresses["quiz.js"];
  document.head.append(script);
}, { once: true });
`;

test("a script loads another, whose name no one can guess", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "palier-more-"));
  const [book, output] = [join(folder, "book"), join(folder, "site")];
  cpSync(`${repository}tests/books/one-lesson`, book, { recursive: true });
  mkdirSync(join(book, "themes/palier/static"), { recursive: true });
  writeFileSync(join(book, "themes/palier/theme.toml"), THEME);
  writeFileSync(join(book, "themes/palier/static/ours.js"), OURS);
  writeFileSync(join(book, "themes/palier/static/quiz.js"), `document.body.dataset.quiz = "here";\n`);
  execFileSync(palier, ["build", book, "--output", output], { stdio: "ignore" });
  const site = await host(output, "/");
  for (const root of [site.root, `${pathToFileURL(output)}/`]) {
    await page.goto(`${root}fr/jardin/commencer/index.html`);
    await expect(page.locator("body")).not.toHaveAttribute("data-quiz", "here");
    await page.locator("h1").click();
    await expect(page.locator("body")).toHaveAttribute("data-quiz", "here");
  }
  await site.close();
  rmSync(folder, { recursive: true });
});
