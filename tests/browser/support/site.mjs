// The built site, and the test that each page of it is opened with.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { host } from "./host.mjs";

export { expect };

/** The top of the repository, which is the bundled book too. */
export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The path of the program: `PALIER`, or the release build. */
export const palier = process.env.PALIER ?? `${repository}target/release/palier`;

/** The folder that the bundled book was built in: `PALIER_SITE`, or `public`, where the command builds. */
export const folder = process.env.PALIER_SITE ?? `${repository}public`;

const locations = [...sitemap().matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);

/** The site's address, which the addresses of its front pages follow on. */
const address = locations.find((location) => location.endsWith("/fr/")).slice(0, -"fr/".length);

/** Every page of the sitemap, from the site's root: `fr/naviguer/`. */
export const pages = locations.map((location) => decodeURI(location.slice(address.length)));

/** One page of each kind in each language, by kind and language, from the site's root. */
export const kinds = {
  "front-fr": "fr/",
  "front-en": "en/",
  "level-fr": "fr/naviguer/",
  "level-en": "en/navigate/",
  "lesson-fr": "fr/naviguer/ecosysteme/",
  "lesson-en": "en/navigate/ecosystem/",
  "beside-fr": "fr/naviguer/ecosysteme/en/",
  "beside-en": "en/navigate/ecosystem/fr/",
  "about-fr": "fr/a-propos/",
  "about-en": "en/about/",
  "glossary-fr": "fr/glossaire/",
  "glossary-en": "en/glossary/",
  "references-fr": "fr/references/",
  "references-en": "en/references/",
  "map-fr": "fr/parcours/",
  "map-en": "en/map/",
  "progress-fr": "fr/progression/",
  "progress-en": "en/progress/",
  "offline-fr": "fr/hors-ligne/",
  "offline-en": "en/offline/",
  "privacy-fr": "fr/confidentialite/",
  "privacy-en": "en/privacy/",
  "accessibility-fr": "fr/accessibilite/",
  "accessibility-en": "en/accessibility/",
  "search-fr": "fr/recherche/",
  "search-en": "en/search/",
  "tags-fr": "fr/etiquettes/",
  "tags-en": "en/tags/",
  "tag-fr": "fr/etiquettes/reputation/",
  "tag-en": "en/tags/reputation/",
};

/** The pages that are lessons: they have a level's page above them. */
export const lessons = pages.filter((page) => page.split("/").length === 4 && !/^(fr\/etiquettes|en\/tags)\//.test(page));

function sitemap() {
  try {
    return readFileSync(`${folder}/sitemap.xml`, "utf8");
  } catch {
    throw new Error(`${folder} holds no site: build the book first (cargo run --release -- build)`);
  }
}

/** Serves the built site under the path of its address; takes and gives what `host` does. */
export function hostSite(how) {
  return host(folder, new URL(address).pathname, how);
}

/**
 * A test with `site` (its `root` ends with `/`) and with a `page` that must meet no console error,
 * no failed request and no other host. A test that asks for what isn't there says so in `absent`, by address or pattern.
 */
export const test = base.extend({
  site: [
    async ({}, use) => {
      const site = await hostSite();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  absent: async ({}, use) => use([]),
  page: async ({ page, absent }, use) => {
    const faults = [];
    const isAbsent = (url) => absent.some((one) => (one instanceof RegExp ? one.test(url) : one === url));
    page.on("console", (message) => {
      if (message.type() === "error" && !isAbsent(message.location().url)) faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`script: ${error}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== "data:" && hostname !== "127.0.0.1") faults.push(`another host: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // A page left before all of it came.
      if (reason !== "net::ERR_ABORTED") faults.push(`failed: ${request.url()}: ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400 && !isAbsent(response.url())) faults.push(`${response.status()}: ${response.url()}`);
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

/** The page's address from the site's root, decoded, without what follows `#`. */
export function where(page, site) {
  return decodeURI(page.url().split("#")[0].slice(site.root.length));
}
