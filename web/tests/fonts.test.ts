// What pages write that no author typed is in the theme’s typeface, upright and italic: a browser that divides a word
// where the font has no hyphen takes one from elsewhere, or prints a box.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync } from "node:zlib";

const FONTS = "../themes/palier/static/fonts/";
const STRINGS = "../themes/palier/strings/";
const STYLES = "style/";

/** The known tables’ number 0 is `cmap`, number 10 `glyf`, 11 `loca` (WOFF2, § 5). */
const [CMAP, GLYF, LOCA, NAMED] = [0, 10, 11, 63];

/** A number in as many bytes as it needs (WOFF2, § 4.1), and where it ends. */
function number(bytes: Buffer, at: number): [value: number, end: number] {
  let [value, end] = [0, at];
  for (;;) {
    const byte = bytes.readUInt8(end++);
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, end];
  }
}

/** The `cmap` of a font in WOFF2. */
function cmap(file: Buffer): Buffer {
  let at = 48;
  let start = 0;
  let found: [start: number, length: number] | undefined;
  for (let table = 0; table < file.readUInt16BE(12); table += 1) {
    const flags = file.readUInt8(at++);
    const [known, version] = [flags & 63, flags >> 6];
    if (known === NAMED) at += 4;
    let length: number;
    [length, at] = number(file, at);
    const isTransformed = known === GLYF || known === LOCA ? version !== 3 : version !== 0;
    if (isTransformed) [length, at] = number(file, at);
    if (known === CMAP) found = [start, length];
    start += length;
  }
  assert.ok(found, "the font has a cmap");
  const tables = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  return tables.subarray(found[0], found[0] + found[1]);
}

/** Whether a font has a character: segments of characters, in format 4 (OpenType, `cmap`). */
function has(table: Buffer, character: number): boolean {
  const format = table.subarray(table.readUInt32BE(8));
  assert.equal(format.readUInt16BE(0), 4);
  const segments = format.readUInt16BE(6);
  for (let segment = 0; segment < segments; segment += 2) {
    if (character > format.readUInt16BE(14 + segment)) continue;
    const [first, delta, range] = [16, 16 + segments, 16 + 2 * segments].map((from) => from + segments + segment) as [number, number, number];
    const start = format.readUInt16BE(first);
    if (character < start) return false;
    const offset = format.readUInt16BE(range);
    const glyph = offset === 0 ? character : format.readUInt16BE(range + offset + 2 * (character - start));
    return glyph !== 0 && ((glyph + format.readUInt16BE(delta)) & 0xffff) !== 0;
  }
  return false;
}

/** Signs, and letters of other scripts: every system has a font for them. */
const OF_THE_SYSTEM = /[\u2190-\u21ff\u25a0-\u25ff\u2248\u2260\u2264\u2265\u2713\u2717\u{1f300}-\u{1faff}\u0600-\u06ff]/u;
/** What is never drawn. */
const UNSEEN = /[\n\r\t\u200b-\u200f\u2060\u2066-\u2069\ufe0f]/u;

const fonts = ["atkinson-next.woff2", "atkinson-next-italic.woff2"].map((name) => ({ name, table: cmap(readFileSync(join(FONTS, name))) }));

function missing(text: string): string[] {
  const characters = [...new Set(text)].filter((one) => !OF_THE_SYSTEM.test(one) && !UNSEEN.test(one));
  return fonts.flatMap(({ name, table }) =>
    characters.filter((one) => !has(table, one.codePointAt(0) ?? 0)).map((one) => `${name}: U+${(one.codePointAt(0) ?? 0).toString(16)}`),
  );
}

test("a font’s characters are read", () => {
  const shown = fonts.map(({ table }) => ["A", "é", "œ", "’", "Ω", "中"].map((one) => has(table, one.codePointAt(0) ?? 0)));
  assert.deepEqual(shown, Array(2).fill([true, true, true, true, false, false]));
});

test("the typeface has what browsers write to divide a word, and what typography writes", () => {
  assert.deepEqual(missing("\u2010\u2011-\u00a0\u202f\u2009«»“”‘’„‚‹›…–—−×"), []);
});

test("the typeface has the theme’s words, and what its styles write", () => {
  for (const name of readdirSync(STRINGS)) assert.deepEqual(missing(readFileSync(join(STRINGS, name), "utf8")), [], name);
  for (const name of readdirSync(STYLES)) {
    const style = readFileSync(join(STYLES, name), "utf8");
    const written = [...style.matchAll(/content: ("[^"]*")/g)].map(([, text]) => (text ?? "").replace(/\\([0-9a-f]{4})/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16))));
    assert.deepEqual(missing(written.join("")), [], name);
  }
});
