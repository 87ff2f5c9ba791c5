// A short answer, or a number: one blank on a line of its own.

import { liveBlanks } from "./blank.ts";
import type { Kind } from "./kind.ts";

export const short: Kind = (question, page) => liveBlanks(question, page, () => page.word("yours"));
