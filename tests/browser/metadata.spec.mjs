// What each page says that it is, read by an independent JSON-LD processor, offline.

import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { test, expect, pages, folder } from "./support/site.mjs";

/** Used in place of schema.org's context: every term is one of its vocabulary. */
const vocabulary = "https://schema.org/";
const address = { "@type": "@id" };
const context = { "@context": { "@vocab": vocabulary, url: address, item: address } };

/** Classes and properties of schema.org that Palier writes; another one is a slip. */
const known = new Set(
  `Article BreadcrumbList CollectionPage Course DefinedTerm DefinedTermSet LearningResource ListItem WebPage
  accessMode accessibilityFeature accessibilityHazard assesses author citation competencyRequired dateModified datePublished
  description educationalLevel hasDefinedTerm hasPart inDefinedTermSet inLanguage isPartOf item itemListElement keywords
  learningResourceType license name position teaches termCode timeRequired translationOfWork url workTranslation`.split(/\s+/),
);

const documentLoader = async (url) => {
  if (new URL(url).href !== vocabulary) throw new Error(`another context: ${url}`);
  return { contextUrl: null, documentUrl: url, document: context };
};

function block(path) {
  const html = readFileSync(`${folder}/${decodeURI(path)}index.html`, "utf8");
  const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  expect(blocks.length, path).toBeLessThanOrEqual(1);
  return blocks.length ? JSON.parse(blocks[0][1]) : null;
}

/** Every object of an expanded document. */
function* objects(value) {
  if (Array.isArray(value)) for (const item of value) yield* objects(item);
  else if (value && typeof value === "object") {
    yield value;
    for (const inner of Object.values(value)) yield* objects(inner);
  }
}

test("every page's data can be expanded, and nothing of it is lost", async () => {
  let read = 0;
  for (const path of pages) {
    const data = block(path);
    if (!data) continue;
    read += 1;
    // Safe: what would be dropped is an error.
    const expanded = await jsonld.expand(data, { documentLoader, safe: true });
    for (const node of objects(expanded)) {
      const terms = [...Object.keys(node), ...(node["@type"] ?? [])].filter((term) => !term.startsWith("@"));
      for (const term of terms) {
        expect(term.startsWith(vocabulary) && known.has(term.slice(vocabulary.length)), `${path}: ${term}`).toBe(true);
      }
      if ("@id" in node) expect(() => new URL(node["@id"]), `${path}: ${node["@id"]}`).not.toThrow();
    }
  }
  expect(read).toBeGreaterThan(10);
});

test("the levels are the same terms in both languages, and every term is told once on the front page", async () => {
  const terms = async (path) => {
    const expanded = await jsonld.expand(block(path), { documentLoader, safe: true });
    const flat = await jsonld.flatten(expanded, null, { documentLoader });
    return flat.filter((node) => node["@type"]?.includes(`${vocabulary}DefinedTerm`)).map((node) => node["@id"]).sort();
  };
  const french = await terms("fr/");
  expect(french.length).toBeGreaterThan(1);
  expect(await terms("en/")).toEqual(french);
});

test("every page that is shared shows a picture that the site has, as large as it says, and a lesson that of its level", async () => {
  const site = "https://example.org/pyramide/";
  const shown = (path) => {
    const html = readFileSync(`${folder}/${decodeURI(path)}index.html`, "utf8");
    return Object.fromEntries(
      [...html.matchAll(/<meta (?:property|name)="((?:og:image|twitter:card)[^"]*)" content="([^"]*)">/g)].map(
        ([, name, content]) => [name, content],
      ),
    );
  };
  let shared = 0;
  for (const path of pages) {
    const { "og:image": image, ...told } = shown(path);
    if (!image) continue;
    shared += 1;
    expect(image.startsWith(`${site}assets/cover.`), `${path}: ${image}`).toBe(true);
    const png = readFileSync(`${folder}/${image.slice(site.length)}`);
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(told).toEqual({
      "og:image:width": "1200",
      "og:image:height": "630",
      "og:image:alt": expect.stringMatching(/./),
      "twitter:card": "summary_large_image",
    });
  }
  expect(shared).toBeGreaterThan(20);
  expect(shown("fr/naviguer/ecosysteme/")).toEqual(shown("fr/naviguer/"));
  expect(shown("fr/naviguer/")["og:image"]).not.toBe(shown("fr/")["og:image"]);
});
