import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getSession } from './session.ts';

/** Wait before a stream that broke off is asked for again, in milliseconds. */
const again = 2_000;

/** Asks anew for what the server says has changed, as long as the page is open. */
export function useLiveUpdates(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    void follow(queries, stop.signal);
    return () => stop.abort();
  }, [queries]);
}

async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      // What changed before the stream was open was not heard of.
      await listen(signal, (change) => {
        const all = change === 'open';
        if (all || change === 'jobs') void queries.invalidateQueries({ queryKey: ['jobs'] });
        if (all || change === 'notices') void queries.invalidateQueries({ queryKey: ['notices'] });
      });
    } catch {
      // Pages ask from time to time by themselves; the stream only makes it sooner.
    }
    await new Promise((resolve) => setTimeout(resolve, again));
  }
}

/** Reads the server's stream of events; an EventSource could not send the token. */
async function listen(signal: AbortSignal, told: (change: string) => void): Promise<void> {
  const token = getSession()?.access_token;
  if (!token) return;
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const { body } = await fetch('/api/events', { headers, signal });
  if (!body) return;
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('event:')) told(line.slice('event:'.length).trim());
    }
  }
}
