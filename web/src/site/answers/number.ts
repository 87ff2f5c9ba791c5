// Reads a number as students type it, and compares it with the one that is asked for.

import { tidy, type Settings } from "./compare.ts";
import { RIGHT, UNREAD, WRONG, type Verdict } from "./verdict.ts";

/** A number that is accepted. */
export interface Quantity {
  readonly number: number;
  /** How far from it an answer may be. */
  readonly within?: number;
  readonly unit?: string;
}

/** What was typed: a number, and what follows it, without spaces. */
export interface Typed {
  readonly number: number;
  readonly unit: string;
}

/**
 * Sign and currency; a whole number and a fraction, or digits with their marks and a power of ten in two notations; what
 * follows.
 */
const NUMBER =
  /^([+-]?)(\p{Sc}?)(?:(?:(\d+) )?(\d+)\/(\d+)|([.,]?\d[\d.,]*)(?: ?[x×·*] ?10\^([+-]?\d+)|e([+-]?\d+))?)(.*)$/iu;

/** Reads a number typed in a language; not what may be several, or no number. */
export function readNumber(text: string, lang: string): Typed | undefined {
  const [, sign, currency, whole, above, below, digits = "", power, exponent, rest = ""] = NUMBER.exec(plainly(text)) ?? [];
  const written = decimal(digits.replace(/[.,]+$/, ""), lang);
  const size = below ? Number(whole ?? 0) + Number(above) / Number(below) : Number(`${written}e${power ?? exponent ?? 0}`);
  // “3 or 4”, 1/2/3, 3 ± 1: more than one number. In m2 and CO2 the digit belongs to the unit.
  if ((!written && !below) || /^[/^±×·*]|(?:^|[ .,])[+-]?\d/.test(rest)) return undefined;
  return { number: sign === "-" ? -size : size, unit: currency + unitOf(rest) };
}

/** A text with ASCII digits and marks, without what groups digits and what comes before a number. */
function plainly(text: string): string {
  const powers = text.replace(/10(?=[⁰¹²³⁴-⁹⁻])/g, "10^").replace(/[¼-¾⅐-⅞]/g, " $&");
  return (
    tidy(powers)
      // Both of Arabic’s sets of digits begin where a row of sixteen characters does.
      .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
      .replace(/[⁄٪٫،]/g, (mark) => "/%.,"["⁄٪٫،".indexOf(mark)] ?? "")
      .replace(/(\d)[ '٬](?=\d{3}(?!\d))/g, "$1")
      .replace(/^[=≈~]/, "")
  );
}

/** Thousands with one kind of mark between them. */
const GROUPED = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*$/;

/**
 * Digits with a decimal point, of digits with commas and full stops. Of two kinds of mark the last is the decimal one;
 * one mark is decimal unless it groups thousands in that language (“1,234” in English).
 */
function decimal(text: string, lang: string): string | undefined {
  const at = text.search(/[.,]\d*$/);
  if (at < 0) return text;
  const [before, mark] = [text.slice(0, at), text.charAt(at)];
  const isAlone = /^\d*$/.test(before);
  const whole = before.replace(/[.,]/g, "");
  if (GROUPED.test(text) && (!isAlone || isGroupMark(mark, lang))) return whole + text.slice(at + 1);
  const isDecimal = isAlone || (GROUPED.test(before) && !before.includes(mark));
  return isDecimal ? `${whole}.${text.slice(at + 1)}` : undefined;
}

/** Whether a language groups thousands with a mark. */
function isGroupMark(mark: string, lang: string): boolean {
  try {
    return (1234567).toLocaleString(lang).includes(mark);
  } catch {
    // No language tag.
    return false;
  }
}

/** A unit as it is compared: m² is m2, and a final full stop ends a sentence. */
function unitOf(text: string): string {
  return tidy(text).replace(/ |[.;,!]$/g, "");
}

/**
 * The verdict on what was typed, given a number. A unit may be left out unless it counts; if one is typed it must be the
 * right one. Where none is asked for, what follows the number isn’t judged.
 */
export function compareNumber(text: string, { number, within = 0, unit = "" }: Quantity, { counts, lang }: Settings): Verdict {
  const typed = readNumber(text, lang);
  if (!typed) return UNREAD;
  // 3.6 is within 0.1 of 3.5, whatever binary fractions make of it.
  const slack = 1e-9 * Math.max(Math.abs(number), within);
  if (Math.abs(typed.number - number) > within + slack) return WRONG;
  const isNeeded = typed.unit || counts.includes("unit");
  return unit && isNeeded && typed.unit !== unitOf(unit) ? { is: "nearly", why: ["unit"] } : RIGHT;
}
