import type { State } from "./state.ts";

/** A tab, as the worker reaches it: the worker’s end of the port between them. */
export type Tab = Pick<MessagePort, "postMessage">;

/** The page that a tab shows. */
export interface Place {
  readonly path: string;
  readonly lang: string;
}

/** What a tab is told: what the server told of its build, and whether this tab is to go to the page of the text just saved. */
export interface Told {
  readonly text: string;
  readonly goes: boolean;
}

/** The tabs that share one connection, in the order in which they were opened, and what they were last told. */
export function makeTabs() {
  const tabs = new Map<Tab, Place | undefined>();
  let last: string | undefined;
  return {
    /** Adds a tab that was opened, and tells it of the last build at once. */
    join(tab: Tab): void {
      tabs.set(tab, undefined);
      if (last !== undefined) tab.postMessage({ text: last, goes: false } satisfies Told);
    },
    /** Notes the page that a tab shows. */
    place(tab: Tab, place: Place): void {
      if (tabs.has(tab)) tabs.set(tab, place);
    },
    /** Removes a tab that was closed. */
    leave(tab: Tab): void {
      tabs.delete(tab);
    },
    /** Tells every tab of a build, and keeps what was told for tabs that are opened later. */
    tell(text: string): void {
      const { state } = JSON.parse(text) as { state: State | null };
      // A connection that broke is told the same again: that is no save.
      const going = text === last ? undefined : whoGoes(tabs, state);
      last = text;
      for (const tab of tabs.keys()) tab.postMessage({ text, goes: tab === going } satisfies Told);
    },
    /** Forgets what was told: the next server may show another site. */
    forget(): void {
      last = undefined;
    },
  };
}

/**
 * The tab that goes to the page of the text just saved: none if one shows it already, else the last that was opened in its
 * language, so that a lesson in two windows stays in two languages; else the last of all.
 */
function whoGoes(tabs: ReadonlyMap<Tab, Place | undefined>, state: State | null): Tab | undefined {
  const saved = state?.saved;
  if (!saved || saved.version !== state.version) return undefined;
  const all = [...tabs].reverse();
  if (all.some(([, place]) => place?.path === saved.href)) return undefined;
  return (all.find(([, place]) => place?.lang === saved.lang) ?? all[0])?.[0];
}
