import { test, expect, kinds } from "./support/site.mjs";

/** Follows a link inside the page, and gives back what it leads to, which must be in sight. */
async function follow(page, link) {
  const id = decodeURIComponent((await link.getAttribute("href")).slice(1));
  await link.click();
  const target = page.locator(`[id="${id}"]`);
  await expect(target).toBeInViewport();
  expect(await target.evaluate((element) => element.matches(":target"))).toBe(true);
  return target;
}

for (const lesson of [kinds["lesson-fr"], kinds["lesson-en"], "fr/securiser/identite/"]) {
  test(`each note has its way back to the call: ${lesson}`, async ({ page, site }) => {
    await page.goto(site.root + lesson);
    const calls = page.locator("[role=doc-noteref]");
    expect(await calls.count()).toBeGreaterThan(0);
    for (const call of await calls.all()) {
      await expect(call).toHaveAccessibleName(/^note\s\d+$/i);
      const id = await call.getAttribute("id");
      const note = await follow(page, call);
      const back = await follow(page, note.locator(`a[href="#${id}"]`));
      await expect(back).toHaveText(await call.textContent());
    }
  });

  test(`each citation leads to its reference and back: ${lesson}`, async ({ page, site }) => {
    await page.goto(site.root + lesson);
    const citations = page.locator("[role=doc-biblioref]");
    expect(await citations.count()).toBeGreaterThan(0);
    for (const citation of await citations.all()) {
      const id = await citation.getAttribute("id");
      const reference = await follow(page, citation);
      await follow(page, reference.locator(`a[href="#${id}"]`));
    }
  });

  test(`the table of contents leads to each heading: ${lesson}`, async ({ page, site }) => {
    await page.goto(site.root + lesson);
    const entries = page.locator(".pal-toc a");
    expect(await entries.count()).toBeGreaterThan(1);
    for (const entry of await entries.all()) {
      const heading = await follow(page, entry);
      await expect(heading).toHaveRole("heading");
      await expect(heading).toContainText((await entry.textContent()).trim());
      // Nothing that sticks to the top hides it.
      const hidden = await heading.evaluate((element) => {
        const { left, top, height } = element.getBoundingClientRect();
        return !element.contains(document.elementFromPoint(left + 4, top + height / 2));
      });
      expect(hidden).toBe(false);
    }
  });
}
