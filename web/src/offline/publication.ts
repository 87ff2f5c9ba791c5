// What the build says of a publication, the site as it was built at one time (`src/render/offline.rs` writes it).

/** What the worker is told. Paths are from the site’s root, encoded as in addresses. */
export interface Publication {
  /** Changes with any file of the site. */
  readonly id: string;
  /** For each language, by the folder of its pages: the page that is shown where one can’t be had. */
  readonly instead: Readonly<Record<string, string>>;
  /** What those pages need. */
  readonly shell: readonly string[];
  /** The file that says which publication the host has, `Parts`; it may have another by now. */
  readonly parts: string;
}

/** The parts of a language’s site, as the page on which they are kept lists them. */
export interface Parts {
  readonly id: string;
  /** What all of them weigh together: they share files. */
  readonly bytes: number;
  /** For each part, in the order of the page. */
  readonly parts: readonly { readonly list: string; readonly bytes: number }[];
}

/** A part: a level with its lessons, or what is in no level. */
export interface Part {
  readonly id: string;
  /** The hash of each of its files, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** The name of the cache of files whose names change with what is in them: they are the same in all publications. */
export const assetsCache = (scope: string) => `palier ${scope}`;

/** The name of the cache of all other files of a publication. */
export const pagesCache = (scope: string, id: string) => `palier ${scope} ${id}`;

/** Whether a path is that of such a file: its name has its hash. */
export const isAsset = (path: string) => /^assets\/.+\.[0-9a-f]{10}\.\w+$/.test(path);
