// A worker that the preview's tabs share. A browser opens six connections to a host at most: one for
// each tab, and the seventh would wait for ever.
const tabs = new Set();
let build;

const tell = (data) => {
  build = data;
  for (const tab of tabs) tab.postMessage(build);
};

const listen = () => {
  const events = new EventSource("/_palier/events");
  events.onmessage = (event) => tell(event.data);
  events.onerror = () => {
    // The next server may show another site: what this one said is no news of it.
    build = undefined;
    // Some browsers give up when the server is gone.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
};

addEventListener("connect", (event) => {
  const [tab] = event.ports;
  tabs.add(tab);
  tab.onmessage = () => tabs.delete(tab);
  if (build !== undefined) tab.postMessage(build);
});
listen();
