// Raw HTML in the modes that keep harm out, against published vectors: the fixtures that DOMPurify
// is tested with (by its authors, cure53, after html5sec.org and the reports of others), which its
// release 0.7.4 still shipped in its npm package. Each vector is a lesson's body; stands in a line,
// a list, a table, a note and a quotation; and is a title, a field, an address. No policy of the host
// helps: whatever could run would.

import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { repository } from "./support/site.mjs";

const palier = process.env.PALIER ?? `${repository}target/release/palier`;

// Palier takes no text with a NUL byte at all.
const vectors = createRequire(import.meta.url)("dompurify-fixtures/test/fixtures/expect.js")
  .map((vector) => vector.payload)
  .filter((payload) => !payload.includes("\0"));

/** How many vectors a test looks at. */
const STEP = 46;

const MODES = ["escape", "sanitize"];

/** Where a vector may stand, as lessons. */
const PLACES = {
  body: (vector) => `---\ntitle: Un vecteur\n---\n\n${vector}\n`,
  line: (vector) => {
    const line = vector.replaceAll(/\s*[\n\r]\s*/g, " ");
    const cell = line.replaceAll("|", "\\|");
    return [
      "---\ntitle: Un vecteur\n---",
      `Un mot ${line} suite, *${line}*, un appel[^a].`,
      `- ${line}\n- [ ] ${line}`,
      `| a | b |\n|---|---|\n| ${cell} | c |`,
      `## ${line}`,
      `> ${line}`,
      `[^a]: ${line}`,
    ].join("\n\n");
  },
  fields: (vector) => {
    const line = vector.replaceAll(/\s*[\n\r]\s*/g, " ");
    const value = JSON.stringify(line);
    const address = line.replaceAll(/[<>\\]/g, "\\$&");
    return [
      `---\ntitle: ${value}\ndescription: ${value}\nobjectives: [${value}]\nauthors: [${value}]\nfootnotes:\n  a: ${value}\n---`,
      `[^a] [lien](<${address}>) [lien](<javascript:${address}>) ![image](<${address}>) [renvoi][x] <${line}>`,
      `\`\`\`${line}\n${line}\n\`\`\``,
      `[x]: <${address}>`,
    ].join("\n\n");
  },
};

const name = (index, place) => `${index}-${place}`;

/** The rules that a book breaks. */
function broken(book) {
  const { stdout } = spawnSync(palier, ["check", "--format", "json", book], { encoding: "utf8", maxBuffer: 1 << 28 });
  return [...new Set(JSON.parse(stdout).diagnostics.map((diagnostic) => diagnostic.rule))];
}

function build(mode) {
  const book = mkdtempSync(join(tmpdir(), "palier-xss-"));
  const settings = `[book]\ntitle = "Vecteurs"\nbase_url = "https://example.org/"\n[languages.fr]\n[build]\nraw_html = "${mode}"\n`;
  const level = join(book, "content/1-vecteurs");
  mkdirSync(level, { recursive: true });
  writeFileSync(join(level, "index.fr.md"), "---\ntitle: Vecteurs\n---\n");
  writeFileSync(join(level, "0-temoin.fr.md"), "---\ntitle: Un vecteur\n---\n\nUn mot.\n");
  vectors.forEach((vector, index) => {
    for (const [place, lesson] of Object.entries(PLACES)) {
      writeFileSync(join(level, `${index + 1}-${name(index, place)}.fr.md`), lesson(vector));
    }
  });
  writeFileSync(join(book, "book.toml"), settings);
  // What is wrong with vectors as lessons is not the question.
  writeFileSync(join(book, "book.toml"), `${settings}[check]\nallow = ${JSON.stringify(broken(book))}\n`);
  execFileSync(palier, ["build", "--lang", "en", book], { stdio: "pipe" });
  return book;
}

const test = base.extend({
  javaScriptEnabled: true,
  /** For each mode the site of all vectors. */
  sites: [
    async ({}, use) => {
      const books = Object.fromEntries(MODES.map((mode) => [mode, build(mode)]));
      const sites = {};
      for (const mode of MODES) sites[mode] = await host(join(books[mode], "public"), "/");
      await use(sites);
      for (const mode of MODES) {
        await sites[mode].close();
        rmSync(books[mode], { recursive: true });
      }
    },
    { scope: "worker" },
  ],
});

