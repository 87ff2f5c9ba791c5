// What the site's security policy is said to block is blocked, and nothing of the site itself is: served
// under a folder, opened from disk, and in the preview.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { preview } from "./support/preview.mjs";
import { palier } from "./support/site.mjs";

const SETTINGS = `[book]
title = "Politique"
base_url = "https://example.org/livre/"
[languages.fr]
[languages.en]
[site]
allow_hosts = ["ok.test", "*.ok.test"]
`;

const LESSON = `---
title: Une leçon
aliases: [/ancienne/, /fr/ancienne/]
---

Un mot[^a], un [[cadre]].

<script>window.ran.push("script")</script>

<p id="styled" style="color: rgb(1, 2, 3)" onclick="window.ran.push('onclick')">Un mot</p>

<style>h1 { color: rgb(1, 2, 3) }</style>

<img src="/rien.png" onerror="window.ran.push('onerror')" alt=""> <img src="point.svg" onload="window.ran.push('onload')" alt="">

[un lien](<javascript:window.ran.push("link")>) <iframe src="javascript:parent.ran.push('frame')" title="x"></iframe>

![une image](https://no.test/image.png) ![une image](https://ok.test/image.png) <iframe src="https://no.test/frame" title="x"></iframe> <iframe src="https://a.ok.test/frame" title="x"></iframe> <video src="https://no.test/film.mp4"></video>

<script src="https://ok.test/code.js"></script> <link rel="stylesheet" href="https://ok.test/style.css">

<form action="https://no.test/form"><button id="send">Envoyer</button></form>

<base href="https://no.test/">

<iframe id="own" src="/quiz/index.html" title="x"></iframe> <script src="own.js"></script>

[^a]: Une note.
`;

const FILES = {
  "content/1-un/1-lecon.fr.md": LESSON,
  "content/1-un/point.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
  "content/1-un/own.js": 'window.ran.push("own");',
  "content/1-un/index.fr.md": "---\ntitle: Un\n---\n",
  "content/glossary.yml": "cadre:\n  fr: { term: cadre, definition: Un bord. }\n",
  "static/quiz/index.html": '<!doctype html><title>x</title><script>parent.ran?.push("quiz")</script>',
};

const test = base.extend({
  preview,
  book: [
    async ({}, use) => {
      const book = mkdtempSync(join(tmpdir(), "palier-policy-"));
      for (const [path, text] of Object.entries({ "book.toml": SETTINGS, ...FILES })) {
        mkdirSync(dirname(join(book, path)), { recursive: true });
        writeFileSync(join(book, path), text);
      }
      // What the checks say of it is the subject of other tests.
      const { stdout } = await check(book);
      const rules = [...new Set(JSON.parse(stdout).diagnostics.map((diagnostic) => diagnostic.rule))];
      writeFileSync(join(book, "book.toml"), `${SETTINGS}[check]\nallow = ${JSON.stringify(rules)}\n`);
      execFileSync(palier, ["build", "--lang", "en", book], { stdio: "pipe" });
      await use(book);
      rmSync(book, { recursive: true });
    },
    { scope: "worker" },
  ],
});

test.use({ javaScriptEnabled: true });

function check(book) {
  return new Promise((resolve) => {
    const child = spawn(palier, ["check", "--format", "json", book]);
    let stdout = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.on("close", () => resolve({ stdout }));
  });
}

/** Opens the lesson; says what ran and who was asked for what. */
async function open(page, address) {
  const asked = [];
  await page.route(/^https?:\/\/[a-z.]*test\//, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ status: 200, contentType: "text/javascript", body: 'window.ran?.push("elsewhere")' });
  });
  await page.addInitScript(() => {
    window.ran ??= [];
  });
  await page.goto(address);
  // What a click would do, done in the page: a navigation that is blocked is none to wait for.
  await page.evaluate(async () => {
    document.querySelector("#styled").click();
    document.querySelector("a[href^='javascript:']").click();
    document.querySelector("#send").click();
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  expect(page.url()).toBe(address);
  return { asked: asked.sort(), ran: (await page.evaluate(() => window.ran)).sort() };
}

test("what is said to be blocked is blocked, and the site's own files are not", async ({ page, book }) => {
  const site = await host(join(book, "public"), "/livre/");
  const { asked, ran } = await open(page, `${site.root}fr/un/lecon/`);
  expect(asked).toEqual(["https://a.ok.test/frame", "https://ok.test/image.png"]);
  expect(ran).toEqual(["own", "quiz"]);
  const color = (selector) => page.evaluate((at) => getComputedStyle(document.querySelector(at)).color, selector);
  expect(await color("#styled")).not.toBe("rgb(1, 2, 3)");
  expect(await color("h1")).not.toBe("rgb(1, 2, 3)");
  expect(await page.evaluate(() => document.styleSheets[0].cssRules.length)).toBeGreaterThan(50);
  // The theme's script has run.
  await page.evaluate(() => {
    const hover = new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" });
    document.querySelector("[role='doc-noteref']").dispatchEvent(hover);
  });
  await expect.poll(() => page.evaluate(() => document.querySelectorAll(".pal-popover").length)).toBe(1);
  await site.close();
});

test("a former address leads on", async ({ page, book }) => {
  const site = await host(join(book, "public"), "/livre/");
  await page.route(/\.test\//, (route) => route.abort());
  for (const former of ["ancienne/", "fr/ancienne/"]) {
    await page.goto(`${site.root}${former}`);
    await page.waitForURL(`${site.root}fr/un/lecon/`);
  }
  await site.close();
});

test("a site opened from a folder has its styles", async ({ page, book }) => {
  await page.route(/\.test\//, (route) => route.abort());
  await page.goto(pathToFileURL(join(book, "public/fr/un/lecon/index.html")).href);
  expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe("flex");
});

test("the preview sends the policy that pages carry", async ({ page, request, book, preview }) => {
  const address = await preview(book);
  const policy = async (path) => (await request.get(address + path)).headers()["content-security-policy"];
  const sent = await policy("fr/un/lecon/");
  expect(readFileSync(join(book, "public/_headers"), "utf8")).toContain(`/livre/fr/*\n  Content-Security-Policy: ${sent}\n`);
  expect(await policy("")).toBe(sent);
  expect(await policy("rien")).toBe(sent);
  expect(await policy("_palier/")).toBe("default-src 'self'; img-src 'self' data:");
  expect(await policy("quiz/index.html")).toBe(undefined);
  const { asked } = await open(page, `${address}fr/un/lecon/`);
  expect(asked).toEqual(["https://a.ok.test/frame", "https://ok.test/image.png"]);
  // A save still reaches the page.
  writeFileSync(join(book, "content/1-un/1-lecon.fr.md"), LESSON.replace("Une leçon", "Une autre leçon"));
  await page.waitForFunction(() => document.querySelector("h1").textContent === "Une autre leçon", null, { timeout: 30_000 });
});
