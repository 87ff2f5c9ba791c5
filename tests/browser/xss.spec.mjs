// Raw HTML in the modes that keep harm out, against published vectors: the fixtures that DOMPurify
// is tested with (by its authors, cure53, after html5sec.org and the reports of others), which its
// release 0.7.4 still shipped in its npm package. Each vector is a lesson's body; stands in a line,
// a list, a table, a note and a quotation; and is a title, a field, an address. Each is a page of its
// own, opened in a frame, many side by side. The site's own policy is set aside here, and no policy of the
// host helps: whatever could run would, and a book that allows raw HTML shows that it would be seen.

import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { host } from "./support/host.mjs";
import { palier } from "./support/site.mjs";

// Palier takes no text with a NUL byte at all.
const vectors = createRequire(import.meta.url)("dompurify-fixtures/test/fixtures/expect.js")
  .map((vector) => vector.payload)
  .filter((payload) => !payload.includes("\0"));

/** How many pages are open side by side. */
const ABREAST = 46;

/** The modes that keep harm out. */
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
  // The page that the others are opened in.
  writeFileSync(join(book, "public/frames.html"), "<!doctype html><html lang=en><title>Frames</title><body>");
  return book;
}

const test = base.extend({
  /** The site of all vectors in a mode, made when it is first asked for. */
  siteIn: [
    async ({}, use) => {
      const made = new Map();
      await use(async (mode) => {
        if (!made.has(mode)) {
          const book = build(mode);
          made.set(mode, { book, site: await host(join(book, "public"), "/") });
        }
        return made.get(mode).site;
      });
      for (const { book, site } of made.values()) {
        await site.close();
        rmSync(book, { recursive: true });
      }
    },
    { scope: "worker" },
  ],
});

test.use({ javaScriptEnabled: true, bypassCSP: true });
// Each opens 184 pages, and the first of a mode builds them.
test.describe.configure({ timeout: 300_000 });

/** Everything in the document that could run, load a document, or be sent. */
function harm({ document, HTMLElement, URL }) {
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

/** Opens each page in a frame, and says of each what it holds, and what ran, asked or was asked for. */
async function open(page, site, paths) {
  const events = new Map(paths.map((path) => [site.root + path, []]));
  const elsewhere = [];
  /** Notes what happened in a frame, or in one below it. */
  const note = (frame, event) => {
    let at = frame;
    while (at?.parentFrame()?.parentFrame()) at = at.parentFrame();
    (events.get(opened.get(at)) ?? elsewhere).push(event);
  };
  /** The address that each frame began with. */
  const opened = new Map();
  page.removeAllListeners();
  page.on("dialog", async (dialog) => {
    elsewhere.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("popup", () => elsewhere.push("popup"));
  page.on("frameattached", (frame) => {
    if (frame.parentFrame() !== page.mainFrame()) note(frame, "frame");
  });
  page.on("framenavigated", (frame) => {
    const url = frame.url();
    if (frame === page.mainFrame()) {
      if (url !== `${site.root}frames.html`) elsewhere.push(`the page around went to ${url}`);
    } else if (frame.parentFrame() === page.mainFrame()) {
      if (!opened.has(frame) && events.has(url)) opened.set(frame, url);
      else if (url !== opened.get(frame)) note(frame, `went to ${url}`);
    }
  });
  page.on("request", (request) => {
    // A picture or a sound may be asked of anyone, by a raw tag that the lists let pass.
    const { origin } = new URL(request.url());
    const shown = ["image", "media"].includes(request.resourceType());
    if (origin !== site.origin && !shown) note(request.frame(), `request: ${request.resourceType()} ${request.url()}`);
  });
  const states = [];
  for (let from = 0; from < paths.length; from += ABREAST) {
    await page.goto(`${site.root}frames.html`);
    const some = paths.slice(from, from + ABREAST).map((path) => site.root + path);
    states.push(...(await page.evaluate(look, { some, harm: harm.toString() })));
  }
  expect(elsewhere, "events of no page").toEqual([]);
  return states.map((state, index) => ({ ...state, events: [...events.get(site.root + paths[index]), ...state.ran] }));
}

/** In the page around: opens the addresses side by side, and looks into each. */
async function look({ some, harm }) {
  const frames = some.map((address) => {
    const frame = document.createElement("iframe");
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    frame.src = address;
    document.body.append(frame);
    return { frame, loaded };
  });
  await Promise.all(frames.map(({ loaded }) => loaded));
  // What waits for something to fail or to end.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const inspect = Function(`return ${harm}`)();
  return frames.map(({ frame }) => {
    try {
      return { ...inspect(frame.contentWindow), ran: frame.contentWindow.ran ?? [] };
    } catch (error) {
      return { found: [`out of sight: ${error}`], frame: "", scripts: [], ran: [] };
    }
  });
}

test.beforeEach(async ({ page }) => {
  // Nothing leaves the machine.
  await page.route(/^(?!http:\/\/127\.0\.0\.1:)/, (route) => route.abort());
  await page.addInitScript(() => {
    window.ran = [];
    for (const name of ["alert", "confirm", "prompt", "print", "open", "write", "fetch"]) {
      const target = name === "write" ? document : window;
      target[name] = (...words) => void window.ran.push(`${name}(${words})`);
    }
  });
});

test("the list is whole", () => {
  expect(vectors.length).toBe(184);
});

const WITNESS = "fr/vecteurs/temoin/";

for (const mode of MODES) {
  for (const place of Object.keys(PLACES)) {
    test(`${mode}: no harm from ${vectors.length} vectors as ${place}`, async ({ page, siteIn }) => {
      const site = await siteIn(mode);
      const paths = vectors.map((_, index) => `fr/vecteurs/${name(index, place)}/`);
      const [plain, ...states] = await open(page, site, [WITNESS, ...paths]);
      expect(states.length).toBe(vectors.length);
      for (const [index, { found, frame, scripts, events }] of states.entries()) {
        const vector = vectors[index];
        expect.soft({ found, events, scripts }, vector).toEqual({ found: [], events: [], scripts: plain.scripts });
        // Fields stand around the text too.
        if (place !== "fields") expect.soft(frame, `around ${vector}`).toBe(plain.frame);
      }
    });
  }
}

test("vectors that nothing keeps out are seen", async ({ page, siteIn }) => {
  const site = await siteIn("allow");
  const paths = vectors.map((_, index) => `fr/vecteurs/${name(index, "body")}/`);
  const states = await open(page, site, paths);
  expect(states.filter(({ found }) => found.length > 0).length).toBeGreaterThan(100);
  // Some need a frame that falls, or a `noscript`: those do nothing in any mode.
  expect(states.filter(({ events }) => events.some((event) => event.startsWith("alert("))).length).toBeGreaterThan(5);
});
