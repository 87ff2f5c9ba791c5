/**
 * Listens to the server. `heard` is called with what it tells of its build on connecting, and of each new one. `failed` is
 * called when the connection breaks, with `true` if the browser won’t connect again (some give up when the server is
 * gone). Returns a function that closes the connection.
 */
export function listen(heard: (text: string) => void, failed: (isOver: boolean) => void): () => void {
  const events = new EventSource("/_palier/events");
  events.onmessage = (event: MessageEvent<string>) => heard(event.data);
  events.onerror = () => failed(events.readyState === EventSource.CLOSED);
  return () => {
    events.onerror = null;
    events.close();
  };
}

/** How long to wait after a connection is over before the next one, in milliseconds. */
export const BEFORE_THE_NEXT = 1000;
