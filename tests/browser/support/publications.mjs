// A host on which one publication of a book takes the place of another, as when a teacher publishes again.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { host } from "./host.mjs";
import { palier, repository } from "./site.mjs";

/**
 * Serves the bundled book: `root` is its address, `publish` changes texts (the part of a file’s name that tells it, and what takes
 * the place of what) and publishes it again as a whole, `close` ends it.
 */
export async function publications() {
  const folder = mkdtempSync(join(tmpdir(), "palier-published-"));
  const [book, site] = [join(folder, "book"), join(folder, "site")];
  cpSync(`${repository}book.toml`, join(book, "book.toml"));
  cpSync(`${repository}content`, join(book, "content"), { recursive: true });
  const publish = (changes = {}) => {
    for (const [file, [before, after]] of Object.entries(changes)) {
      const path = join(book, "content", file);
      writeFileSync(path, readFileSync(path, "utf8").replace(before, after));
    }
    const next = join(folder, "next");
    execFileSync(palier, ["build", "--output", next, book], { stdio: "pipe" });
    rmSync(site, { recursive: true, force: true });
    renameSync(next, site);
  };
  publish();
  const { origin, root, close } = await host(site, "/livre/");
  return { origin, root, site, publish, close: () => close().then(() => rmSync(folder, { recursive: true })) };
}
