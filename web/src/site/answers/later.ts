// For pages whose script may not grow: the script that answers questions is loaded when the first of them comes near.

/**
 * Calls `load` once a question is less than a screen away. What can’t be loaded is asked for again when another question
 * comes near.
 */
export function loadAnswersWhenNear(load: () => Promise<unknown>): void {
  let isLoading = false;
  const observer = new IntersectionObserver(
    (entries) => {
      if (isLoading || !entries.some(({ isIntersecting }) => isIntersecting)) return;
      isLoading = true;
      load().then(
        () => observer.disconnect(),
        () => (isLoading = false),
      );
    },
    { rootMargin: "100%" },
  );
  document.querySelectorAll("[data-pal-ask]").forEach((question) => observer.observe(question));
}
