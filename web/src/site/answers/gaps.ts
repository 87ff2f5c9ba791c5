// A text with gaps; with a sound file beside it, a dictation.

import { liveBlanks } from "./blank.ts";
import type { Kind } from "./kind.ts";

export const gaps: Kind = (question, page) => liveBlanks(question, page, (number) => page.word("gap", { number }));
