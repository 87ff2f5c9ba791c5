// Raw HTML in the modes that keep harm out, against published vectors: the fixtures that DOMPurify
// is tested with (by its authors, cure53, after html5sec.org and the reports of others), which its
// release 0.7.4 still shipped in its npm package. Each vector is a lesson's body; appears in a line,
// a list, a table, a note and a quotation; and is a title, a field, an address. Each is a page of its
// own, opened in a frame, many side by side; a level holds so many and no more, since each of its pages lists
// all its lessons. The site's own policy is set aside here, and no policy of the
// host helps: whatever could run would, and a book that allows raw HTML shows that it would be seen.

import { execFileSync } from "node:child_process";
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

/** How many pages are open side by side: those of a level, beside one without harm. */
const ABREAST = 46;

/** The vectors, level by level. */
const groups = Array.from({ length: Math.ceil(vectors.length / ABREAST) }, (_, group) =>
  vectors.slice(group * ABREAST, (group + 1) * ABREAST),
);

/** What is wrong with vectors as lessons is not the question: the errors that they make. */
const ALLOWED = ["broken-link", "duplicate-anchor", "invalid-formula", "missing-anchor", "missing-file", "undefined-reference", "undefined-term"];

/** The modes that keep harm out. */
const MODES = ["escape", "sanitize"];

/** The places where a vector may be, each with a function that writes the lesson. */
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

/** A book of all vectors in a place, built in a mode; gives its folder. */
function build(mode, place) {
  const book = mkdtempSync(join(tmpdir(), "palier-xss-"));
  const settings = `[book]\ntitle = "Vecteurs"\nbase_url = "https://example.org/"\n[languages.fr]\n[build]\nraw_html = "${mode}"\n`;
  writeFileSync(join(book, "book.toml"), `${settings}[check]\nallow = ${JSON.stringify(ALLOWED)}\n`);
  const plain = "---\ntitle: Un vecteur\n---\n\nUn mot.\n";
  groups.forEach((group, index) => {
    const folder = join(book, `content/${index + 1}-niveau-${index}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.fr.md"), `---\ntitle: Niveau ${index}\n---\n`);
    // Three before and three after, which the navigator lists: around those between, pages are alike.
    const lessons = [...Array(BEFORE + 1).fill(plain), ...group.map(PLACES[place]), ...Array(BEFORE).fill(plain)];
    lessons.forEach((text, at) => writeFileSync(join(folder, `${at + 1}-v${at}.fr.md`), text));
  });
  execFileSync(palier, ["build", "--lang", "en", book], { stdio: "pipe" });
  // The page that the others are opened in.
  writeFileSync(join(book, "public/frames.html"), "<!doctype html><html lang=en><title>Frames</title><body>");
  return book;
}

/** How many lessons before a lesson its navigator lists, and after it. */
const BEFORE = 3;

const test = base.extend({
  /** The site of all vectors in a place, in a mode. */
  siteOf: async ({}, use) => {
    const made = [];
    await use(async (mode, place) => {
      const book = build(mode, place);
      made.push({ book, site: await host(join(book, "public"), "/") });
      return made.at(-1).site;
    });
    for (const { book, site } of made) {
      await site.close();
      rmSync(book, { recursive: true });
    }
  },
});

test.use({ javaScriptEnabled: true, bypassCSP: true });
// Each builds 184 lessons and opens them.
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
      // Where the page's own script cuts a table that is too wide.
      if (name === "style" && /^--cut: [\d.]+px;$/.test(value)) continue;
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
  // The page around the text: its elements, without the words.
  const around = document.documentElement.cloneNode(true);
  around.querySelector("#page\\.content")?.remove();
  const frame = [...around.querySelectorAll("*")].filter((element) => !element.closest("title")).map((element) => element.localName);
  return { found, frame: frame.join(" "), scripts: [...document.scripts].map((script) => script.src) };
}

/** Opens each page in a frame, all side by side, and says of each what it holds, and what ran, asked or was asked for. */
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
  await page.goto(`${site.root}frames.html`);
  const states = await page.evaluate(look, { some: [...events.keys()], harm: harm.toString() });
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
  await page.addInitScript(() => {
    window.ran = [];
    // The frames share what is kept: by progress, pages would differ by which was opened first.
    document.addEventListener("DOMContentLoaded", () => document.querySelector("script[data-progress]")?.remove());
    for (const name of ["alert", "confirm", "prompt", "print", "open", "write", "fetch"]) {
      const target = name === "write" ? document : window;
      target[name] = (...words) => void window.ran.push(`${name}(${words})`);
    }
  });
});

test("the list is whole", () => {
  expect(vectors.length).toBe(184);
});

/** Opens all vectors level by level; `each` gets a vector, what was seen of it, and what of a lesson without harm. */
async function openAll(page, site, each) {
  for (const [index, group] of groups.entries()) {
    const paths = Array.from({ length: group.length + 1 }, (_, at) => `fr/niveau-${index}/v${at + BEFORE}/`);
    const [plain, ...states] = await open(page, site, paths);
    expect(states.length).toBe(group.length);
    states.forEach((state, at) => each(group[at], state, plain));
  }
}

for (const mode of MODES) {
  for (const place of Object.keys(PLACES)) {
    test(`${mode}: no harm from ${vectors.length} vectors as ${place}`, async ({ page, siteOf }) => {
      await openAll(page, await siteOf(mode, place), (vector, { found, frame, scripts, events }, plain) => {
        expect.soft({ found, events, scripts }, vector).toEqual({ found: [], events: [], scripts: plain.scripts });
        // Fields are shown around the text too.
        if (place !== "fields") expect.soft(frame, `around ${vector}`).toBe(plain.frame);
      });
    });
  }
}

test("vectors that nothing keeps out are seen", async ({ page, siteOf }) => {
  const states = [];
  await openAll(page, await siteOf("allow", "body"), (_, state) => states.push(state));
  expect(states.length).toBe(vectors.length);
  expect(states.filter(({ found }) => found.length > 0).length).toBeGreaterThan(100);
  // Some need a frame that falls, or a `noscript`: those do nothing in any mode.
  expect(states.filter(({ events }) => events.some((event) => event.startsWith("alert("))).length).toBeGreaterThan(5);
});
