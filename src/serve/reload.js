// Added by `palier serve` to the pages it shows, and to nothing that is published.
(() => {
  const build = document.currentScript.dataset.build;
  let events;

  // The server sends the id of its site on connecting, so a page that was loaded during a build,
  // or that stayed open while the server was started again, finds out too.
  const listen = () => {
    events = new EventSource("/_palier/events");
    events.onmessage = (event) => {
      if (event.data === build) return;
      events.close();
      location.reload();
    };
    // Some browsers give up when the server is gone.
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  };

  // A browser opens six connections to a host at most: a page that is left gives its own back.
  addEventListener("pagehide", () => {
    events.onerror = null;
    events.close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  listen();
})();
