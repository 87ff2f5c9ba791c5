// The script of pages with questions. Without it, a question is a text with its answers behind a summary.

import { answerQuestions } from "./answers/start.ts";

// Progress is kept by the page’s own script, which may come later or not at all.
answerQuestions(() => globalThis.palier);
