// The script of the page of progress.

import { offer } from "./page.ts";

// The page’s own script, which opens what is kept, begins at the same event, and asked for it first.
document.addEventListener("DOMContentLoaded", () => globalThis.palier && offer(globalThis.palier));
