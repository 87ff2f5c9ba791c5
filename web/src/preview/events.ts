/**
 * Hears the server: the id of its site on connecting, and each new one. `failed` is told of a connection that
 * broke, and whether it is over: some browsers give up when the server is gone. Gives what closes it.
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
