// `/edition/` of a book that `palier init --template` began: Sveltia CMS itself, which edits the book's files in a folder of
// the browser's own. What it writes must be what Palier reads.

import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { palier } from "./support/site.mjs";

const CMS = fileURLToPath(new URL("node_modules/@sveltia/cms/dist/sveltia-cms.js", import.meta.url));
const LESSON = "content/1-trouver-ses-reperes/1-ecrire-une-lecon";

/** The texts in a folder, by path. */
function texts(root) {
  const paths = readdirSync(root, { recursive: true }).map((path) => join(root, path));
  const files = paths.filter((path) => /\.(md|yml|toml)$/.test(path) && statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]));
}

test.use({ javaScriptEnabled: true, viewport: { width: 1440, height: 900 }, locale: "en-US" });

test("Sveltia CMS edits lessons, and leaves what it doesn't show as it was", async ({ page }) => {
  test.setTimeout(120_000);
  const book = mkdtempSync(join(tmpdir(), "palier-edition-"));
  execFileSync(palier, ["init", "--template", "--title", "Mon livre = My book", "--lang", "fr", book]);
  const settings = join(book, "static/edition/config.yml");
  // As the workflows do.
  writeFileSync(settings, readFileSync(settings, "utf8").replace("%forge%", "github").replace("%repository%", "ecole/livre"));
  const served = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = { "/edition/": "static/edition/index.html", "/edition/config.yml": "static/edition/config.yml" }[pathname];
    if (path === undefined && pathname !== "/edition/sveltia-cms.js") return response.writeHead(404).end();
    response.setHeader("Content-Type", path === undefined ? "text/javascript" : path.endsWith("html") ? "text/html" : "text/yaml");
    return createReadStream(path === undefined ? CMS : join(book, path)).pipe(response);
  });
  await new Promise((resolve) => served.listen(0, "127.0.0.1", resolve));
  try {
    const complaints = [];
    page.on("console", (message) => message.type() === "warning" && complaints.push(message.text()));
    // Its fonts and its own translations are on other hosts.
    await page.route((url) => url.hostname !== "127.0.0.1", (route) => route.abort());
    await page.addInitScript(() => {
      const repository = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("livre");
      window.showDirectoryPicker = repository;
      FileSystemHandle.prototype.requestPermission ??= async () => "granted";
      FileSystemHandle.prototype.queryPermission ??= async () => "granted";
    });
    await page.goto(`http://127.0.0.1:${served.address().port}/edition/`);
    const before = texts(book);
    await page.evaluate(async (files) => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("livre", { create: true });
      await root.getDirectoryHandle(".git", { create: true });
      for (const [path, text] of Object.entries(files)) {
        let folder = root;
        const parts = path.split("/");
        for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
        const file = await (await folder.getFileHandle(parts.at(-1), { create: true })).createWritable();
        await file.write(text);
        await file.close();
      }
    }, before);
    await page.getByRole("button", { name: "Work with Local Repository" }).click();
    await page.getByText("Écrire une leçon").first().click();
    await page.getByRole("textbox", { name: "Titre" }).first().fill("Écrire : sa leçon");
    await page.getByRole("button", { name: "Save" }).first().click();
    const read = () =>
      page.evaluate(async () => {
        const files = {};
        const walk = async (folder, path) => {
          for await (const [name, entry] of folder.entries()) {
            if (entry.kind === "directory") await walk(entry, `${path}${name}/`);
            else files[path + name] = await (await entry.getFile()).text();
          }
        };
        await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle("livre"), "");
        return files;
      });
    await expect.poll(async () => (await read())[`${LESSON}.fr.md`]).toContain("sa leçon");
    const after = await read();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.filter((path) => !path.startsWith(LESSON))).toEqual([]);
    const body = (text) => text.split("\n---\n").slice(1).join("\n---\n").trim();
    for (const path of changed) {
      expect(body(after[path]), path).toEqual(body(before[path]));
      expect(after[path], path).toMatch(/serves: ecrire/);
      writeFileSync(join(book, path), after[path]);
    }
    // The title alone is newer than the translation.
    const checked = JSON.parse(execFileSync(palier, ["check", "--format", "json"], { cwd: book, encoding: "utf8" }));
    expect(checked.diagnostics.map(({ rule }) => rule)).toEqual(["outdated-translation"]);
    expect(complaints).toEqual([]);
  } finally {
    served.close();
    rmSync(book, { recursive: true, force: true });
  }
});
