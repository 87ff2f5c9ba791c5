// The boxes with what a text says in another language. Passages come from the page where the two languages are side by side,
// which is fetched once for each language. A page that was opened from a disk can’t fetch: there a link leads to that page.

import { blocksOf, firstSeen } from "./block.ts";
import { chosenOther, type Other } from "./others.ts";
import { rowsOf, type Row } from "./rows.ts";
import { readSection } from "./section.ts";
import { stop } from "./speech.ts";
import { addTools, excuse, fill, makeTwin, removeTools } from "./twin.ts";

/** The twins of one text’s blocks. */
export class Twins {
  private readonly text: HTMLElement;
  /** The box that each block’s twin is in; blocks that are translated together share it. */
  private readonly boxes = new Map<HTMLElement, HTMLElement>();
  /** The rows of each language, by its tag. */
  private readonly rows = new Map<string, Promise<readonly Row[]>>();
  /** Sees which blocks come near, while the reader wants all twins. */
  private near: IntersectionObserver | undefined;
  /** The blocks that came near and have no twin yet. */
  private readonly waiting = new Set<HTMLElement>();

  constructor(text: HTMLElement) {
    this.text = text;
    document.addEventListener("palier:chosen", ({ detail }: CustomEventInit<string>) => {
      if (detail === "twin") this.again();
      if (detail === "open") this.closeAll();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const box = document.activeElement?.closest<HTMLElement>(".pal-twin");
      if (!stop() && box) this.close(box);
    });
  }

  /** Opens a block’s twin or closes it. Where all are open, what can be done with it comes and goes. */
  async toggle(block: HTMLElement, byKey: boolean): Promise<void> {
    const chosen = chosenOther();
    if (!chosen) return;
    const box = this.boxes.get(block);
    if (!box) return this.open(block, chosen, byKey);
    if (!this.near) this.close(box);
    else if (!removeTools(box)) this.addTools(box, block, chosen);
  }

  /** Shows the twin of each block that comes near, from now on. */
  showAll(): void {
    const chosen = chosenOther();
    if (!chosen || location.protocol === "file:") return;
    this.closeAll();
    // Places are kept here: a browser that did so as well would do it twice.
    document.documentElement.classList.add("pal-twins");
    const near = new IntersectionObserver((entries) => void this.fillNear(near, entries, chosen), { rootMargin: "50%" });
    this.near = near;
    blocksOf(this.text).forEach((block) => near.observe(block));
  }

  private async fillNear(near: IntersectionObserver, entries: readonly IntersectionObserverEntry[], chosen: Other): Promise<void> {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      this.waiting.add(target as HTMLElement);
    }
    if (!this.waiting.size) return;
    // What can’t be had now may be had when the next block comes near.
    const rows = await this.rowsIn(chosen).catch(() => undefined);
    if (!rows || near !== this.near) return;
    keepPlace(this.text, () => {
      for (const block of this.waiting) {
        const row = rowAt(rows, block);
        if (row && !this.boxes.has(block)) fill(this.place(row.blocks, chosen), row, chosen);
      }
      this.waiting.clear();
    });
  }

  private async open(block: HTMLElement, chosen: Other, byKey: boolean): Promise<void> {
    const box = this.place([block], chosen);
    try {
      const row = rowAt(await this.rowsIn(chosen), block) ?? { blocks: [block], twins: [] };
      // It was closed meanwhile.
      if (!box.isConnected) return;
      this.place(row.blocks, chosen, box);
      fill(box, row, chosen);
    } catch {
      if (!box.isConnected) return;
      excuse(box, location.protocol === "file:" ? "twin_disk" : "twin_failed", chosen);
    }
    this.addTools(box, block, chosen);
    if (byKey) box.focus({ preventScroll: true });
    // Of one that is high its beginning is enough: the paragraph stays in sight.
    const seen = box.offsetHeight < innerHeight / 2 ? box : box.firstElementChild;
    seen?.scrollIntoView({ block: "nearest" });
  }

  private addTools(box: HTMLElement, block: HTMLElement, chosen: Other): void {
    addTools(box, chosen, {
      hearSection: () => readSection(this.text, block),
      close: () => (this.near ? void removeTools(box) : this.close(box)),
    });
  }

  /** Puts a box beneath the last of some blocks, as the twin of all of them. */
  private place(blocks: readonly HTMLElement[], chosen: Other, box = makeTwin(chosen)): HTMLElement {
    for (const block of blocks) this.boxes.set(block, box);
    const last = blocks[blocks.length - 1];
    if (last?.nextSibling !== box) last?.after(box);
    return box;
  }

  private close(box: HTMLElement): void {
    const own = [...this.boxes].filter(([, one]) => one === box).map(([block]) => block);
    const hadFocus = box.contains(document.activeElement);
    stop();
    own.forEach((block) => this.boxes.delete(block));
    box.remove();
    const [first] = own;
    if (!hadFocus || !first) return;
    // The reader goes on from where the twin was.
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    first.addEventListener("blur", () => first.removeAttribute("tabindex"), { once: true });
  }

  private closeAll(): void {
    this.near?.disconnect();
    this.near = undefined;
    this.waiting.clear();
    document.documentElement.classList.remove("pal-twins");
    keepPlace(this.text, () => new Set(this.boxes.values()).forEach((box) => this.close(box)));
  }

  /** Shows in another language what is open. */
  private again(): void {
    const chosen = chosenOther();
    if (this.near) return this.showAll();
    const open = new Map([...this.boxes].map(([block, box]) => [box, block]));
    for (const [box, block] of open) {
      this.close(box);
      if (chosen) void this.open(block, chosen, false);
    }
  }

  /** The rows of a language; what fails may be tried again. */
  private rowsIn({ lang, page }: Other): Promise<readonly Row[]> {
    let rows = this.rows.get(lang);
    if (!rows) {
      rows = fetchPage(page).then((beside) => rowsOf(this.text, beside));
      this.rows.set(lang, rows);
      rows.catch(() => this.rows.delete(lang));
    }
    return rows;
  }
}

function rowAt(rows: readonly Row[], block: HTMLElement): Row | undefined {
  return rows.find(({ blocks }) => blocks.includes(block));
}

async function fetchPage(address: string): Promise<Document> {
  if (location.protocol === "file:") throw new Error("a page on a disk can fetch nothing");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Does something to the page, and keeps in its place what is being read: what begins in the upper half of the screen. */
function keepPlace(text: HTMLElement, act: () => void): void {
  const blocks = blocksOf(text);
  const top = (block: HTMLElement) => block.getBoundingClientRect().top;
  const begins = blocks.find((block) => top(block) >= 0 && top(block) < innerHeight / 2);
  const read = begins ?? firstSeen(blocks, 0);
  const before = read?.getBoundingClientRect().top ?? 0;
  act();
  const moved = (read?.getBoundingClientRect().top ?? 0) - before;
  if (moved) scrollBy({ top: moved, behavior: "auto" });
}
