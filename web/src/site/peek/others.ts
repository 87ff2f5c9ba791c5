import { chosenLink, twinLinks } from "./links.ts";

/** Another language of the page’s text, as the page links to it. */
export interface Other {
  /** Its tag. */
  readonly lang: string;
  /** Its name in itself. */
  readonly name: string;
  /** Its name in the page’s language, as in a sentence. */
  readonly inWords: string;
  /** The page side by side, and what the link to it says. */
  readonly page: string;
  readonly title: string;
}

/** The languages that the page’s text is side by side with. */
export function others(): Other[] {
  return twinLinks().map(otherOf);
}

/** The one that is shown; `undefined` if there is none. */
export function chosenOther(): Other | undefined {
  const link = chosenLink();
  return link && otherOf(link);
}

function otherOf(link: HTMLAnchorElement): Other {
  const { twin = "", twinName = "", twinIn = "" } = link.dataset;
  return { lang: twin, name: twinName, inWords: twinIn, page: link.href, title: link.getAttribute("aria-label") ?? link.textContent ?? "" };
}
