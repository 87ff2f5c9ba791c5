import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const style = (name: string) => readFileSync(`style/${name}`, "utf8");

test("dark is the same whether the system or the reader chose it", () => {
  const css = style("colours.css");
  const colours = (head: RegExp) => [...(css.match(head)?.[1] ?? "").matchAll(/--[\w-]+: [^;]+;/g)].map(String);
  const system = colours(/:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/);
  assert.ok(system.length > 10);
  assert.deepEqual(colours(/\[data-theme="dark"\] \{([^}]*)\}/), system);
});

test("only colours depend on the scheme, so that a theme is switched in one place", () => {
  const imported = [...style("palier.css").matchAll(/@import "\.\/([^"]+)"/g)].map((found) => String(found[1]));
  assert.ok(imported.length > 10);
  for (const name of imported) {
    if (name !== "colours.css") assert.ok(!style(name).includes("prefers-color-scheme"), name);
  }
});
