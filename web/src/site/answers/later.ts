// For pages whose script may not grow: the script that answers questions is loaded when the first of them comes near.

/**
 * Loads the script that `data-answers` of the page’s own names, once a question is less than a screen away; at most once.
 * One that can’t be loaded leaves the questions as they are.
 */
export function loadAnswersWhenNear(load: (src: string) => Promise<void>): void {
  const src = document.querySelector<HTMLElement>("script[data-answers]")?.dataset["answers"];
  if (!src) return;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      load(src).catch(() => undefined);
    },
    { rootMargin: "100%" },
  );
  document.querySelectorAll("[data-pal-ask]").forEach((question) => observer.observe(question));
}
