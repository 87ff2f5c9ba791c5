// Brings a page up to date without loading it again. The page as the server sent it is compared with what it sends now, and
// only what differs between the two is changed in the page that is read. So whatever a reader or a script did to the rest
// (what is open, typed, chosen, scrolled, added) stays, without a list of what that may be. A comparison with the page
// itself, as libraries make it, would take all of that away.

/** What a patch did. */
export interface Patched {
  /** The elements that are new in the page. */
  readonly added: readonly Element[];
  /** The stylesheets whose address is another: their links, and the new address. */
  readonly styles: readonly (readonly [link: HTMLLinkElement, href: string])[];
}

/** A page that can’t be patched: a script moved what would have to change, or must run again. */
export class Unpatchable extends Error {}

/** What is replaced as a whole if anything in it differs: a script or the browser made something of it. */
const WHOLE = "[data-pal-ask], math, svg, video, audio, iframe, object";
/** What scripts read or wire as they begin: a page that gets or loses such an element is loaded again. */
const ONCE = [
  "script[src], button[data-finish], button[data-declare], .pal-levels, .pal-drawing",
  "[data-lesson], [data-outcome], [data-level], [data-next], [data-continue], a[data-search], .pal-site-header",
].join(", ");
/** What scripts and the browser itself add to the head before anything else is there. */
const OF_SCRIPTS = "link[rel=expect]";

/** A page as the server sent it, tied to the page that is read. */
export interface Sent {
  /** Changes the page that is read as the server’s page changed. Nothing is changed if it can’t be done. */
  become(next: Document): Patched;
  /** Another element takes the place of one in the page. */
  replace(old: Element, by: Element): void;
}

/** Notes a page as it is now, before scripts change it. */
export function sent(page: Document): Sent {
  let root: Element = page.documentElement.cloneNode(true) as Element;
  let live = tie(root, page.documentElement, new WeakMap());
  root.querySelectorAll(OF_SCRIPTS).forEach((element) => element.remove());
  withoutChoices(root);
  return {
    become(next) {
      const to = next.documentElement;
      withoutChoices(to);
      const changes = new Changes(live);
      // All is worked out before anything is changed.
      changes.compare(root, to);
      const patched = changes.make();
      root = to;
      live = changes.tied;
      return patched;
    },
    replace(old, by) {
      for (const element of root.querySelectorAll(old.nodeName)) if (live.get(element) === old) live.set(element, by);
    },
  };
}

/** Forgets what a reader chose, which is in attributes of the root from the first moment on: it is not the server’s. */
function withoutChoices(root: Element): void {
  for (const name of root.getAttributeNames()) if (name.startsWith("data-")) root.removeAttribute(name);
}

type Ties = WeakMap<Node, Node>;

/** Ties each node of a tree to the one at the same place of another tree, which is alike. */
function tie(tree: Node, to: Node, ties: Ties, through: (node: Node) => Node | undefined = (node) => node): Ties {
  const stack: [Node, Node][] = [[tree, to]];
  for (let pair = stack.pop(); pair; pair = stack.pop()) {
    const [node, other] = pair;
    const tied = through(other);
    if (tied) ties.set(node, tied);
    const others = [...other.childNodes];
    [...node.childNodes].forEach((child, at) => others[at] && stack.push([child, others[at]]));
  }
  return ties;
}

/** The changes that make one page of another. */
class Changes {
  readonly tied: Ties = new WeakMap();
  private readonly acts: (() => void)[] = [];
  private readonly added: Element[] = [];
  private readonly styles: (readonly [HTMLLinkElement, string])[] = [];
  private readonly live: Ties;

  constructor(live: Ties) {
    this.live = live;
  }

  make(): Patched {
    for (const act of this.acts) act();
    return { added: this.added, styles: this.styles };
  }

  /** Works out what makes one node of another of the same kind. */
  compare(from: Node, to: Node): void {
    if (from.isEqualNode(to)) {
      tie(to, from, this.tied, (node) => this.live.get(node));
      return;
    }
    const live = this.live.get(from);
    if (!live) throw new Unpatchable();
    this.tied.set(to, live);
    if (!isElement(from) || !isElement(to)) {
      this.acts.push(() => (live.nodeValue = to.nodeValue));
      return;
    }
    if (from.getAttribute("src") !== to.getAttribute("src") && from.matches("script")) throw new Unpatchable();
    // The policy that a page was loaded with stays in force.
    if (from.matches("meta[http-equiv]")) throw new Unpatchable();
    this.attributes(from, to, live as Element);
    this.children(from, to, live);
  }

  private attributes(from: Element, to: Element, live: Element): void {
    const names = new Set([...from.getAttributeNames(), ...to.getAttributeNames()]);
    for (const name of names) {
      const [before, now] = [from.getAttribute(name), to.getAttribute(name)];
      if (before === now) continue;
      if (name === "href" && now !== null && isStylesheet(live)) this.styles.push([live, now]);
      // Scripts add classes of their own.
      else if (name === "class") this.acts.push(() => changeClasses(live, before ?? "", now ?? ""));
      else if (now === null) this.acts.push(() => live.removeAttribute(name));
      else this.acts.push(() => live.setAttribute(name, now));
    }
  }

