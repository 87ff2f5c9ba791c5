// The manual’s pictures of what marks become: code, films, images.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { host } from "./host.mjs";
import { LESSON, publishLesson } from "./lesson.mjs";
import { palier, repository } from "./site.mjs";

/** Each picture’s text, and the part of the page that it is of. */
const TEXTS = {
  code: {
    text: `\`\`\`python {title="tri.py" .lines marks="2,4-5"}
def tri(t):
    """Le plus petit d’abord."""
    for fin in range(len(t), 1, -1):
        for i in range(fin - 1):
            if t[i] > t[i + 1]:
                t[i], t[i + 1] = t[i + 1], t[i]
\`\`\`
`,
    part: ".pal-listing",
  },
  film: {
    text: '![Big Buck Bunny](https://www.youtube.com/watch?v=aqz-KE-bpKQ "Un court métrage de la Fondation Blender")\n',
    part: ".pal-text figure",
  },
};

/** Draws them into a folder. */
export async function drawMarks(browser, folder) {
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 800, height: 800 } });
  for (const [name, { text, part }] of Object.entries(TEXTS)) {
    const lesson = await publishLesson(text);
    await page.goto(lesson.root + LESSON);
    await page.locator(part).screenshot({ path: join(folder, `${name}.png`) });
    await lesson.close();
  }
  const site = mkdtempSync(join(tmpdir(), "palier-marks-"));
  execFileSync(palier, ["build", "--output", site, join(repository, "tests/books/pictures")], { stdio: "pipe" });
  const { root, close } = await host(site, "/");
  await page.setViewportSize({ width: 1024, height: 800 });
  await page.goto(`${root}fr/voir/cadre/`);
  await page.locator(".pal-text").first().screenshot({ path: join(folder, "pictures.png") });
  await close();
  rmSync(site, { recursive: true });
}
