// A worker that the preview’s tabs share. A browser opens six connections to a host at most: one for
// each tab, and the seventh would wait for ever.

import { BEFORE_THE_NEXT, listen } from "./events.ts";
import { makeTabs } from "./tabs.ts";

const tabs = makeTabs();

function start(): void {
  listen(tabs.tell, (isOver) => {
    tabs.forget();
    if (isOver) setTimeout(start, BEFORE_THE_NEXT);
  });
}

addEventListener("connect", (event) => {
  const [tab] = (event as MessageEvent).ports;
  if (!tab) return;
  tab.onmessage = () => tabs.leave(tab);
  tabs.join(tab);
});
start();
