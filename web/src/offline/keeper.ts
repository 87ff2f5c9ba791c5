// What is kept on a device of a site, and how it is found again. All that is kept but assets is of one publication: a new
// publication brings its own copies first, and then takes the place of the old one as a whole.
//
// The worker keeps what is read; the page on which a reader keeps a level or the book does so by itself, with its bar.

import { assetsCache, isAsset, pagesCache, type Part, type Parts } from "./publication.ts";

/** How many files are asked for at once. */
const AT_ONCE = 4;

/** Why something is not kept. */
export type Why =
  /** There is no room. */
  | "full"
  /** The browser lets this site store nothing. */
  | "forbidden"
  /** A file can’t be had. */
  | "failed"
  /** The host has another publication. */
  | "changed"
  /** The reader didn’t want it any more. */
  | "stopped";

/** Nothing was kept, for that reason. */
export class NotKept extends Error {
  readonly why: Why;

  constructor(why: Why) {
    super(why);
    this.why = why;
  }
}

/** What it needs of a browser. */
export interface Surroundings {
  /** The site’s root, which ends with a slash. */
  readonly scope: string;
  readonly caches: CacheStorage;
  readonly fetch: (input: string | Request, init?: RequestInit) => Promise<Response>;
}

/** What one publication of a site keeps. */
export class Keeper {
  private readonly around: Surroundings;
  private readonly id: string;

  constructor(around: Surroundings, id: string) {
    this.around = around;
    this.id = id;
  }

