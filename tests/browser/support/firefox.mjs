// Debian's Firefox, which Playwright can't drive: puppeteer can, by WebDriver BiDi. Only what engines could differ in is
// tested here; the rest is in Chromium.

import { test as base, expect } from "@playwright/test";
import puppeteer from "puppeteer-core";
import { hostSite } from "./site.mjs";

export { expect };

/** Firefox with a profile of its own, which goes with it: the browser is `FIREFOX`, or `/usr/bin/firefox-esr`. */
const launch = () =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    // Nothing leaves the machine, whatever a page asks for: there is no proxy at that address.
    extraPrefsFirefox: {
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "network.proxy.no_proxies_on": "127.0.0.1",
      "network.proxy.allow_hijacking_localhost": false,
    },
  });

/**
 * A test with `site` (its `root` ends with `/`) and with a `page` of Firefox, 360 by 740, whose storage starts empty, and
 * that must meet no script error and no other host.
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
  firefox: [
    async ({}, use) => {
      const firefox = await launch();
      await use(firefox);
      await firefox.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  page: async ({ firefox }, use) => {
    const context = await firefox.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 360, height: 740 });
    const faults = [];
    page.on("pageerror", (error) => faults.push(`script: ${error}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") faults.push(`another host: ${request.url()}`);
    });
    await use(page);
    await context.close();
    expect(faults).toEqual([]);
  },
});
