/** A size as the page’s language writes it: “1.2 MB”. */
export function sizeOf(bytes: number, lang: string): string {
  const isLarge = bytes >= 1_000_000;
  const [amount, unit] = isLarge ? [bytes / 1_000_000, "megabyte"] : [Math.max(bytes / 1000, 1), "kilobyte"];
  const maximumFractionDigits = isLarge && amount < 10 ? 1 : 0;
  // A number stays with its unit.
  return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits }).format(amount).replace(/ /g, "\u00a0");
}
