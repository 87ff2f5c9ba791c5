/**
 * Listens to the server: `heard` gets the id of its site on connecting, and each new one. `failed` is called when a
 * connection breaks, with whether it is over: some browsers give up when the server is gone. Gives a function that
 * closes the connection.
 */
export function listen(heard: (build: string) => void, failed: (isOver: boolean) => void): () => void {
  const events = new EventSource("/_palier/events");
  events.onmessage = (event: MessageEvent<string>) => heard(event.data);
  events.onerror = () => failed(events.readyState === EventSource.CLOSED);
  return () => {
    events.onerror = null;
    events.close();
  };
}

/** How long a connection that is over is left alone before the next, in milliseconds. */
export const BEFORE_THE_NEXT = 1000;
