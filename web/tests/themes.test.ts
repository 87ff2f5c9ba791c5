import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
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
  for (const name of readdirSync("style")) {
    if (name !== "colours.css") assert.ok(!style(name).includes("prefers-color-scheme"), name);
  }
});