  private children(from: Element, to: Element, live: Node): void {
    const [before, after] = [[...from.childNodes], [...to.childNodes]];
    const { news, olds } = pairs(before, after);
    for (const [at, node] of before.entries()) {
      if (olds.has(at)) continue;
      refuse(node);
      // What a script took away already is gone.
      const gone = this.standsFor(node, live);
      if (gone) this.acts.push(() => gone.remove());
    }
    // From the end, so that what a new node is put before is there already.
    let anchor = this.behind(before, live);
    for (const [at, node] of [...after.entries()].reverse()) {
      const old = before[news.get(at) ?? -1];
      if (old) {
        const stands = this.standsFor(old, live);
        if (!stands && !old.isEqualNode(node)) throw new Unpatchable();
        this.compare(old, node);
        anchor = stands ?? anchor;
      } else {
        refuse(node);
        const [made, next] = [node.cloneNode(true) as ChildNode, anchor];
        tie(node, made, this.tied);
        if (isElement(made)) this.added.push(made);
        this.acts.push(() => live.insertBefore(made, next?.parentNode === live ? next : null));
        anchor = made;
      }
    }
  }

  /** The child of a live node that stands for a node: itself, or what a script put around it; `undefined` if it is not there. */
  private standsFor(node: Node, parent: Node): ChildNode | undefined {
    let live = this.live.get(node);
    while (live && live.parentNode !== parent) live = live.parentNode ?? undefined;
    return live as ChildNode | undefined;
  }

  /** What a script put behind the last of some children. */
  private behind(children: readonly Node[], live: Node): ChildNode | undefined {
    const last = [...children].reverse().find((child) => this.standsFor(child, live));
    return (last && this.standsFor(last, live)?.nextSibling) ?? undefined;
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

function isStylesheet(element: Element): element is HTMLLinkElement {
  return element.matches("link[rel=stylesheet]");
}

/** Refuses to add or to remove what scripts read as they begin. */
function refuse(node: Node): void {
  if (isElement(node) && (node.matches(ONCE) || node.querySelector(ONCE))) throw new Unpatchable();
}

function changeClasses(element: Element, before: string, now: string): void {
  const split = (classes: string) => classes.split(/\s+/).filter(Boolean);
  element.classList.remove(...split(before).filter((name) => !split(now).includes(name)));
  element.classList.add(...split(now));
}

/** Which children of a node are which of another’s: by the place of the new one that of the old one, and all of the latter. */
export function pairs(before: readonly Node[], after: readonly Node[]): { news: ReadonlyMap<number, number>; olds: ReadonlySet<number> } {
  const found = new Map<number, number>();
  // First those that are the same, as many as are in the same order. The blanks between elements are all alike, and would
  // lead astray.
  for (const [now, old] of inOrder(before.map(likeness), after.map(likeness))) found.set(now, old);
  // Then, between these, those of the same kind: they become one another.
  let [at, from] = [0, 0];
  const fill = (to: number, until: number) => {
    for (; at < to; at++) {
      const node = after[at] as Node;
      for (let old = from; old < until; old++) {
        if (!canBecome(before[old] as Node, node)) continue;
        found.set(at, old);
        from = old + 1;
        break;
      }
    }
  };
  for (const [now, old] of [...found].sort(([a], [b]) => a - b)) {
    fill(now, old);
    [at, from] = [now + 1, old + 1];
  }
  fill(after.length, before.length);
  return { news: found, olds: new Set(found.values()) };
}

/** A text that only what is the same has; none for a blank. */
function likeness(node: Node): string {
  return isElement(node) ? node.outerHTML : (node.nodeValue ?? "").trim();
}

/** Whether one node can be made of another: of the same kind, with the same id, and neither of those replaced as a whole. */
function canBecome(old: Node, node: Node): boolean {
  if (old.nodeType !== node.nodeType || old.nodeName !== node.nodeName) return false;
  return !isElement(old) || !isElement(node) || (old.id === node.id && !old.matches(WHOLE) && !node.matches(WHOLE));
}

/** The places of the same texts in two lists, as many as are in the same order in both (patience diff, which takes no
 * more than n log n steps). */
function inOrder(before: readonly string[], after: readonly string[]): [now: number, old: number][] {
  const places = new Map<string, number[]>();
  for (const [at, text] of before.entries()) {
    if (text === "") continue;
    const same = places.get(text);
    if (same) same.push(at);
    else places.set(text, [at]);
  }
  places.forEach((same) => same.reverse());
  const both: [number, number][] = [];
  after.forEach((text, at) => {
    const old = places.get(text)?.pop();
    if (old !== undefined) both.push([at, old]);
  });
  // The longest rising run of old places: for each length, the run that ends lowest.
  const ends: number[] = [];
  const previous: number[] = [];
  both.forEach(([, old], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((both[ends[middle] as number] as [number, number])[1] < old) low = middle + 1;
      else high = middle;
    }
    previous[index] = low ? (ends[low - 1] as number) : -1;
    ends[low] = index;
  });
  const run: [number, number][] = [];
  for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = previous[at] as number) run.push(both[at] as [number, number]);
  return run.reverse();
}
