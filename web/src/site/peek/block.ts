/** The blocks of a page’s text: what is a paragraph, a heading, a list… of it, and not the lists at its end. */
export function blocksOf(text: HTMLElement): HTMLElement[] {
  const isBlock = (element: Element) => !element.matches("hr, button, script, .pal-twin, [role^=doc-]");
  return ([...text.children] as HTMLElement[]).filter(isBlock);
}

/** The block that something is in; `undefined` if it is in none. */
export function blockAt(text: HTMLElement, target: EventTarget | null): HTMLElement | undefined {
  let element = target instanceof Element ? target : null;
  while (element && element.parentElement !== text) element = element.parentElement;
  return blocksOf(text).find((block) => block === element);
}

/** The first block of which more than a line or so is seen below what the header covers, in CSS pixels. */
export function firstSeen(blocks: readonly HTMLElement[], covered: number): HTMLElement | undefined {
  return blocks.find((block) => block.getBoundingClientRect().bottom > covered + 40);
}
