// Numbers as few bits. A text of `0` and `1` is all that is needed: a code has some hundreds of them.

/** How many numbers a set may have, and how great they may be: what says more was made by no student. */
const MOST_NUMBERS = 100_000;
const GREATEST = 2 ** 32;

/** A number of that many bits. */
export function fixed(value: number, width: number): string {
  return width ? value.toString(2).padStart(width, "0") : "";
}

/** A number of 1 or more, short if it is small (Elias’s gamma). */
export function gamma(value: number): string {
  const bits = value.toString(2);
  return "0".repeat(bits.length - 1) + bits;
}

/**
 * Whole numbers in ascending order, none of them twice: how many there are, then whichever is shorter, the gaps
 * between them (Rice’s code, with the best divisor) or the runs in which they follow each other.
 */
export function ascending(numbers: readonly number[]): string {
  const count = gamma(numbers.length + 1);
  if (!numbers.length) return count;
  const gaps = numbers.map((number, at) => number - (numbers[at - 1] ?? -1) - 1);
  const length = (k: number) => gaps.reduce((sum, gap) => sum + Math.floor(gap / 2 ** k) + 1 + k, 0);
  let k = 0;
  while (k < 32 && length(k + 1) < length(k)) k++;
  const inRuns = gamma(1) + runs(gaps);
  if (inRuns.length <= gamma(k + 2).length + length(k)) return count + inRuns;
  const rice = (gap: number) => `${"1".repeat(Math.floor(gap / 2 ** k))}0${fixed(gap % 2 ** k, k)}`;
  return count + gamma(k + 2) + gaps.map(rice).join("");
}

/** How many numbers are left out before each run, and how many it has. */
function runs(gaps: readonly number[]): string {
  let bits = "";
  for (let at = 0; at < gaps.length; ) {
    const begin = at++;
    while (gaps[at] === 0) at++;
    bits += gamma((gaps[begin] as number) + (begin ? 0 : 1)) + gamma(at - begin);
  }
  return bits;
}

/** Reads what was written by the functions above. */
export function readBits(bits: string) {
  let at = 0;
  let isWrong = false;
  const readFixed = (width: number): number => {
    const read = bits.slice(at, at + width);
    if (read.length < width) isWrong = true;
    at += width;
    return isWrong || !width ? 0 : parseInt(read, 2);
  };
  const readGamma = (): number => {
    const one = bits.indexOf("1", at);
    if (one < 0 || one - at > 32) isWrong = true;
    if (isWrong) return 1;
    const width = one - at + 1;
    at = one;
    return readFixed(width);
  };
  const readRice = (k: number): number => {
    const end = bits.indexOf("0", at);
    if (end < 0) isWrong = true;
    if (isWrong) return 0;
    const quotient = end - at;
    at = end + 1;
    return quotient * 2 ** k + readFixed(k);
  };
  return {
    /** A number of that many bits; once the bits are used up, 0. */
    fixed: readFixed,
    /** A number written by `gamma`; 1 if there is none. */
    gamma: readGamma,
    /** Numbers written by `ascending`. */
    ascending(): number[] {
      const count = readGamma() - 1;
      if (count > MOST_NUMBERS) isWrong = true;
      const numbers: number[] = [];
      if (!count || isWrong) return numbers;
      const kind = readGamma();
      if (kind > 34) isWrong = true;
      let next = 0;
      while (numbers.length < count && !isWrong) {
        next += kind > 1 ? readRice(kind - 2) : readGamma() - (numbers.length ? 0 : 1);
        const run = kind > 1 ? 1 : readGamma();
        if (numbers.length + run > count || next + run > GREATEST) isWrong = true;
        for (let length = 0; length < run && !isWrong; length++) numbers.push(next++);
      }
      return numbers;
    },
    /** Whether something was read that was never written. */
    isWrong: () => isWrong,
  };
}
