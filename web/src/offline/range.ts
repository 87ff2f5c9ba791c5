/** The part of a file that a film’s player asks for; the whole, if it asks for none. */
export async function inRange(whole: Response, range: string | null): Promise<Response> {
  const [, first = "", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (!first) return whole;
  const bytes = await whole.blob();
  const end = Math.min(last ? Number(last) + 1 : bytes.size, bytes.size);
  const headers = new Headers(whole.headers);
  if (Number(first) >= bytes.size) return new Response(null, { status: 416, headers: { "content-range": `bytes */${bytes.size}` } });
  headers.set("content-range", `bytes ${first}-${end - 1}/${bytes.size}`);
  headers.set("content-length", String(end - Number(first)));
  return new Response(bytes.slice(Number(first), end), { status: 206, headers });
}
