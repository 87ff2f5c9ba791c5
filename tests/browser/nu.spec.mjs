// Every page, style sheet and drawing of the built bundled book, and of each book of tests/books,
// through the Nu HTML checker (npm's `vnu-jar`): no error and no warning.

import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test, expect } from "@playwright/test";
import { folder, repository } from "./support/site.mjs";

const palier = process.env.PALIER ?? `${repository}target/release/palier`;
const checker = createRequire(import.meta.url)("vnu-jar");

/** What the checker says of a file that is right all the same, each with the reason. */
const EXCEPTIONS = [
  // SVG 2, 8.13: keeps the pyramid's outlines of one width however wide it is drawn.
  /Property “vector-effect” doesn't exist/,
  // MathML Core, 4.1: lowers exponents in roots.
  /Property “math-shift” doesn't exist/,
];

/** The files of a folder by what the checker takes them for. */
function files(folder) {
  const all = readdirSync(folder, { recursive: true }).map(String).filter((path) => !path.startsWith(".palier"));
  const ending = (end) => all.filter((path) => extname(path) === end).map((path) => join(folder, path)).sort();
  return { html: ending(".html"), css: ending(".css"), svg: ending(".svg") };
}

/** What the checker says of the files, informations apart. */
function faults(kind, paths) {
  const options = ["-Xss8m", "-jar", checker, "--format", "json", "--exit-zero-always", `--skip-non-${kind}`];
  const { stdout, stderr, error } = spawnSync("java", [...options, ...paths], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (error) throw error;
  const { messages } = JSON.parse(stderr.trim() || stdout);
  const told = messages.filter((message) => message.type === "error" || message.subType === "warning");
  const shown = told.map(({ url, lastLine, message }) => `${url}:${lastLine ?? ""} ${message}`);
  return shown.filter((line) => !EXCEPTIONS.some((exception) => exception.test(line)));
}

const books = readdirSync(`${repository}tests/books`).filter((book) => book !== "invalid").sort();

for (const book of ["the bundled book", ...books]) {
  test(`the Nu checker finds nothing in ${book}`, async () => {
    test.setTimeout(300_000);
    const scratch = mkdtempSync(join(tmpdir(), "palier-nu-"));
    const site = books.includes(book) ? scratch : folder;
    if (site === scratch) {
      execFileSync(palier, ["build", "--output", scratch, `${repository}tests/books/${book}`], { stdio: "pipe" });
    }
    const found = files(site);
    const said = Object.entries(found).flatMap(([kind, paths]) => (paths.length ? faults(kind, paths) : []));
    rmSync(scratch, { recursive: true });
    console.log(`${book}: ${Object.entries(found).map(([kind, paths]) => `${paths.length} ${kind}`).join(", ")}`);
    expect(found.html.length).toBeGreaterThan(0);
    expect(found.css.length).toBeGreaterThan(0);
    expect(said).toEqual([]);
  });
}
