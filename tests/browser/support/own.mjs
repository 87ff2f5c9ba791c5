// The bundled book with changes of one’s own, built and served: what a teacher makes of it.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { host } from "./host.mjs";
import { palier, repository } from "./site.mjs";

/** The path that its site is served under: that of its `base_url`. */
const PREFIX = "/pyramide/";

/**
 * Serves the bundled book with these changes: by path, what a file holds, or a function from what it holds in the bundled
 * book. `root` is the site’s address, `site` its folder, `close` ends it. `options` are those of `palier build`.
 */
export async function ownSite(changes, options = []) {
  const folder = mkdtempSync(join(tmpdir(), "palier-own-"));
  const [book, site] = [join(folder, "book"), join(folder, "site")];
  for (const part of ["book.toml", "content"]) cpSync(repository + part, join(book, part), { recursive: true });
  for (const [path, change] of Object.entries(changes)) {
    const file = join(book, path);
    mkdirSync(dirname(file), { recursive: true });
    const before = existsSync(file) ? readFileSync(file, "utf8") : "";
    writeFileSync(file, typeof change === "function" ? change(before) : change);
  }
  execFileSync(palier, ["build", "--strict", ...options, "--output", site, book], { stdio: "pipe" });
  const { root, close } = await host(site, PREFIX);
  return { root, site, close: () => close().then(() => rmSync(folder, { recursive: true })) };
}

/** The changes that give levels these colours, by the names of their folders. */
export function coloured(colours) {
  const changes = Object.entries(colours).map(([level, colour]) => [
    `content/${level}/index.fr.md`,
    (text) => text.replace(/^title: .*$/m, `$&\ncolor: "${colour}"`),
  ]);
  return Object.fromEntries(changes);
}

const drawing = (ground, stone) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="6" fill="${ground}"/>` +
  `<path fill="${stone}" d="M12 31l14-22 14 22zM52 14h56v4H52zM52 24h40v4H52z"/></svg>\n`;

/** The changes that give the book a logo, an icon, links in header and footer, and a stylesheet. */
export function dressed() {
  return {
    "book.toml": (text) => `${text}
[site]
icon = "static/icone.png"
header_links = [
  { label = { fr = "À propos du livre", en = "About this book" }, to = "content/a-propos" },
  { label = { fr = "Notre école", en = "Our school" }, to = "https://ecole.example/" },
]
footer_links = [{ label = { fr = "Plan du cours", en = "Course outline" }, to = "static/plan.txt" }]

[site.logo]
file = "static/logo.svg"
dark = "static/logo-nuit.svg"

[theme]
css = ["themes/mine.css"]
`,
    "static/plan.txt": "Plan du cours\n",
    "static/logo.svg": drawing("#7b1e3a", "#fff"),
    "static/logo-nuit.svg": drawing("#f0c4cf", "#3a0d1a"),
    "static/icone.png": readFileSync(`${repository}themes/palier/static/icons/app-512.png`),
    "themes/mine.css":
      ":root { --measure: 40rem; }\n" +
      '.pal-text h2 { padding-bottom: 0.25rem; border-bottom: 2px solid var(--level); background: url("papier.svg") no-repeat right; }\n',
    "themes/papier.svg": drawing("none", "#d8d7d3"),
  };
}
