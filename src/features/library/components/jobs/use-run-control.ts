import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toast } from 'sonner';
import * as format from '../../services/format.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import { tellError } from './notices.ts';
import type { RunControl } from './run-control.ts';

/** Acts on runs as whoever is signed in, says what came of it, and has everything about jobs looked at anew. */
export function useRunControl(): RunControl {
  const queries = useQueryClient();
  return useMemo(() => {
    const act = async (
      done: string,
      once: () => Promise<{ changed: number; left: number }>,
      tell = true,
    ) => {
      const id = crypto.randomUUID();
      try {
        const { changed, left } = await untilNoneIsLeft(once, (so, more) =>
          toast.loading(`${format.count(so)} done, ${format.count(more)} left.`, { id }),
        );
        const runs = changed === 1 ? 'The run' : `${format.count(changed)} runs`;
        const rest =
          left === 0
            ? ''
            : ` ${format.count(left)} were left alone: of their job one waits or runs at a time.`;
        toast.success(`${runs} ${done}.${rest}`, { id });
      } catch (error) {
        toast.dismiss(id);
        if (tell) tellError(error);
        throw error;
      } finally {
        await queries.invalidateQueries({ queryKey: ['jobs'] });
      }
    };
    return {
      // What was typed stays in its form, which says why it was refused.
      retry: (runs, input) =>
        input === undefined
          ? act('will be tried again', () => jobsApi.retryRuns(runs)).catch(() => {})
          : act(
              'will be tried again with what you wrote',
              () => jobsApi.retryRuns(runs, input),
              false,
            ),
      cancel: (runs) => act('will not go on', () => jobsApi.cancelRuns(runs)).catch(() => {}),
      discard: (runs, reason) =>
        act('will not be tried again', () => jobsApi.discardRuns(runs, reason), false),
      postpone: (ids, until) =>
        until === null
          ? act('begins now', () => jobsApi.postponeRuns(ids, null))
          : act(
              `begins ${format.moment(until.toISOString())}`,
              () => jobsApi.postponeRuns(ids, until),
              false,
            ),
      prioritize: (ids, priority) =>
        act(`has priority ${priority}`, () => jobsApi.prioritizeRuns(ids, priority), false),
    };
  }, [queries]);
}

/** Does it to as many as are taken at a time, again and again, until it was done to all that it can be done to. */
async function untilNoneIsLeft(
  once: () => Promise<{ changed: number; left: number }>,
  tell: (changed: number, left: number) => void,
): Promise<{ changed: number; left: number }> {
  for (let done = 0; ; ) {
    const { changed, left } = await once();
    done += changed;
    if (left === 0 || changed === 0) return { changed: done, left };
    tell(done, left);
  }
}
