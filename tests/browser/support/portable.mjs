// The bundled book as a folder to carry along, where a teacher may put it: on a path with spaces and accents.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { palier, repository } from "./site.mjs";

/** Builds it: its `root` ends with `/`, `pages` are the paths of its pages from there, `remove` deletes it. */
function portableSite() {
  const parent = mkdtempSync(join(tmpdir(), "palier-"));
  const folder = join(parent, "clé USB n° 1", "école d’été");
  execFileSync(palier, ["build", "--portable", "--output", folder, repository], { stdio: "pipe" });
  const files = readdirSync(folder, { recursive: true }).map((path) => path.split(sep).join("/"));
  return {
    folder,
    root: `${pathToFileURL(folder).href}/`,
    pages: files.filter((path) => path.endsWith(".html")),
    remove: () => rmSync(parent, { recursive: true }),
  };
}

/** Where a page is, from the folder’s root: `fr/index.html`. */
export function placeIn({ folder }, address) {
  return relative(folder, fileURLToPath(address.replace(/[?#].*/s, ""))).split(sep).join("/");
}

/** A fixture: the folder, built once for each worker. */
export const copy = [
  async ({}, use) => {
    const copy = portableSite();
    await use(copy);
    copy.remove();
  },
  { scope: "worker" },
];
