// A lesson published by itself, in a small book: what a mark becomes.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "@playwright/test";
import { host } from "./host.mjs";
import { palier, repository } from "./site.mjs";

/** The lesson, from the site’s root. */
export const LESSON = "fr/jardin/commencer/";

/** Publishes a lesson of that text: gives the site’s `root`, its folder `site`, and `close`, which stops and removes it. */
async function publishLesson(text) {
  const folder = mkdtempSync(join(tmpdir(), "palier-lesson-"));
  const [book, site] = [join(folder, "book"), join(folder, "site")];
  cpSync(join(repository, "tests/books/one-lesson"), book, { recursive: true });
  writeFileSync(join(book, "content/1-jardin/1-commencer.md"), `---\ntitle: Commencer\n---\n\n${text}`);
  execFileSync(palier, ["build", "--output", site, book], { stdio: "pipe" });
  const { root, close } = await host(site, "/livre/");
  return {
    root,
    site,
    async close() {
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Tests with the fixture `book`: a lesson of that text, published once for all of them. */
export const testOf = (text) =>
  test.extend({
    book: [
      async ({}, use) => {
        const book = await publishLesson(text);
        await use(book);
        await book.close();
      },
      { scope: "worker" },
    ],
  });
