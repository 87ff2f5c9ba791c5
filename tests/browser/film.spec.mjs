// Films on other hosts: nothing of such a host is loaded before a click; then its player is, and it has the focus.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { LESSON, testOf } from "./support/lesson.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const TEXT = `![Big Buck Bunny](https://youtu.be/aqz-KE-bpKQ?t=10 "Un court métrage")

![Un autre](https://tube.example/w/9dRFC6Ya11NCVeYKn8ZhiD)
`;

const test = testOf(TEXT);

test.use({ javaScriptEnabled: true });

/** Answers for every host but the site’s own; gives what was asked of them. */
async function others(page, book) {
  const asked = [];
  await page.route(
    (address) => !address.href.startsWith(book.root),
    (route) => {
      asked.push({ address: route.request().url(), referrer: route.request().headers()["referer"] });
      return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>x</title><script>top.location = 'https://elsewhere.example/'</script><p>Le film" });
    },
  );
  return asked;
}

test("nothing of another host is loaded before a click, and its player is after it", async ({ page, book }) => {
  const asked = await others(page, book);
  await page.goto(book.root + LESSON);
  const card = page.locator(".pal-film").first();
  await expect(card).toContainText("Ce film vient de youtube.com\u00a0: rien n’en est chargé avant un clic.");
  await page.mouse.wheel(0, 4000);
  await card.getByRole("button").hover();
  await page.waitForLoadState("networkidle");
  expect(asked).toEqual([]);
  await page.getByRole("button", { name: "Voir le film\u00a0: Big Buck Bunny" }).press("Enter");
  const frame = page.locator("iframe");
  await expect(frame).toBeFocused();
  await expect(frame).toHaveAttribute("title", "Big Buck Bunny");
  await expect(page.frameLocator("iframe").getByText("Le film")).toBeVisible();
  expect(asked[0].address).toBe("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1&start=10");
  expect(asked.length).toBe(1);
  // The player can’t lead the page elsewhere.
  expect(page.url()).toBe(book.root + LESSON);
  await expect(card.getByRole("button")).toBeHidden();
  const { width, height } = await frame.boundingBox();
  // Players leave the rest of a frame black.
  expect(width / height).toBeGreaterThan(1.6);
  expect(width / height).toBeLessThan(1.9);
});

test("the policy names the players’ hosts on pages with films only", async ({ book }) => {
  const policy = (path) => readFileSync(join(book.site, path, "index.html"), "utf8").match(/frame-src ([^;]*)/)[1];
  expect(policy(LESSON).replaceAll(/&#39;|&#x27;/g, "'")).toBe("'self' tube.example www.youtube-nocookie.com");
  expect(policy("fr/")).not.toContain("youtube");
  expect(readFileSync(join(book.site, "_headers"), "utf8")).toContain("frame-src 'self' tube.example www.youtube-nocookie.com;");
  const has = (path) => /film\.[0-9a-f]+\.(css|js)/.test(readFileSync(join(book.site, path, "index.html"), "utf8"));
  expect([LESSON, "fr/", "fr/jardin/"].map(has)).toEqual([true, false, false]);
});

test("without a network, it says so and loads nothing", async ({ page, book, context }) => {
  const asked = await others(page, book);
  await page.goto(book.root + LESSON);
  await context.setOffline(true);
  await page.getByRole("button").filter({ hasText: "Voir le film" }).first().click();
  await expect(page.locator(".pal-film [role=status]").first()).toHaveText("Il faut Internet pour voir ce film.");
  await expect(page.locator("iframe")).toHaveCount(0);
  await context.setOffline(false);
  expect(asked).toEqual([]);
});

test("on paper there are the title and the address, and axe finds nothing", async ({ page, book }) => {
  await page.goto(book.root + LESSON);
  await page.evaluate(axe);
  for (const look of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }]) {
    await page.emulateMedia({ forcedColors: "none", ...look });
    const { violations } = await page.evaluate(() => globalThis.axe.run(".pal-text", { resultTypes: ["violations"] }));
    expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  }
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Big Buck Bunny", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Voir le film" })).toHaveCount(0);
  const address = await page.getByRole("link", { name: "Ouvrir sur youtube.com" }).evaluate((link) => getComputedStyle(link, "::after").content);
  expect(address).toContain("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=10s");
  await page.goto(`${book.root}fr/jardin/imprimer/`);
  await expect(page.getByText("Big Buck Bunny", { exact: true })).toHaveCount(1);
  await expect(page.locator("[data-film]")).toHaveCount(0);
});

test.describe("without a script", () => {
  test.use({ javaScriptEnabled: false });
  test("there is the link alone", async ({ page, book }) => {
    await page.goto(book.root + LESSON);
    await expect(page.getByRole("link", { name: "Ouvrir sur tube.example" })).toHaveAttribute("href", "https://tube.example/w/9dRFC6Ya11NCVeYKn8ZhiD");
    await expect(page.locator("[data-film]").first()).toBeHidden();
  });
});
