// What a teacher brings: files, and lines with a code each.

import { readExport, textOf } from "../progress/imports.ts";
import type { Catalogue } from "../progress/catalogue.ts";
import type { Imported, Refused } from "../progress/code.ts";

/** A file or a code, not read yet. */
export interface Brought {
  /** The alias that it comes with; empty if there is none. */
  readonly alias: string;
  /** Where it is from: a file’s name, or the beginning of a code. */
  readonly from: string;
  /** Whether the teacher wrote the alias: then another export under it is the same student’s. */
  readonly isGiven: boolean;
  /** The text, which is read once. */
  text(): Promise<string>;
}

/** How much of a code is shown. */
const SHOWN = 24;
/** A code at a line’s end, in its groups or without, after an alias and whatever parts them. */
const AFTER_ALIAS = /^(.*?[^\s=,>|/–—-])[\s=,>|/–—-]+((?:[0-9a-z]{4}[-\u2010-\u2015])+[0-9a-z]{1,4}|(?=\D*\d)[0-9a-z]{10,})$/iu;
/** What parts an alias from a code. */
const SEPARATOR = /\t|;|\s*:\s*/;
/** Where a link begins. */
const LINK = /https?:\/\//i;

/** Lines as they are pasted: an alias and a code or a link, or one of these alone. */
export function linesOf(pasted: string): Brought[] {
  const lines = pasted.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  return lines.map((line) => {
    const [alias, text] = partsOf(line);
    const from = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    return { alias, from, isGiven: alias !== "", text: () => Promise.resolve(text) };
  });
}

/** The alias of a line, and the rest. */
function partsOf(line: string): [alias: string, text: string] {
  const link = line.search(LINK);
  if (link >= 0) return [line.slice(0, link).replace(/[\s:;]+$/, ""), line.slice(link)];
  const at = SEPARATOR.exec(line);
  if (at) return [line.slice(0, at.index).trim(), line.slice(at.index + at[0].length).trim()];
  const [, alias = "", code = line] = AFTER_ALIAS.exec(line) ?? [];
  return [alias, code];
}

/** Files. One of the book’s own name, as every student’s is when it was made, says nothing of whose it is. */
export function filesOf(files: Iterable<File>, book: string): Brought[] {
  return [...files].map((file) => {
    let text: Promise<string> | undefined;
    return { alias: aliasOf(file.name, book), from: file.name, isGiven: false, text: () => (text ??= textOf(file)) };
  });
}

/** The alias in a file’s name: what it is called besides what students’ files are all called. */
export function aliasOf(name: string, book: string): string {
  const stem = name.replace(/\.\w{1,5}$/, "").replace(/\s*\(\d+\)$/, "");
  const own = stem.startsWith(`palier-${book}`) ? stem.slice(`palier-${book}`.length).replace(/-?\d{4}-\d{2}-\d{2}$/, "") : stem;
  return own.replace(/^[\s._-]+|[\s._-]+$/g, "");
}

/** Reads an export; what the browser can’t read is none. */
export async function readBrought(catalogue: Catalogue, brought: Brought): Promise<{ text: string; read: Imported | Refused }> {
  try {
    const text = await brought.text();
    return { text, read: readExport(catalogue, text) };
  } catch {
    // A folder, or a file that was moved meanwhile.
    return { text: "", read: { is: "broken" } };
  }
}
