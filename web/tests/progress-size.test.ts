import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { bigBook } from "./support/progress.ts";

/** What a script weighs in gzip, made as `build.mjs` makes bundles. */
function weight(contents: string): number {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    target: ["chrome80", "firefox78", "safari14"],
    supported: { destructuring: true, "optional-chain": true },
    minify: true,
    legalComments: "none",
  });
  return gzipSync(outputFiles[0]?.text ?? "", { level: 9 }).length;
}

const at = (name: string) => `"./src/site/progress/${name}.ts"`;

test("what is loaded later is small too", () => {
  const all = {
    guide: weight(`import { guide } from ${at("guide")}; palier && guide(palier, console.log);`),
    exports: weight(`export * from ${at("imports")}; export * from ${at("file")}; export * from ${at("catalogue")}; export * from ${at("code")};`),
    route: weight(`export * from ${at("route")};`),
    class: weight(`export * from ${at("class")};`),
  };
  console.log(`# ${JSON.stringify(all)}`);
  assert.ok(all.guide <= 2500 && all.exports <= 4500 && all.route <= 4500 && all.class <= 6000, JSON.stringify(all));
});

test("what pages load of the book grows with what the student does, not with the book", () => {
  const sizes = (lessons: number) => {
    const { outline, parts } = bigBook(5, lessons / 5, 3, true);
    const levels = outline.levels.map((level) => ({ ...level, part: `${level.key}.js` }));
    const bytes = (value: unknown) => gzipSync(`palier.take(${JSON.stringify(value)})`, { level: 9 }).length;
    return { outline: bytes({ ...outline, levels }), part: bytes(parts[0]) };
  };
  assert.ok(sizes(10_000).outline - sizes(100).outline < 50);
});
