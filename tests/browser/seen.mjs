// How long it takes from a save to the page in a browser: median and worst of thirty saves, in books of a hundred and of a
// thousand lessons. A benchmark, not a test: `PALIER=../../target/release/palier node seen.mjs`.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as browsers } from "@playwright/test";
import { chromium } from "./support/chromium.mjs";
import { serve } from "./support/preview.mjs";

const SAVES = 30;

/** Writes a book with so many lessons in two languages, ten of them a level; gives its folder. */
function bookOf(lessons) {
  const book = mkdtempSync(join(tmpdir(), "palier-seen-"));
  writeFileSync(join(book, "book.toml"), '[book]\nid = "seen"\ntitle = "Un livre"\n[languages.fr]\n[languages.en]\n');
  for (let at = 0; at < lessons; at++) {
    const level = join(book, `content/${Math.floor(at / 10) + 1}-niveau-${Math.floor(at / 10) + 1}`);
    mkdirSync(level, { recursive: true });
    for (const lang of ["fr", "en"]) {
      if (at % 10 === 0) writeFileSync(join(level, `index.${lang}.md`), `---\ntitle: Niveau ${at / 10 + 1} ${lang}\noutcomes: [lire]\n---\n\nUn niveau.\n`);
      const paragraphs = Array.from({ length: 30 }, (_, number) => `## Partie ${number}\n\nUn paragraphe de **texte**, le numéro ${number}, avec une note[^${number}].\n\n[^${number}]: La note.\n`);
      writeFileSync(join(level, `${(at % 10) + 1}-lecon-${at + 1}.${lang}.md`), `---\ntitle: Leçon ${at + 1} ${lang}\n---\n\n${paragraphs.join("\n")}`);
    }
  }
  return book;
}

/** The time from a save until its text was painted, in milliseconds. */
async function seen(page, path, text, sentence) {
  const painted = page.evaluate(
    (sentence) =>
      new Promise((resolve) => {
        const look = () => {
          if (!document.querySelector(".pal-article")?.textContent.includes(sentence)) return false;
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
          return true;
        };
        const observer = new MutationObserver(() => look() && observer.disconnect());
        observer.observe(document, { childList: true, subtree: true, characterData: true });
      }),
    sentence,
  );
  // The page listens before the save.
  await page.evaluate(() => 0);
  const saved = performance.timeOrigin + performance.now();
  writeFileSync(path, `${text}\n\n${sentence}\n`);
  return (await painted) - saved;
}

const browser = await browsers.launch(chromium);
for (const lessons of [100, 1000]) {
  const book = bookOf(lessons);
  const server = await serve(book);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.address}fr/niveau-5/lecon-45/`);
  const path = join(book, "content/5-niveau-5/5-lecon-45.fr.md");
  const text = readFileSync(path, "utf8");
  const times = [];
  for (let save = 0; save < SAVES; save++) {
    times.push(await seen(page, path, text, `La phrase numéro ${save} est toute neuve.`));
    // A person doesn’t save again at once.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  times.sort((a, b) => a - b);
  console.log(`${lessons} lessons: median ${times[SAVES / 2].toFixed(0)} ms, worst ${times[SAVES - 1].toFixed(0)} ms`);
  await page.close();
  await server.stop();
  rmSync(book, { recursive: true });
}
await browser.close();
