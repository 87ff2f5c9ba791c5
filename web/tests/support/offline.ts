// Caches and a host, as the keeper of pages finds them in a browser.

/** Caches with room for so many files; `names` says what each has. */
export function makeCaches(room = Infinity) {
  const all = new Map<string, Map<string, Response>>();
  const used = () => [...all.values()].reduce((sum, { size }) => sum + size, 0);
  const open = (name: string) => {
    const files = all.get(name) ?? new Map<string, Response>();
    all.set(name, files);
    return {
      match: async (url: string) => files.get(url)?.clone(),
      keys: async () => [...files.keys()].map((url) => ({ url })),
      delete: async (url: string) => files.delete(url),
      put: async (url: string, response: Response) => {
        if (!files.has(url) && used() >= room) throw Object.assign(new Error("no room"), { name: "QuotaExceededError" });
        files.set(url, response);
      },
    };
  };
  const caches = {
    open: async (name: string) => open(name),
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
  const names = () => Object.fromEntries([...all].map(([name, files]) => [name, [...files.keys()].sort()]));
  return { caches: caches as unknown as CacheStorage, names };
}

/** A host that has these files, by path: texts, or the status of a failure. It counts what it was asked for. */
export function makeHost(scope: string, files: Record<string, string | number>) {
  const asked: string[] = [];
  const fetch = async (input: string | Request) => {
    const path = String(input).slice(scope.length);
    asked.push(path);
    const found = files[path] ?? 404;
    return typeof found === "number" ? new Response("", { status: found }) : new Response(found, { headers: { "content-type": "text/html" } });
  };
  return { fetch, asked, files };
}