/** Everything in the document that could run, load a document, or be sent. */
function harm() {
  const found = [];
  const HARMFUL = "script, style, iframe, frame, frameset, object, embed, applet, base, meta[http-equiv], link, form, template, portal, noscript, animate, set, use, foreignObject";
  const runs = ["javascript:", "vbscript:", "data:", "blob:", "filesystem:", "view-source:"];
  for (const element of document.querySelectorAll("*")) {
    const inside = document.querySelector("main")?.contains(element);
    if (inside && element.matches(HARMFUL)) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || ["srcdoc", "style", "formaction", "ping"].includes(name)) found.push(`${element.localName} ${name}=${value}`);
      if (["href", "xlink:href", "src", "action", "cite", "poster", "background", "data", "longdesc", "srcset"].includes(name)) {
        const url = URL.parse?.(value, document.baseURI) ?? null;
        const isPicture = name === "src" && element.localName === "img";
        if (url && runs.includes(url.protocol) && !(isPicture && url.protocol === "data:")) found.push(`${element.localName} ${name}=${value}`);
      }
    }
  }
  // Names of the document that a script would rely on.
  for (const name of ["cookie", "createElement", "getElementById", "body", "forms", "location", "querySelector"]) {
    if (document[name] instanceof HTMLElement && name !== "body") found.push(`document.${name}`);
  }
  if (document.body.localName !== "body") found.push("document.body");
  // The page around the text: what stands in it, without the words.
  const around = document.documentElement.cloneNode(true);
  around.querySelector("#page\\.content")?.remove();
  const frame = [...around.querySelectorAll("*")].filter((element) => !element.closest("title")).map((element) => element.localName);
  return { found, frame: frame.join(" "), scripts: [...document.scripts].map((script) => script.src) };
}

/** Opens a page, and says what ran, asked or was asked for there. */
async function open(page, site, path) {
  const events = [];
  page.removeAllListeners();
  page.on("dialog", async (dialog) => {
    events.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("popup", () => events.push("popup"));
  page.on("frameattached", () => events.push("frame"));
  page.on("framenavigated", (frame) => {
    const url = frame.url();
    if (url !== site.root + path) events.push(`went to ${url}`);
  });
  page.on("request", (request) => {
    // A picture or a sound may be asked of anyone, by a raw tag that the lists let pass.
    const { origin } = new URL(request.url());
    const shown = ["image", "media"].includes(request.resourceType());
    if (origin !== site.origin && !shown) events.push(`request: ${request.resourceType()} ${request.url()}`);
  });
  await page.goto(site.root + path, { waitUntil: "domcontentloaded" });
  const state = await page.evaluate(harm);
  // What waits for something to fail or to end.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 5)));
  return { ...state, events: [...events, ...(await page.evaluate(() => window.ran ?? []))] };
}

test("the list is whole", () => {
  expect(vectors.length).toBe(184);
});

for (const mode of MODES) {
  test.describe(mode, () => {
    test.beforeEach(async ({ page }) => {
      // Nothing leaves the machine.
      await page.route(/^(?!http:\/\/127\.0\.0\.1:)/, (route) => route.abort());
      await page.addInitScript(() => {
        window.ran = [];
        for (const name of ["alert", "confirm", "prompt", "print", "open", "write", "fetch"]) {
          const target = name === "write" ? document : window;
          target[name] = (...words) => window.ran.push(`${name}(${words})`);
        }
      });
    });

    for (const place of Object.keys(PLACES)) {
      for (let from = 0; from < vectors.length; from += STEP) {
        const some = vectors.slice(from, from + STEP);

        test(`${some.length} vectors from number ${from} as ${place}`, async ({ page, sites }) => {
          const site = sites[mode];
          const plain = await open(page, site, "fr/vecteurs/temoin/");
          for (const [index, vector] of some.entries()) {
            const { found, frame, scripts, events } = await open(page, site, `fr/vecteurs/${name(from + index, place)}/`);
            expect.soft({ found, events, scripts }, vector).toEqual({ found: [], events: [], scripts: plain.scripts });
            // Fields stand around the text too.
            if (place !== "fields") expect.soft(frame, `around ${vector}`).toBe(plain.frame);
          }
        });
      }
    }
  });
}
