// Bits as letters that people read out, copy and mistype, with a check sum. The letters are Crockford’s: no I, L, O
// or U. The check sum is four letters, the remainder by a primitive polynomial of degree 20 over the letters’ bits:
// it catches each wrong letter, each two letters that changed places, however far apart, and any two wrong letters
// in a code of up to 11,000; of all else, all but one in a million.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** x²⁰ + x¹⁶ + x¹⁴ + x¹² + x¹¹ + x⁸ + x⁷ + x⁵ + 1, the best of some thousands at telling two wrong letters. */
const POLYNOMIAL = 0x1159a1;
/** The remainder of a whole code; not 0, so that no letters at all are no code. */
const WHOLE = 0x9a11e;
/** How many letters are check letters, and how many are shown together. */
const CHECK = 4;
export const GROUP = 4;

/** The letters for some bits, filled up with `0`, without a check sum. */
export function lettersOf(bits: string): string {
  const fives = bits.padEnd(Math.ceil(bits.length / 5) * 5, "0").match(/.{5}/g) ?? [];
  return fives.map((five) => LETTERS[parseInt(five, 2)]).join("");
}

/** The bits of letters. */
export function bitsOf(letters: string): string {
  return [...letters].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
}

/** The letters and their check letters. */
export function withCheck(letters: string): string {
  const sum = remainder(`${letters}0000`) ^ WHOLE;
  return letters + lettersOf(sum.toString(2).padStart(20, "0"));
}

/** The letters without their check letters. */
export function withoutCheck(letters: string): string {
  return letters.slice(0, -CHECK);
}

/** Whether letters are as they were written. */
export function isChecked(letters: string): boolean {
  return remainder(letters) === WHOLE;
}

function remainder(letters: string): number {
  let rest = 0;
  for (const letter of letters) rest = timesLetter(rest) ^ LETTERS.indexOf(letter);
  return rest;
}

/** The remainder with a letter `0` after it. */
function timesLetter(rest: number): number {
  for (let bit = 0; bit < 5; bit++) rest = (rest << 1) ^ (rest & 0x80000 ? POLYNOMIAL : 0);
  return rest;
}

/** The one place where another letter would make the letters right; `undefined` if there is none or another. */
export function wrongLetter(letters: string): number | undefined {
  const wrong = remainder(letters) ^ WHOLE;
  const found: number[] = [];
  // What each of the 31 other letters would do to the remainder, from the last place to the first.
  let changes = Array.from({ length: 31 }, (_, at) => at + 1);
  for (let place = letters.length - 1; place >= 0 && found.length < 2; place--) {
    if (changes.includes(wrong)) found.push(place);
    changes = changes.map(timesLetter);
  }
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The letters in a text as it was typed, pasted or mailed: in lower case, in groups, broken over lines and quoted;
 * with O for 0, and I or L for 1. Letters that no code has stay.
 */
export function cleaned(text: string): string {
  const letters = text.normalize("NFKC").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
  return letters.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** The place of the first letter that no code has; -1 if there is none. */
export function strangeLetter(letters: string): number {
  return [...letters].findIndex((letter) => !LETTERS.includes(letter));
}

/** The letters in groups, as they are shown. */
export function grouped(letters: string): string {
  return (letters.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? []).join("-");
}
