// Loads what changed under an address that stays: a stylesheet, a picture. The page is not loaded again for it.

/** The attributes that name files, and of which elements. */
const NAMED = [
  ["img, video, audio, source, iframe", "src"],
  ["video", "poster"],
  ["object", "data"],
] as const;

/** The address of a file of the site, with the number of the build that changed it, so that browsers load it again. */
export function renewed(address: string, changed: ReadonlyMap<string, number>, base: string): string | undefined {
  const url = new URL(address, base);
  if (url.origin !== new URL(base).origin) return undefined;
  const version = changed.get(decodeURIComponent(url.pathname.slice(1)));
  if (version === undefined || url.searchParams.get("palier") === String(version)) return undefined;
  url.searchParams.set("palier", String(version));
  return url.pathname + url.search + url.hash;
}

/** Loads the pictures, films and frames of a page again that changed. */
export function renewFiles(page: Document, changed: ReadonlyMap<string, number>): void {
  for (const [selector, attribute] of NAMED) {
    for (const element of page.querySelectorAll(selector)) {
      const address = element.getAttribute(attribute);
      const now = address && renewed(address, changed, page.baseURI);
      if (now) element.setAttribute(attribute, now);
    }
  }
  for (const element of page.querySelectorAll("[srcset]")) {
    const sizes = (element.getAttribute("srcset") ?? "").split(",").map((size) => {
      const [address = "", ...rest] = size.trim().split(/\s+/);
      return [renewed(address, changed, page.baseURI) ?? address, ...rest].join(" ");
    });
    const now = sizes.join(", ");
    if (now.includes("palier=") && now !== element.getAttribute("srcset")) element.setAttribute("srcset", now);
  }
}

/** The stylesheets of a page that changed, each with its new address. */
export function changedStyles(page: Document, changed: ReadonlyMap<string, number>): (readonly [HTMLLinkElement, string])[] {
  return [...page.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].flatMap((link) => {
    const now = renewed(link.getAttribute("href") ?? "", changed, page.baseURI);
    return now ? [[link, now] as const] : [];
  });
}

/** Puts a stylesheet in the place of another, which goes once the new one is there: no moment is without. */
export function swapStyle(link: HTMLLinkElement, href: string, replaced: (by: Element) => void): void {
  const next = link.cloneNode() as HTMLLinkElement;
  next.setAttribute("href", href);
  const end = () => link.remove();
  next.addEventListener("load", end);
  next.addEventListener("error", end);
  link.after(next);
  replaced(next);
}
