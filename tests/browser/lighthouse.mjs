// Lighthouse on a page of each kind that students meet most, as on a phone: prints its four figures, and fails where one is below 100.
// `npm run lighthouse [kind…]`, on the built site. Lighthouse is fetched when it is first run (190 MB), and by nothing else.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { chromium } from "./support/chromium.mjs";
import { hostSite, kinds } from "./support/site.mjs";

const LIGHTHOUSE = "lighthouse@12.8.2";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const KINDS = ["front-fr", "level-fr", "lesson-fr", "search-fr", "progress-fr"];

const run = promisify(execFile);

/** What Lighthouse finds of a page: the figure of each category, and the audits that fail. */
async function look(kind) {
  // Pages of progress and of results are made for one student each, and tell search engines that they aren’t for them.
  const skipped = /^(progress|search)/.test(kind) ? ["--skip-audits=is-crawlable"] : [];
  const options = [...skipped, "--quiet", "--output=json", `--only-categories=${CATEGORIES}`, `--chrome-flags=${chromium.args.filter((arg) => !/resolver/.test(arg)).join(" ")}`];
  const { stdout } = await run("npx", ["--yes", LIGHTHOUSE, site.root + kinds[kind], ...options], {
    env: { ...process.env, CHROME_PATH: chromium.executablePath },
    maxBuffer: 2 ** 28,
  });
  const { categories, audits } = JSON.parse(stdout);
  const figures = CATEGORIES.map((category) => Math.round(100 * categories[category].score));
  const faults = CATEGORIES.flatMap((category) =>
    categories[category].auditRefs.flatMap(({ id, weight }) => (weight && audits[id].score !== null && audits[id].score < 0.9 ? `${id}: ${audits[id].displayValue ?? audits[id].title}` : [])),
  );
  return { figures, faults };
}

/** The median of three, if the first isn’t perfect: a busy machine is slow at times. */
async function figuresOf(kind) {
  const looks = [await look(kind)];
  if (looks[0].figures.every((figure) => figure === 100)) return looks[0];
  looks.push(await look(kind), await look(kind));
  const figures = CATEGORIES.map((_, at) => looks.map((one) => one.figures[at]).sort((a, b) => a - b)[1]);
  return { figures, faults: [...new Set(looks.flatMap(({ faults }) => faults))] };
}

const site = await hostSite({ gzip: true });
console.log(["page".padEnd(12), ...CATEGORIES].join("  "));
for (const kind of process.argv.length > 2 ? process.argv.slice(2) : KINDS) {
  const { figures, faults } = await figuresOf(kind);
  console.log([kind.padEnd(12), ...figures.map((figure, at) => String(figure).padStart(CATEGORIES[at].length))].join("  "));
  if (figures.some((figure) => figure < 100)) {
    faults.forEach((fault) => console.log(`  ${fault}`));
    process.exitCode = 1;
  }
}
await site.close();
