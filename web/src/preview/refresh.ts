import { addCopyButtons } from "../site/copy.ts";
import { addressOf } from "../site/later.ts";
import type {} from "../site/progress/page.ts";
import { changedStyles, renewFiles, swapStyle } from "./assets.ts";
import { sent, Unpatchable, type Patched } from "./patch.ts";
import { numberOf, type Faults, type Heard } from "./state.ts";

/** What a page of the preview is told by its element (`src/serve/answer.rs`). */
const SCRIPT = "script[data-build]";

/** What became of the page. */
export interface Refreshed {
  /** The faults that keep the page from being made; `null` if it could be. */
  readonly faults: Faults | null;
}

/**
 * Keeps a page at the server’s last build: what differs is changed in place, or where that can’t be done, the page is
 * loaded again, which leaves it scrolled where it was. A page that can’t be made any more stays as it was. `done` is called
 * after each.
 */
export function keepUpToDate(page: Document, done: (refreshed: Refreshed) => void): (heard: Heard) => void {
  const own = page.querySelector<HTMLElement>(SCRIPT)?.dataset["build"] ?? "";
  const original = sent(page);
  // What an author’s own script made of its page isn’t known.
  const isStrange = !isOurs(page) && [...page.scripts].some((script) => !script.matches(`${SCRIPT}, [type*=json]`));
  let shown = own;
  /** The build that the page’s files are of. */
  let files = numberOf(own);
  let wanted: Heard | undefined;
  let isBusy = false;

  const swap = (link: HTMLLinkElement, href: string) => swapStyle(link, href, (by) => original.replace(link, by));

  /** Changes the page to what the server sends now. */
  const change = async (heard: Heard, answer: Response): Promise<Faults | null> => {
    const isHtml = answer.headers.get("content-type")?.startsWith("text/html");
    if (!isHtml || answer.redirected || isStrange) throw new Unpatchable();
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const script = next.querySelector<HTMLElement>(SCRIPT);
    shown = script?.dataset["build"] ?? heard.build;
    if (answer.status >= 500) return faultsOf(next);
    // A text with errors may have no page for now.
    if (answer.status === 404 && heard.state?.faults?.severity === "error") return null;
    if (next.querySelector("meta[http-equiv=refresh]")) throw new Unpatchable();
    script?.setAttribute("data-build", own);
    const later = laterStyles(page, next);
    const patched = original.become(next);
    const changed = new Map(Object.entries(heard.state?.changed ?? {}).filter(([, version]) => version > files));
    for (const [link, href] of [...patched.styles, ...later, ...changedStyles(page, changed)]) swap(link, href);
    renewFiles(page, changed);
    files = Math.max(files, heard.state?.version ?? 0);
    wire(page, patched);
    return null;
  };

  const work = async () => {
    isBusy = true;
    for (let heard = wanted; heard && numberOf(heard.build) > numberOf(shown); heard = wanted) {
      const answer = await fetch(location.pathname + location.search, { cache: "no-store" }).catch(() => undefined);
      // The server is gone: once it is back, it tells of its build.
      if (!answer) break;
      try {
        done({ faults: await change(heard, answer) });
      } catch {
        location.reload();
        return;
      }
    }
    isBusy = false;
  };

  return (heard) => {
    // Another run of the server may be another program, or another book.
    if (heard.build.split("-")[0] !== own.split("-")[0]) return location.reload();
    wanted = heard;
    if (!isBusy) void work();
  };
}

/** The stylesheets that scripts added to a page, if they are others in the next, each with its new address. */
function laterStyles(page: Document, next: Document): (readonly [HTMLLinkElement, string])[] {
  const [before, now] = [page, next].map((of) => {
    const { scripts = "{}" } = of.querySelector<HTMLElement>("script[data-scripts]")?.dataset ?? {};
    return JSON.parse(scripts) as Record<string, string>;
  }) as [Record<string, string>, Record<string, string>];
  return Object.entries(before).flatMap(([name, address]) => {
    const other = now[name];
    if (other === address) return [];
    // A script that was loaded can’t be taken back.
    if (other === undefined || address.endsWith(".js")) throw new Unpatchable();
    const link = page.querySelector<HTMLLinkElement>(`link[rel=stylesheet][href="${address}"]`);
    return link ? [[link, other] as const] : [];
  });
}

/** The faults of a page that stands for one that can’t be made. */
export function faultsOf(page: Document): Faults | null {
  const text = page.querySelector<HTMLMetaElement>("meta[name=palier-faults]")?.content;
  return text ? (JSON.parse(text) as Faults | null) : null;
}

/** Whether the page has the script of Palier’s theme. */
function isOurs(page: Document): boolean {
  return page.documentElement.dataset["script"] !== undefined;
}

/** Lets the scripts of the site begin with what is new in the page. */
function wire(page: Document, { added }: Patched): void {
  if (added.length && isOurs(page)) addCopyButtons();
  const isQuestion = (element: Element) => element.matches("[data-pal-ask]") || !!element.querySelector("[data-pal-ask]");
  if (added.some(isQuestion) && !page.querySelector(`script[src="${addressOf("answers.js")}"]`)) throw new Unpatchable();
  const here = globalThis.palier?.here;
  const now = page.querySelector("script[data-progress]")?.textContent;
  if (here && now) {
    const { book, text, ...more } = JSON.parse(now) as typeof here;
    // Progress is kept under these names: the store must be opened again.
    if (book !== here.book || text !== here.text) throw new Unpatchable();
    Object.assign(here, more);
  }
  page.dispatchEvent(new Event("palier:changed"));
  // What is measured is measured again.
  window.dispatchEvent(new Event("resize"));
}
