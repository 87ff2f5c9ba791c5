/**
 * A hash of 32 bits: FNV-1a over UTF-16 units, its bits then mixed as MurmurHash3 does. Codes that students have depend
 * on it, and Palier makes the same: it never changes.
 */
export function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return (sum ^ (sum >>> 16)) >>> 0;
}
