import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { withQuery } from './api.ts';
import { lookingAgain } from './looking-again.ts';
import { getSession } from './session.ts';

/** Wait before a stream that broke off is asked for again, in milliseconds. */
const again = 2_000;
/**
 * Between two looks at what has changed, in milliseconds: while jobs run something does all the time, and a page asks for
 * each thing it shows.
 */
const gap = 400;

/** The same for a project: its estimates are priced anew each time. */
const projectGap = 1_000;

/**
 * Asks anew for what the server says has changed, as long as the page is open; of a project, where one is looked at, also for
 * what others change in it.
 */
export function useLiveUpdates(projectId: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    void follow(queries, projectId, stop.signal);
    return () => stop.abort();
  }, [queries, projectId]);
}

async function follow(
  queries: QueryClient,
  projectId: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const lookAt = (what: 'jobs' | 'notices') =>
    lookingAgain(() => queries.invalidateQueries({ queryKey: [what] }), gap);
  const looks = { jobs: lookAt('jobs'), notices: lookAt('notices') };
  const lookAtProject = lookingAgain(async () => {
    const queryKey = ['projects', projectId];
    // Who changes something of it looks again themselves once that is done.
    if (queries.isMutating({ mutationKey: queryKey }) > 0) return;
    await queries.invalidateQueries({ queryKey });
  }, projectGap);
  for (let opened = 0; !signal.aborted; opened++) {
    try {
      // What changed before the stream was open was not heard of; a page that opens with it asks by itself.
      await listen(projectId, signal, (change) => {
        const all = change === 'open';
        if (all || change === 'jobs') looks.jobs();
        if (all || change === 'notices') looks.notices();
        if (projectId && (change === 'project' || (all && opened > 0))) lookAtProject();
      });
    } catch {
      // Pages ask from time to time by themselves; the stream only makes it sooner.
    }
    await new Promise((resolve) => setTimeout(resolve, again));
  }
}

/** Reads the server's stream of events; an EventSource could not send the token. */
async function listen(
  projectId: string | undefined,
  signal: AbortSignal,
  told: (change: string) => void,
): Promise<void> {
  const token = getSession()?.access_token;
  if (!token) return;
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const { body } = await fetch(withQuery('/api/events', { project: projectId }), {
    headers,
    signal,
  });
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
