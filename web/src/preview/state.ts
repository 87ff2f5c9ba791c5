/** The line of a place: what is before it, what is underlined, what is after. */
export interface Line {
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** One thing that is wrong with the book; a file as a whole has no line. */
export interface Fault extends Partial<Line> {
  readonly severity: "error" | "warning";
  readonly name: string;
  readonly rule: string;
  readonly message: string;
  readonly help: string | null;
  readonly path: string;
}

/** What is wrong with the book, in the author’s language (`src/report/page.rs`). */
export interface Faults {
  readonly lang: string;
  readonly severity: "error" | "warning";
  readonly count: string;
  readonly title: string;
  readonly faults: readonly Fault[];
  readonly more: string | null;
  readonly words: Readonly<Record<"hide" | "show" | "help" | "open" | "opened" | "not_opened", string>>;
}

/** What the server tells of a build (`src/preview.rs`). */
export interface State {
  readonly version: number;
  /** The number of the last build that changed a file, by its path in the site, for files that keep their address. */
  readonly changed: Readonly<Record<string, number>>;
  /** The page of the text that was saved last, if pages are to go there. */
  readonly saved: { readonly version: number; readonly href: string; readonly lang: string } | null;
  readonly can_open: boolean;
  readonly faults: Faults | null;
}

/** What a tab hears of a build: its id, and whether this tab is the one to go to the page of the text just saved. */
export interface Heard {
  readonly build: string;
  readonly state: State | null;
  readonly goes: boolean;
}

/** The number of a build in its id, `run-number`; 0 if there is none. */
export function numberOf(build: string | undefined): number {
  return Number(build?.split("-")[1]) || 0;
}
