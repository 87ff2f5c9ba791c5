// Runs the tests: Node 18 reads no TypeScript, so each file is bundled first.

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
// Below what the tests import, and out of the way.
const outdir = join(here, "node_modules", ".tests");
const tests = readdirSync(join(here, "tests")).filter((name) => name.endsWith(".test.ts"));

rmSync(outdir, { recursive: true, force: true });
buildSync({
  absWorkingDir: here,
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node18",
  sourcemap: "inline",
});
const files = tests.map((name) => join(outdir, `${basename(name, ".ts")}.mjs`));
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { cwd: here, stdio: "inherit" });
process.exitCode = status ?? 1;
