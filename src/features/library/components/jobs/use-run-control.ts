import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import { tellError } from './notices.ts';
import type { RunControl } from './RunActions.tsx';

/** Acts on runs as whoever is signed in, says what came of it, and has everything about jobs looked at anew. */
export function useRunControl(): RunControl {
  const queries = useQueryClient();
  return useMemo(() => {
    const act = async (done: string, call: Promise<{ changed: number }>, tell = true) => {
      try {
        const { changed } = await call;
        toast.success(`${changed === 1 ? 'The run' : `${changed} runs`} ${done}.`);
      } catch (error) {
        if (tell) tellError(error);
        throw error;
      } finally {
        await queries.invalidateQueries({ queryKey: ['jobs'] });
      }
    };
    return {
      // What was typed stays in its form, which says why it was refused.
      retry: (ids, input) =>
        input === undefined
          ? act('will be tried again', api.retryRuns(ids)).catch(() => {})
          : act('will be tried again with what you wrote', api.retryRuns(ids, input), false),
      cancel: (ids) => act('will not go on', api.cancelRuns(ids)).catch(() => {}),
      discard: (ids, reason) => act('will not be tried again', api.discardRuns(ids, reason), false),
    };
  }, [queries]);
}
