import { test, expect, kinds } from "./support/site.mjs";

/** What has the focus, and whether a reader sees it and that it has the focus. */
const focused = () => {
  const element = document.activeElement;
  // The first line of a link on two: there may be another link between them.
  const { left, top, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const within = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const seen = document.elementFromPoint(within(left + width / 2, innerWidth), within(top + height / 2, innerHeight));
  // A link that fills its row shows the focus around the row.
  const isOutlined = (part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return {
    name: `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 40)}`,
    isBody: element === document.body,
    inSight: height > 0 && top < innerHeight && top + height > 0 && left < innerWidth && left + width > 0,
    isCovered: !(element.contains(seen) || seen?.contains(element)),
    isOutlined: [null, "::before", "::after"].some(isOutlined),
  };
};

for (const [kind, path] of Object.entries(kinds)) {
  test(`the skip link is first, is seen and skips: ${kind}`, async ({ page, site }) => {
    await page.goto(site.root + path);
    await page.keyboard.press("Tab");
    const skip = page.locator("a:focus");
    await expect(skip).toHaveText(path.startsWith("fr/") ? "Aller au contenu" : "Skip to content");
    await expect(skip).toBeInViewport({ ratio: 1 });
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
    // The next stop is inside what was skipped to.
    await page.keyboard.press("Tab");
    await expect(page.locator("main :focus, footer :focus")).toHaveCount(1);
  });

  // Pages of a kind have the same stops in every language.
  for (const width of kind.endsWith("-fr") ? [1280, 360] : []) {
    test(`every stop of the Tab key is seen: ${kind} at ${width} px`, async ({ page, site }) => {
      await page.setViewportSize({ width, height: 700 });
      await page.goto(site.root + path);
      const stops = [];
      for (let stop = 0; stop < 300; stop += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(focused);
        if (at.isBody) break;
        stops.push(at);
      }
      expect(stops.length).toBeGreaterThan(5);
      expect(stops.filter((stop) => !stop.inSight || stop.isCovered || !stop.isOutlined)).toEqual([]);
    });
  }
}
