/** What is told to a tab: its end of the worker’s port. */
export type Tab = Pick<MessagePort, "postMessage">;

/** The tabs that share one connection, and what they are told. */
export function makeTabs() {
  const tabs = new Set<Tab>();
  let build: string | undefined;
  return {
    /** A tab that was opened: it is told at once what the others know. */
    join(tab: Tab): void {
      tabs.add(tab);
      if (build !== undefined) tab.postMessage(build);
    },
    leave(tab: Tab): void {
      tabs.delete(tab);
    },
    tell(id: string): void {
      build = id;
      for (const tab of tabs) tab.postMessage(id);
    },
    /** The next server may show another site: what this one said is no news of it. */
    forget(): void {
      build = undefined;
    },
  };
}
