// What a student waits for on an old phone and a slow line, measured: `npm run slow`, on the built site and with the release build.
// A figure above the one to hold is an error. It is a benchmark, and no test: a busy machine is slow too. `npm run slow folder`
// searches in the large site that was built in that folder already.
//
// On 400 kbit/s and 400 ms there and back, with the processor slowed four times: how long a first visit of a lesson waits for its text.
// In a book of 10,000 lessons: what a first query of the search loads, and how long the slowed processor works until something
// is found.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as launcher } from "@playwright/test";
import { chromium } from "./support/chromium.mjs";
import { host } from "./support/host.mjs";
import { writeLargeBook } from "./support/large.mjs";
import { hostSite, kinds, palier } from "./support/site.mjs";

const LINE = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const SLOWED = 4;
const TIMES = 5;
const MOST = { text: 3000, bytes: 100_000, found: 150 };
const LESSONS = 10_000;
/** Words that are common, rare, mistyped, unknown, together. */
const QUERIES = ["identité", "identite numerique", "réputation", "tabrition", "brimentt", "zygomatique", "« identité numérique »", "traces en ligne", "ban"];

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

/** Prints a figure beside the most that it may be. */
function tell(what, figure, most, unit) {
  const isMissed = figure > most;
  console.log(`${isMissed ? "✗" : "✓"} ${what}: ${Math.round(figure).toLocaleString("en")} ${unit}, of ${most.toLocaleString("en")}`);
  if (isMissed) process.exitCode = 1;
}

/** Opens an empty page of a browser that has seen nothing; gives what `act` makes of it. */
async function withPage(browser, act) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, serviceWorkers: "block" });
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  // The time of its thread, whatever else the machine does meanwhile.
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  const made = await act(page, tools);
  await context.close();
  return made;
}

/** When a lesson’s title and first paragraph are on the screen, in milliseconds after it was asked for. */
async function textOnScreen(page, tools, address) {
  await tools.send("Network.emulateNetworkConditions", LINE);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await page.addInitScript(() => {
    globalThis.textShown = new Promise((resolve) => {
      const look = () => {
        const isSeen = (one) => one?.checkVisibility() && one.getBoundingClientRect().top < innerHeight;
        const [painted] = performance.getEntriesByName("first-contentful-paint");
        if (painted && isSeen(document.querySelector("main h1")) && isSeen(document.querySelector(".pal-text > p"))) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  await page.goto(address, { waitUntil: "commit" });
  return page.evaluate(() => globalThis.textShown);
}

/** Looks for something first in a page: what that loads, in bytes of the line, and how long the page’s processor works on it. */
async function found(page, tools, address, query) {
  await page.goto(address, { waitUntil: "load" });
  let bytes = 0;
  tools.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.keyboard.press("/");
  await page.getByRole("searchbox").waitFor();
  // Its head comes while one types.
  await page.waitForLoadState("networkidle");
  const worked = async () => (await tools.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const before = await worked();
  const said = await page.evaluate(
    (query) =>
      new Promise((resolve) => {
        const field = document.querySelector("[type=search]");
        const status = document.querySelector(".pal-search-told");
        const before = status.textContent;
        new MutationObserver(() => {
          const said = status.textContent;
          // The frame after shows it.
          if (said && said !== before) requestAnimationFrame(() => setTimeout(() => resolve(said)));
        }).observe(status, { childList: true, characterData: true, subtree: true });
        field.value = query;
        // Whoever presses Enter waits for no pause.
        field.form.requestSubmit();
      }),
    query,
  );
  return { bytes, said, works: 1000 * SLOWED * ((await worked()) - before) };
}

const browser = await launcher.launch(chromium);

const site = await hostSite({ gzip: true });
for (const kind of ["lesson-fr", "lesson-en"]) {
  const times = [];
  for (let time = 0; time < TIMES; time++) times.push(await withPage(browser, (page, tools) => textOnScreen(page, tools, site.root + kinds[kind])));
  tell(`${kind}: text on the screen`, median(times), MOST.text, "ms");
}
await site.close();

const built = process.argv[2];
const folder = built ?? mkdtempSync(join(tmpdir(), "palier-slow-"));
if (!built) {
  writeLargeBook(folder, LESSONS);
  execFileSync(palier, ["build", "--output", join(folder, "public"), folder], { stdio: "pipe" });
}
const large = await host(join(folder, built ? "" : "public"), "/", { gzip: true });
for (const query of QUERIES) {
  const looks = [];
  for (let time = 0; time < TIMES; time++) looks.push(await withPage(browser, (page, tools) => found(page, tools, `${large.root}fr/niveau-1/lecon-0/`, query)));
  console.log(`${query}: ${looks[0].said}`);
  tell("  loaded", median(looks.map(({ bytes }) => bytes)), MOST.bytes, "bytes");
  tell("  found", median(looks.map(({ works }) => works)), MOST.found, "ms");
}
await large.close();
await browser.close();
if (!built) rmSync(folder, { recursive: true });
