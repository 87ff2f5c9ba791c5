/** What in a text is no block of it: lines across, what scripts add, the lists at its end. */
const OTHER = "hr, button, script, .pal-twin, [role^=doc-]";

/** The blocks of a page’s text: its paragraphs, headings, lists… */
export function blocksOf(text: HTMLElement): HTMLElement[] {
  return ([...text.children] as HTMLElement[]).filter((element) => !element.matches(OTHER));
}

/** The block that something is in, or that it is the twin of; `undefined` if there is none. */
export function blockAt(text: HTMLElement, target: EventTarget | null): HTMLElement | undefined {
  let element = target instanceof Element ? (target as HTMLElement) : null;
  while (element && element.parentElement !== text) element = element.parentElement;
  if (element?.matches(".pal-twin")) element = element.previousElementSibling as HTMLElement | null;
  return element && !element.matches(OTHER) ? element : undefined;
}

/** The first block of which more than a line or so is seen below what the header covers, in CSS pixels. */
export function firstSeen(blocks: readonly HTMLElement[], covered: number): HTMLElement | undefined {
  return blocks.find((block) => block.getBoundingClientRect().bottom > covered + 40);
}
