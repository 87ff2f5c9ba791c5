// Added by `palier serve` to the pages it shows, and to nothing that is published.
(() => {
  const build = document.currentScript.dataset.build;
  let shares = "SharedWorker" in window;
  let close;

  // The server sends the id of its site on connecting, so a page that was loaded during a build,
  // or that stayed open while the server was started again, finds out too.
  const heard = (id) => {
    if (id === build) return;
    stop();
    location.reload();
  };

  // All tabs of the preview share one connection: a browser opens six to a host at most.
  const share = () => {
    const worker = new SharedWorker("/_palier/listener.js", "palier");
    const { port } = worker;
    worker.onerror = () => {
      shares = false;
      stop();
      start();
    };
    port.onmessage = (event) => heard(event.data);
    return () => {
      port.postMessage("closed");
      port.close();
    };
  };

  // Without such workers, a tab has a connection of its own while it is looked at.
  const listen = () => {
    const events = new EventSource("/_palier/events");
    events.onmessage = (event) => heard(event.data);
    // Some browsers give up when the server is gone.
    events.onerror = () => {
      if (events.readyState !== EventSource.CLOSED) return;
      stop();
      setTimeout(start, 1000);
    };
    return () => {
      events.onerror = null;
      events.close();
    };
  };

  const start = () => {
    if (shares) close ??= share();
    else if (!document.hidden) close ??= listen();
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
    if (!shares) document.hidden ? stop() : start();
  });
  start();
})();
