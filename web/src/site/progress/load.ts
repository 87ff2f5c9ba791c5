// Loads scripts of the site itself, and data as scripts: a page that was opened from a disk may fetch nothing.

/** Loads a script; what goes wrong with it is an error. */
export function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(src));
    document.head.append(script);
  });
}
