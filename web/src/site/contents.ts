// Marks in the page’s contents the section that is read. Without this script all entries look the same.

import { lastAbove, lineNow } from "./section.ts";

/** Keeps the mark where the reader is. */
export function markSection(contents: HTMLElement): void {
  const links = () => contents.querySelectorAll<HTMLAnchorElement>("a[href^='#']");
  const heading = ({ hash }: HTMLAnchorElement) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const top = (link: HTMLAnchorElement) => heading(link)?.getBoundingClientRect().top ?? 0;
  let marked: HTMLAnchorElement | undefined;
  let isDue = false;
  const mark = () => {
    isDue = false;
    const read = lastAbove(links(), top, lineNow());
    if (read === marked) return;
    marked?.removeAttribute("aria-current");
    read?.setAttribute("aria-current", "location");
    marked = read;
  };
  const soon = () => {
    if (!isDue) requestAnimationFrame(mark);
    isDue = true;
  };
  for (const type of ["scroll", "resize", "hashchange"]) addEventListener(type, soon, { passive: true });
  soon();
}
