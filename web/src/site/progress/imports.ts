// Whatever a person brings: a file’s text, a link, a code, or a message with one in it.

import type { Catalogue } from "./catalogue.ts";
import { codeInLink, readCode, type Imported, type Refused } from "./code.ts";
import { readFile } from "./file.ts";
import { LONGEST } from "./state.ts";

/** How many lines of a message are tried, and how many parts of these. */
const LINES = 50;
const PARTS = 300;
/** The length of the shortest code. */
const LEAST = 10;
/** A code in its groups, which a mail may have broken after a hyphen and quoted. */
const IN_GROUPS = /[0-9a-z]{4}(?:[\s>]*[-\u2010-\u2015][\s>]*[0-9a-z]{1,4})+/gi;

/** A file’s text. One that is far too long isn’t read at all, and has a text that is refused as such. */
export async function textOf(file: File): Promise<string> {
  return file.size > 4 * LONGEST ? " ".repeat(LONGEST + 1) : file.text();
}

/** Reads it as what it looks like. */
export function readExport(catalogue: Catalogue, text: string): Imported | Refused {
  if (text.length > LONGEST) return { is: "big" };
  if (/^[\s\uFEFF]*[{[]/.test(text)) return readFile(catalogue, text);
  // A mail may have broken the code over lines, or have gone on before and after it.
  const lines = text.split("\n").slice(0, LINES);
  const parts = [text, ...(lines.join("\n").match(IN_GROUPS) ?? []), ...lines.flatMap(partsOf)].slice(0, PARTS);
  let refused: Refused | undefined;
  for (const part of parts) {
    const code = codeInLink(part);
    const found = readCode(catalogue, code ?? part);
    if (!isUnclear(found)) return found;
    // What is wrong with a code is told, and not what is wrong with the words around it.
    if (found.is !== "read" && (code !== undefined || isLikeCode(part))) refused ??= found;
  }
  return refused ?? { is: /[\p{L}\p{N}]/u.test(text) ? "none" : "empty" };
}

/** Whether a text looks like a code, though perhaps a wrong one: groups of four with a digit in most of them, or one long word. */
function isLikeCode(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const groups = words.filter((word) => word.length === 4 && /\d/.test(word));
  const isWord = words.length === 1 && text.trim().length >= LEAST && (text.match(/\d/g) ?? []).length > 1;
  return isWord || (groups.length > 1 && 2 * groups.length >= words.length);
}

/** Whether another part of the text may be a code where this is none. */
function isUnclear({ is }: Imported | Refused): boolean {
  return is === "cut" || is === "mistyped" || is === "empty" || is === "big";
}

/** A line, what follows its last colon, and its long words. */
function partsOf(line: string): string[] {
  return [line, ...line.split(/:\s/).slice(-1), ...line.split(/[\s,;!?)>]+|\.\s/).filter((word) => word.length >= 10)];
}
