// Makes the npm packages: `palier`, which anyone installs, and one with the program for each system.
//
//   node make.mjs OUT linux-x64=target/release/palier win32-x64=…/palier.exe
//
// writes OUT/palier and OUT/<system>, ready for `npm publish`. A system is Node's `process.platform` and `process.arch`,
// with `-musl` for Linux without glibc. The version is Cargo.toml's.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..");
const [out, ...programs] = process.argv.slice(2);
const systems = programs.map((pair) => /^(\w+)-(\w+)(-musl)?=(.+)$/.exec(pair) ?? []);
if (out === undefined || systems.length === 0 || systems.some(([pair]) => pair === undefined)) {
  console.error("usage: node make.mjs OUT SYSTEM=PROGRAM…   (linux-x64=target/release/palier)");
  process.exit(2);
}
const [, version] = /^version = "(.+)"$/m.exec(readFileSync(join(repository, "Cargo.toml"), "utf8"));
const shared = {
  version,
  description: "Bilingual lesson sites, arranged by the levels of a learning pyramid",
  license: "MIT OR Apache-2.0",
};

/** Writes a package: what package.json says, and files by name. */
function write(folder, manifest, files) {
  const path = join(out, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), `${JSON.stringify({ ...manifest, ...shared }, null, 2)}\n`);
  for (const [name, from] of Object.entries(files)) copyFileSync(from, join(path, name));
}

const licences = Object.fromEntries(["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"].map((name) => [name, join(repository, name)]));
const optionalDependencies = {};
for (const [, os, cpu, musl = "", program] of systems) {
  const name = `@palier/${os}-${cpu}${musl}`;
  const libc = os === "linux" ? { libc: [musl ? "musl" : "glibc"] } : {};
  const file = basename(program);
  write(`${os}-${cpu}${musl}`, { name, os: [os], cpu: [cpu], ...libc, files: [file, "LICENSE-*", "NOTICE"] }, { [file]: program, ...licences });
  chmodSync(join(out, `${os}-${cpu}${musl}`, file), 0o755);
  optionalDependencies[name] = version;
}
const keywords = ["education", "bilingual", "markdown", "static-site", "lessons"];
const engines = { node: ">=18" };
const bin = { palier: "palier.js" };
write(
  "palier",
  { name: "palier", keywords, engines, bin, files: ["palier.js", "LICENSE-*", "NOTICE"], optionalDependencies },
  { "palier.js": join(here, "palier.js"), "README.md": join(here, "README.md"), ...licences },
);
