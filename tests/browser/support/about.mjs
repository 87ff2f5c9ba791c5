// The manual’s pictures of what a site says about itself, of the bundled book with those settings.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { host } from "./host.mjs";
import { palier, repository } from "./site.mjs";

const BOOK = `edition = "2026-2027"
editions = { "2025-2026" = "https://example.org/2025/" }
`;

const SITE = `
[site]
contact = "book@school.example"
accessibility = { fr = "Lu avec NVDA par deux élèves, en mai 2026.", en = "Read with NVDA by two students, in May 2026." }
`;

/** Hosts the bundled book with those settings; takes and gives what `host` does. */
export async function hostAbout() {
  const folder = mkdtempSync(join(tmpdir(), "palier-about-"));
  const [book, site] = [join(folder, "book"), join(folder, "site")];
  cpSync(`${repository}content`, join(book, "content"), { recursive: true });
  const settings = readFileSync(`${repository}book.toml`, "utf8");
  writeFileSync(join(book, "book.toml"), settings.replace("base_url", `${BOOK}base_url`) + SITE);
  execFileSync(palier, ["build", "--output", site, book], { stdio: "pipe" });
  const { close, ...hosted } = await host(site, "/pyramide/");
  return { ...hosted, close: () => close().then(() => rmSync(folder, { recursive: true })) };
}

/** Draws them into a folder. */
export async function drawAbout(browser, folder) {
  const site = await hostAbout();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, javaScriptEnabled: false });
  await page.goto(`${site.root}en/navigate/ecosystem/`);
  await page.locator(".pal-site-footer").screenshot({ path: join(folder, "foot.png") });
  await page.goto(`${site.root}en/accessibility/`);
  await page.screenshot({ path: join(folder, "accessibility.png") });
  await site.close();
}