  /** An address’s path from the root, without what isn’t of the file; `undefined` outside the site. */
  path(address: string): string | undefined {
    const url = address.replace(/[?#].*/s, "");
    return url.startsWith(this.around.scope) ? url.slice(this.around.scope.length) : undefined;
  }

  /** Where a file is kept. */
  private cacheOf(path: string): Promise<Cache> {
    const { caches, scope } = this.around;
    return caches.open(isAsset(path) ? assetsCache(scope) : pagesCache(scope, this.id));
  }

  /** What is kept of a file. */
  async kept(path: string): Promise<Response | undefined> {
    return (await this.cacheOf(path)).match(this.around.scope + path);
  }

  /** What is kept of an image that comes in several widths, in another than the one asked for. */
  async keptInAnotherWidth(path: string): Promise<Response | undefined> {
    const [name, width] = named(path);
    if (!width) return undefined;
    const cache = await this.cacheOf(path);
    const other = (await cache.keys()).find(({ url }) => named(this.path(url) ?? "")[0] === name);
    return other && cache.match(other.url);
  }

  /** Keeps a file. */
  async keep(path: string, response: Response): Promise<void> {
    await (await this.cacheOf(path)).put(this.around.scope + path, response);
  }

  /** A file as the host has it now; `undefined` if it has none. */
  async fetched(path: string): Promise<Response | undefined> {
    // What may be another under the same name is asked for anew, what changes its name with it isn’t.
    const response = await this.around.fetch(this.around.scope + path, isAsset(path) ? {} : { cache: "no-cache" });
    // A network that wants a password first leads to a page of its own.
    if (response.status === 404 || response.status === 410 || response.redirected) return undefined;
    if (!response.ok) throw new NotKept("failed");
    return response;
  }

  /** Keeps a file as the host has it, unless it is kept; says whether it wasn’t. A page may be gone. */
  private async bring(path: string): Promise<boolean> {
    if (await this.kept(path)) return false;
    const response = await this.fetched(path);
    if (!response) throw new NotKept("failed");
    await this.keep(path, response);
    return true;
  }

  /** Whether the host still has this publication. */
  async isCurrent(parts: string): Promise<boolean> {
    const told = await this.fetched(parts);
    return ((await told?.json()) as Parts | undefined)?.id === this.id;
  }

  /**
   * Keeps a part, all of it or nothing: what it had put aside when it failed goes again. `told` is called with how many of
   * its files are kept; `isWanted` says whether the reader still wants it.
   */
  async keepPart(list: string, parts: string, told: (done: number, all: number) => void, isWanted: () => boolean): Promise<void> {
    const brought: string[] = [];
    try {
      const response = await this.fetched(list);
      const { id, files } = (await response?.clone().json()) as Part;
      if (!response || id !== this.id) throw new NotKept("changed");
      const paths = Object.keys(files);
      let done = 0;
      await each(paths, async (path) => {
        if (!isWanted()) throw new NotKept("stopped");
        if (await this.bring(path)) brought.push(path);
        told(++done, paths.length);
      });
      const now = await this.fetched(parts);
      if (!now || ((await now.clone().json()) as Parts).id !== this.id) throw new NotKept("changed");
      await this.keep(parts, now);
      // That it is whole is known by its list, which comes last.
      await this.keep(list, response);
    } catch (error) {
      await each(brought, (path) => this.forget(path)).catch(() => undefined);
      throw new NotKept(reason(error));
    }
  }

  /** Forgets a part that is kept, but for what other parts that are kept have too. */
  async forgetPart(list: string): Promise<void> {
    const own = await this.kept(list);
    if (!own) return;
    await this.forget(list);
    const { files } = (await own.json()) as Part;
    const others = new Set((await this.keptParts()).flatMap(({ files }) => Object.keys(files)));
    await each(Object.keys(files).filter((path) => !others.has(path) && !isAsset(path)), (path) => this.forget(path));
    await this.prune();
  }

  private async forget(path: string): Promise<void> {
    await (await this.cacheOf(path)).delete(this.around.scope + path);
  }

  /** The parts that are kept. */
  private async keptParts(): Promise<Part[]> {
    const lists = (await this.paths()).filter(isList);
    return Promise.all(lists.map(async (path) => (await this.kept(path))?.json() as Promise<Part>));
  }

  /** The paths of what is kept, assets left out. */
  private async paths(): Promise<string[]> {
    const keys = await (await this.cacheOf("")).keys();
    return keys.flatMap(({ url }) => this.path(url) ?? []);
  }

  /**
   * Takes over what the publication before kept, in the state that it has here, and what `always` is kept. It fails as a whole: then
   * the publication before stays.
   */
  async takeOver(always: readonly string[], parts: string): Promise<void> {
    const { caches, scope } = this.around;
    try {
      await each(always, (path) => this.bring(path));
      for (const name of await this.others()) {
        const before = new Keeper(this.around, name.slice(pagesCache(scope, "").length));
        await this.takeFrom(before);
      }
      if (!(await this.isCurrent(parts))) throw new NotKept("changed");
    } catch (error) {
      await caches.delete(pagesCache(scope, this.id));
      throw error;
    }
  }

  private async takeFrom(before: Keeper): Promise<void> {
    const paths = await before.paths();
    for (const list of paths.filter(isList)) {
      const response = await this.fetched(list);
      // The level is gone.
      if (!response) continue;
      const [now, then] = await Promise.all([response.clone().json() as Promise<Part>, (await before.kept(list))?.json() as Promise<Part>]);
      if (now.id !== this.id) throw new NotKept("changed");
      await each(Object.keys(now.files), async (path) => {
        const same = !isAsset(path) && now.files[path] === then.files[path] ? await before.kept(path) : undefined;
        if (same) await this.keep(path, same);
        else await this.bring(path);
      });
      await this.keep(list, response);
    }
    // What was only read: a page that is gone is kept no more.
    await each(paths.filter((path) => !isList(path)), async (path) => {
      if (await this.kept(path)) return;
      const response = await this.fetched(path);
      if (!response) return;
      const html = await response.clone().text();
      await this.keep(path, response);
      await each(assetsWorthBringing(html), (asset) => this.bring(asset).catch(() => false));
    });
  }

  /** Deletes what other publications kept, and the assets that nothing needs any more. */
  async deleteOthers(): Promise<void> {
    const { caches } = this.around;
    for (const name of await this.others()) await caches.delete(name);
    await this.prune();
  }

  private async others(): Promise<string[]> {
    const { caches, scope } = this.around;
    const own = pagesCache(scope, this.id);
    return (await caches.keys()).filter((name) => name.startsWith(pagesCache(scope, "")) && name !== own);
  }

  private async prune(): Promise<void> {
    const { caches, scope } = this.around;
    const needed = new Set<string>();
    for (const path of await this.paths()) {
      const text = (await (await this.kept(path))?.text()) ?? "";
      for (const asset of isList(path) ? Object.keys((JSON.parse(text) as Part).files) : assetsIn(text)) needed.add(asset);
    }
    const assets = await caches.open(assetsCache(scope));
    for (const { url } of await assets.keys()) {
      const path = this.path(url);
      // What stylesheets and scripts name themselves is small, and not looked for.
      if (path && !needed.has(path) && !/^assets\/(fonts\/|outline\.|words\.)/.test(path)) await assets.delete(url);
    }
  }
}

/** Whether a path is that of a part’s list. */
const isList = (path: string) => /^offline\/.+\.\d+\.json$/.test(path);

/** The assets that a page names, in whatever attribute. */
export function assetsIn(html: string): string[] {
  return [...new Set([...html.matchAll(/\.\.\/(assets\/[\w./%~-]+)/g)].flatMap(([, path = ""]) => (isAsset(path) ? path : [])))];
}

/** The width in pixels that is kept of an image which comes in several, or the next smaller one (`src/pictures.rs` has the same). */
const KEPT = 864;

/** The same, but of an image in several widths only one, and not the image itself. */
export function assetsWorthBringing(html: string): string[] {
  const one = html.replace(/<picture>.*?<\/picture>/gs, (picture) => {
    // The smallest comes first; the author’s own may have a number in its name that is no width.
    const widths = assetsIn(/ srcset="([^"]*)"/.exec(picture)?.[1] ?? "").filter((path) => named(path)[1]);
    const kept = widths.filter((path) => Number(named(path)[1]) <= KEPT).pop() ?? widths[0];
    return kept ? `../${kept}` : picture;
  });
  return assetsIn(one);
}

/** The name that an image has in whatever width, and the width of this file; no width for any other file. */
function named(path: string): [name: string, width?: string] {
  const [, start = "", width, end = ""] = /^(assets\/.+)\.(\d+)(\.[0-9a-f]{10}\.webp)$/.exec(path) ?? [];
  return width ? [start + end, width] : [path];
}

/** Why something failed, in words of ours. */
export function reason(error: unknown): Why {
  if (error instanceof NotKept) return error.why;
  const { name } = error as Error;
  return name === "QuotaExceededError" ? "full" : name === "SecurityError" ? "forbidden" : "failed";
}

/** Does something with each, a few at once; the first failure ends it, once what was begun has ended. */
async function each<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  let at = 0;
  let failed: { readonly error: unknown } | undefined;
  const work = async () => {
    for (let item = items[at++]; item !== undefined && !failed; item = items[at++]) {
      await act(item).catch((error: unknown) => (failed ??= { error }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failed) throw failed.error;
}
