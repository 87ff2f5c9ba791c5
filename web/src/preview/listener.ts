// A worker that the preview’s tabs share. A browser opens no more than six connections to a host: with one for
// each tab, the seventh tab would wait for ever.

import { BEFORE_THE_NEXT, listen } from "./events.ts";
import { makeTabs, type Place } from "./tabs.ts";

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
  tab.onmessage = ({ data }: MessageEvent<"closed" | Place>) => {
    if (data === "closed") tabs.leave(tab);
    else tabs.place(tab, data);
  };
  tabs.join(tab);
});
start();
