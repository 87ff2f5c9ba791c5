// Every page, style sheet and drawing of the built bundled book, and of each book of tests/books,
// through the Nu HTML checker (npm's `vnu-jar`): no error and no warning.

import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test, expect } from "@playwright/test";
import { folder, repository, palier } from "./support/site.mjs";

const checker = createRequire(import.meta.url)("vnu-jar");

/** What the checker says of a file that is right all the same, each with the reason. */
const EXCEPTIONS = [
  // SVG 2, 8.13: keeps the pyramid's outlines of one width however wide it is drawn.
  /Property “vector-effect” doesn't exist/,
  // MathML Core, 4.1: lowers exponents in roots.
  /Property “math-shift” doesn't exist/,
  // SVG 2, 13.8: a letter's outline lies behind it.
  /Property “paint-order” doesn't exist/,
  // CSS Containment 3, 3.1 and 4: the map is drawn for the room that it has, where browsers know how.
  /Property “container-type” doesn't exist/,
  /Unrecognized at-rule “@container”/,
  // CSS Custom Properties 1, 2: it can't know what the properties in them stand for.
  /“--ledge”: Parse Error/,
  /“max-width”: The types are incompatible/,
  // CSP 3, 6.7.2: read from files, nothing is of the origin 'self', and a block of data (JSON-LD) runs nothing.
  // What the policy blocks and lets through is seen in Chromium: policy.spec.mjs.
  /violates Content Security Policy \(meta tag\)/,
];

/** The files of a folder that the checker knows, by what it takes them for. */
function files(folder) {
  const all = readdirSync(folder, { recursive: true }).map(String).filter((path) => !path.startsWith(".palier"));
  const ending = (end) => all.filter((path) => extname(path) === end).map((path) => join(folder, path)).sort();
  return { html: ending(".html"), css: ending(".css"), svg: ending(".svg") };
}

/** What the checker says of the files, informations apart; in one run, since it is slow to start. */
function faults(paths) {
  const options = ["-Xss8m", "-jar", checker, "--format", "json", "--exit-zero-always", "--also-check-css", "--also-check-svg"];
  const { stdout, stderr, error } = spawnSync("java", [...options, ...paths], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (error) throw error;
  const { messages } = JSON.parse(stderr.trim() || stdout);
  const told = messages.filter((message) => message.type === "error" || message.subType === "warning");
  const shown = told.map(({ url, lastLine, message }) => `${url}:${lastLine ?? ""} ${message}`);
  return shown.filter((line) => !EXCEPTIONS.some((exception) => exception.test(line)));
}

test("the Nu checker finds nothing in any book", async () => {
  test.setTimeout(300_000);
  const scratch = mkdtempSync(join(tmpdir(), "palier-nu-"));
  const sites = { "the bundled book": folder };
  for (const book of readdirSync(`${repository}tests/books`).filter((book) => book !== "invalid").sort()) {
    sites[book] = join(scratch, book);
    execFileSync(palier, ["build", "--output", sites[book], `${repository}tests/books/${book}`], { stdio: "pipe" });
  }
  // What the theme gives to every site alike is looked at once.
  const different = new Map();
  for (const [book, site] of Object.entries(sites)) {
    const found = files(site);
    console.log(`${book}: ${Object.entries(found).map(([kind, paths]) => `${paths.length} ${kind}`).join(", ")}`);
    expect(found.html.length).toBeGreaterThan(0);
    expect(found.css.length).toBeGreaterThan(0);
    for (const path of Object.values(found).flat()) different.set(readFileSync(path, "utf8"), path);
  }
  // What is wrong is found, in each kind of file.
  const wrong = { "wrong.html": "<!doctype html><title></title><p", "wrong.css": "p { colour: red }", "wrong.svg": "<svg xmlns='http://www.w3.org/2000/svg'><p/></svg>" };
  const planted = Object.entries(wrong).map(([name, text]) => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  });
  const said = faults([...different.values(), ...planted]);
  rmSync(scratch, { recursive: true });
  for (const name of Object.keys(wrong)) expect(said.filter((line) => line.includes(name)), name).not.toEqual([]);
  expect(said.filter((line) => !Object.keys(wrong).some((name) => line.includes(name)))).toEqual([]);
});
