// A passage of the page side by side, made fit to be shown in another page.

/** Attributes that hold an address. */
const ADDRESSES = ["href", "src", "poster"];
/** What has no use in a passage, or does what only the whole page may do. */
const LEFT_OUT = "script, style, link, .pal-anchor, .pal-pair, button";

/** A copy of a passage: addresses lead where they led from `page`, no id and no key comes twice, headings are none. */
export function passageOf(twin: HTMLElement, page: string): HTMLElement {
  const copy = document.createElement("div");
  copy.className = "pal-twin-text pal-text";
  copy.lang = twin.lang;
  copy.dir = twin.dir;
  for (const child of twin.childNodes) copy.append(document.importNode(child, true));
  copy.querySelectorAll(LEFT_OUT).forEach((element) => element.remove());
  copy.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach(asParagraph);
  for (const element of copy.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      if (/^(id|name|for|autoplay|aria-(labelledby|describedby|controls)|data-pal-.*)$/.test(name)) element.removeAttribute(name);
    }
    for (const name of ADDRESSES) {
      const address = element.getAttribute(name);
      if (address !== null) element.setAttribute(name, new URL(address, page).href);
    }
  }
  return copy;
}

/** A heading of the passage is none of the page: those who go from one to the next know it already. */
function asParagraph(heading: Element): void {
  const paragraph = document.createElement("p");
  paragraph.className = "pal-twin-heading";
  paragraph.append(...heading.childNodes);
  heading.replaceWith(paragraph);
}
