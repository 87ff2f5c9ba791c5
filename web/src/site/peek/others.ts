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
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-twin]")].map((link) => ({
    lang: link.dataset["twin"] ?? "",
    name: link.dataset["twinName"] ?? "",
    inWords: link.dataset["twinIn"] ?? "",
    page: link.href,
    title: link.textContent ?? "",
  }));
}
