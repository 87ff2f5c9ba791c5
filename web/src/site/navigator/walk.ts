// The list of levels by arrow keys: up and down go from one level’s link to the next, as the pyramid’s courses lie.

/** Lets arrow keys walk each list of levels in the page. */
export function walkLevels(): void {
  for (const list of document.querySelectorAll(".pal-levels")) {
    list.addEventListener("keydown", (event) => {
      const { key, target } = event as KeyboardEvent;
      const steps = { ArrowUp: -1, ArrowDown: 1 }[key];
      const links = [...list.querySelectorAll<HTMLElement>(".pal-level-title")];
      const at = links.indexOf(target as HTMLElement);
      const to = steps === undefined || at < 0 ? undefined : links[at + steps];
      if (!to) return;
      event.preventDefault();
      to.focus();
    });
  }
}
