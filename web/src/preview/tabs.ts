/** A tab, as the worker reaches it: the worker’s end of the port between them. */
export type Tab = Pick<MessagePort, "postMessage">;

/** The tabs that share one connection, and the id of the build that they were last sent. */
export function makeTabs() {
  const tabs = new Set<Tab>();
  let build: string | undefined;
  return {
    /** Adds a tab that was opened, and sends it the last build’s id at once. */
    join(tab: Tab): void {
      tabs.add(tab);
      if (build !== undefined) tab.postMessage(build);
    },
    /** Removes a tab that was closed. */
    leave(tab: Tab): void {
      tabs.delete(tab);
    },
    /** Sends the id of a build to every tab, and keeps it for tabs that are opened later. */
    tell(id: string): void {
      build = id;
      for (const tab of tabs) tab.postMessage(id);
    },
    /** Forgets the id that was sent: the next server may show another site. */
    forget(): void {
      build = undefined;
    },
  };
}
