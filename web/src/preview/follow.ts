import { BEFORE_THE_NEXT, listen } from "./events.ts";

type Close = () => void;

/**
 * Reloads the page as soon as the server shows another build than this one. The server sends the id of its site on
 * connecting, so a page that was loaded during a build, or that stayed open while the server was started again,
 * finds out too. `build` is the id of the build that the page comes from.
 */
export function follow(build: string | undefined): void {
  let shares = "SharedWorker" in window;
  let close: Close | undefined;

  const heard = (id: string) => {
    if (id === build) return;
    stop();
    location.reload();
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
    port.onmessage = (event: MessageEvent<string>) => heard(event.data);
    return () => {
      port.postMessage("closed");
      port.close();
    };
  };

  // Without shared workers, each tab has a connection of its own while it is visible.
  const own = (): Close =>
    listen(heard, (isOver) => {
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
}
