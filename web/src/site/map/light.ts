// Lights what comes before a lesson on the map and what it opens, while it has the focus or the pointer.

/** A need: the places of the lesson that comes before and of the one that needs it. */
export type Need = readonly [string, string];

/** The places that can be reached from one, itself among them; `from` and `to` say which end of a need is which. */
export function reach(start: string, needs: readonly Need[], from: 0 | 1): Set<string> {
  const steps = new Map<string, string[]>();
  for (const need of needs) steps.set(need[from], [...(steps.get(need[from]) ?? []), need[from === 0 ? 1 : 0]]);
  const met = new Set([start]);
  // A set that grows while it is walked is walked to its end.
  for (const place of met) for (const next of steps.get(place) ?? []) met.add(next);
  return met;
}

/** Prepares a map, each of whose drawings has a line for each need, in the order of the cards. */
export function lightUp(map: HTMLElement): void {
  const cards = [...map.querySelectorAll<HTMLElement>("[data-card]")];
  const place = (card: HTMLElement) => card.dataset["card"] ?? "";
  const needs = cards.flatMap((card): Need[] => {
    const before = card.dataset["needs"]?.split(" ") ?? [];
    return before.map((from) => [from, place(card)]);
  });
  const lines = [...map.querySelectorAll("svg.pal-map-lines")].flatMap((drawing) => {
    const own = [...drawing.children].filter((one) => one.localName === "path" && !one.classList.contains("pal-band"));
    return own.map((line, index) => ({ line, need: needs[index] }));
  });
  const joins = [...map.querySelectorAll<SVGElement>(".pal-or")].map((line) => {
    const to = line.dataset["to"] ?? "";
    return { line, need: [to, to] as Need };
  });
  const light = (card?: HTMLElement) => {
    const before = card ? reach(place(card), needs, 1) : new Set<string>();
    const after = card ? reach(place(card), needs, 0) : new Set<string>();
    map.classList.toggle("pal-map-lit", !!card);
    for (const one of cards) {
      const lit = one === card ? "here" : before.has(place(one)) ? "before" : after.has(place(one)) ? "after" : "";
      set(one, "lit", lit);
      // A word on its edge says why a card is lit.
      set(one, "word", lit && (map.dataset[lit] ?? ""));
    }
    for (const { line, need } of [...lines, ...joins]) {
      const isIn = (places: Set<string>) => !!need && places.has(need[0]) && places.has(need[1]);
      const lit = isIn(before) ? "before" : isIn(after) ? "after" : "";
      set(line, "lit", lit);
      // Over those that share its way.
      if (lit) line.parentNode?.append(line);
    }
  };
  const at = ({ target }: Event) => (target as Element).closest?.<HTMLElement>("[data-card]") ?? undefined;
  map.addEventListener("focusin", (event) => light(at(event)));
  map.addEventListener("focusout", () => light());
  map.addEventListener("pointerover", (event) => {
    const card = at(event);
    if (card) light(card);
  });
  map.addEventListener("pointerleave", () => light(cards.find((card) => card === document.activeElement)));
}

function set(node: Element, name: string, value: string): void {
  if (value) node.setAttribute(`data-${name}`, value);
  else node.removeAttribute(`data-${name}`);
}
