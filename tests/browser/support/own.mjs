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
