// The words that scripts count with, those of the page’s language.

import { fill, type Forms, type Values } from "../word.ts";

/** Says things in the page’s language. */
export interface Words {
  /** The text of a key, its places filled in. */
  say(key: string, values?: Values): string;
  /** The same in the form that `n` calls for. */
  count(key: string, n: number, values?: Values): string;
  /** So many minutes: “25 min”, “1 h 10 min”. */
  duration(minutes: number): string;
}

/** The words that were loaded. */
export function readWords(): Words {
  const plain = Object.entries(globalThis.palierWords ?? {}).map(([key, word]) => [key, Array.isArray(word) ? word[0] : word] as const);
  return wordsOf(Object.fromEntries(plain), document.documentElement.lang);
}

/** Those words, which are in the language with that tag. */
export function wordsOf(forms: Readonly<Record<string, Forms>>, lang: string): Words {
  const rules = pluralRules(lang);
  const say: Words["say"] = (key, values = {}) => fill(form(forms[key], "other"), values);
  const count: Words["count"] = (key, n, values = {}) => fill(form(forms[key], rules?.select(n) ?? "other"), { ...values, n });
  const duration = (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const inHours = count("duration_hours", hours);
    const inMinutes = count("duration_minutes", rest);
    if (!hours) return inMinutes;
    return rest ? say("duration_hours_minutes", { hours: inHours, minutes: inMinutes }) : inHours;
  };
  return { say, count, duration };
}

function form(forms: Forms | undefined, category: string): string {
  if (typeof forms === "string") return forms;
  return forms?.[category] ?? forms?.["other"] ?? "";
}

/** Browsers may not know a language, and refuse what is no tag. */
function pluralRules(lang: string): Intl.PluralRules | undefined {
  try {
    return new Intl.PluralRules(lang);
  } catch {
    return undefined;
  }
}
