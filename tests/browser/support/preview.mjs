// `palier serve` as a process, and a book for it.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { palier, repository } from "./site.mjs";

/** A copy of the bundled book. */
export function bundledBook() {
  const book = mkdtempSync(join(tmpdir(), "palier-preview-"));
  cpSync(`${repository}book.toml`, join(book, "book.toml"));
  cpSync(`${repository}content`, join(book, "content"), { recursive: true });
  return book;
}

/** Serves a book: its `address`, what the program `said` so far, and `stop`. */
export async function serve(book) {
  const server = spawn(palier, ["serve", "--port", "0", "--lang", "en", book], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    const listen = (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (found) resolve(found[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`palier serve ended with ${code}: ${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  };
  return { address, said: () => said, stop };
}
