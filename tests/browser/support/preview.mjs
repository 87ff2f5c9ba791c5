// `palier serve` as a process, a book for it, and the fixture that serves it.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { palier, repository } from "./site.mjs";

/** Copies the bundled book, its settings and its content, into a temporary folder; gives the folder. */
export function bundledBook() {
  const book = mkdtempSync(join(tmpdir(), "palier-preview-"));
  cpSync(`${repository}book.toml`, join(book, "book.toml"));
  cpSync(`${repository}content`, join(book, "content"), { recursive: true });
  return book;
}

/** The fixture `preview(book, options)`: serves the book in a folder until the test ends, and gives the address. */
export async function preview({ page }, use, info) {
  const servers = [];
  await use(async (book, options) => {
    const server = await serve(book, options);
    servers.push(server);
    return server.address;
  });
  // A page that is closed asks for nothing more. One sent to about:blank may still ask for the icon of
  // the page before, which Chromium refuses: an opaque origin would read from a loopback address.
  await page.close();
  for (const { said, stop } of servers) {
    if (info.status !== info.expectedStatus) await info.attach("palier serve", { body: said(), contentType: "text/plain" });
    await stop();
  }
}

/** Serves a book, with more options if there are some: its `address`, what the program `said` so far, and `stop`. */
export async function serve(book, options = []) {
  const server = spawn(palier, ["serve", "--port", "0", "--lang", "en", ...options, book], { stdio: ["ignore", "pipe", "pipe"] });
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
