// Makes the bundles of `bundles.json`, and writes them where the theme and the preview have them. With `--check`
// it writes nothing, and fails if a bundle is not what its sources make.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/** @typedef {{ entry: string, bundle: string, most_gzip?: number }} Bundle */

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = new URL("../", import.meta.url);

/**
 * The text of a bundle. A script is a classic one: browsers load no module into a page opened from a disk.
 * @param {Bundle} bundle
 */
function make({ entry }) {
  const banner = `/*! Palier | MIT OR Apache-2.0 | made by "npm run build" from web/${entry} */`;
  const { outputFiles } = buildSync({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    // The oldest browsers in which a page is pleasant to read: none of them should stumble over its script.
    target: ["chrome80", "firefox78", "safari14"],
    // Safari 14’s only mistake with destructuring is the order in which it evaluates defaults; that of Chrome before 91
    // with `?.` is a call after it in which something follows `...` (crbug.com/42201552), which is a fault below.
    supported: { destructuring: true, "optional-chain": true },
    // The theme's fonts lie beside its stylesheet.
    external: ["fonts/*"],
    minify: true,
    legalComments: "none",
    banner: { js: banner, css: banner },
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * The faults of a bundle that was made, a sentence for each.
 * @param {Bundle} bundle
 * @param {string} text
 */
function faults({ entry, bundle, most_gzip }, text) {
  const found = [];
  const place = new URL(bundle, repository);
  if (!existsSync(place) || readFileSync(place, "utf8") !== text) {
    found.push(`${bundle} is stale: it is not what web/${entry} makes. Run "npm run build" in web/, and commit both.`);
  }
  if (bundle.endsWith(".js") && /\?\.[\w$.?[\]]*\([^()]*\.\.\.[^()]*,/.test(text)) {
    found.push(`${bundle} has a call after "?." in which something follows "...": Chrome before 91 fails there.`);
  }
  const gzip = gzipSync(text, { level: 9 }).length;
  if (most_gzip !== undefined && gzip > most_gzip) {
    found.push(`${bundle} weighs ${gzip} bytes in gzip, and may weigh ${most_gzip} (web/bundles.json).`);
  }
  return found;
}

/** @type {Bundle[]} */
const bundles = JSON.parse(readFileSync(new URL("bundles.json", import.meta.url), "utf8"));
for (const bundle of bundles) {
  const text = make(bundle);
  if (!process.argv.includes("--check")) writeFileSync(new URL(bundle.bundle, repository), text);
  const found = faults(bundle, text);
  found.forEach((fault) => console.error(fault));
  if (found.length) process.exitCode = 1;
  console.log(`${bundle.bundle}: ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} in gzip`);
}
