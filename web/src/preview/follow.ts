import { BEFORE_THE_NEXT, listen } from "./events.ts";
import type { Heard, State } from "./state.ts";
import type { Told } from "./tabs.ts";

type Close = () => void;

/**
 * Hears of each build of the server, and calls `heard`; gives the function that ends it. The server tells of its build on
 * connecting, so a page that was loaded during a build, or that stayed open while the server was started again, finds out
 * too.
 */
export function follow(heard: (heard: Heard) => void): Close {
  let shares = "SharedWorker" in window;
  let close: Close | undefined;

  const hear = (text: string, goes?: boolean) => {
    const { build, state } = JSON.parse(text) as { build: string; state: State | null };
    // Without a worker that knows all tabs, each goes.
    heard({ build, state, goes: goes ?? state?.saved?.version === state?.version });
  };

  // All tabs of the preview share one connection: a browser opens no more than six to a host.
  const share = (): Close => {
    const worker = new SharedWorker("/_palier/listener.js", "palier");
    const { port } = worker;
    worker.onerror = () => {
      shares = false;
      stop();
      start();
    };
    port.onmessage = ({ data: { text, goes } }: MessageEvent<Told>) => hear(text, goes);
    port.postMessage({ path: location.pathname, lang: document.documentElement.lang });
    return () => {
      port.postMessage("closed");
      port.close();
    };
  };

  // Without shared workers, each tab has a connection of its own while it is visible.
  const own = (): Close =>
    listen(hear, (isOver) => {
      if (!isOver) return;
      stop();
      setTimeout(start, BEFORE_THE_NEXT);
    });

  const start = () => {
    if (shares) close ??= share();
    else if (!document.hidden) close ??= own();
  };
  const stop = () => {
    close?.();
    close = undefined;
  };

  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => {
    if (event.persisted) start();
  });
  document.addEventListener("visibilitychange", () => {
    if (shares) return;
    if (document.hidden) stop();
    else start();
  });
  start();
  return stop;
}
