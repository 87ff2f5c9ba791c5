#!/usr/bin/env node
// Runs the palier program, which npm installs for this system as an optional dependency of this package.
"use strict";

const { spawn } = require("node:child_process");

/** The package with the program for this system: `@palier/linux-x64`, `@palier/linux-x64-musl`, `@palier/win32-x64`… */
function platform() {
  const isMusl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return `@palier/${process.platform}-${process.arch}${isMusl ? "-musl" : ""}`;
}

function program() {
  const name = process.platform === "win32" ? "palier.exe" : "palier";
  try {
    return require.resolve(`${platform()}/${name}`);
  } catch {
    console.error(`palier: ${platform()} is not installed. Palier may not exist for this system; or npm left out optional`);
    console.error("dependencies: try `npm install --include=optional palier`.");
    console.error(`palier : ${platform()} n’est pas installé. Palier n’existe peut-être pas pour ce système; ou npm a laissé de`);
    console.error("côté les dépendances facultatives : essayez « npm install --include=optional palier ».");
    process.exit(1);
  }
}

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C reaches the program by itself, which decides when it is done.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`palier: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
