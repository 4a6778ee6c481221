import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Estimate, ProjectDetail } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { sumOf } from './line-rows.ts';

/** An estimate as the page knows it, for those who may change it. */
export interface OpenEstimate {
  /** Shows what it is going to be, until the server has said what it is. */
  show: (change: (seen: Estimate) => Partial<Estimate>) => Promise<void>;
  /** Shows the project without it. */
  leave: () => Promise<void>;
  /**
   * Does something, and has the page ask anew what the estimate is: totals, suggestions and frozen versions beside it follow,
   * also where it is refused, which is thrown.
   */
  followed: (work: () => Promise<unknown>) => Promise<void>;
  /** The same, but what is refused is told. Whether it was done. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>;
  /** Says what was done, with a way back. */
  tell: (done: string, back: { undo: () => Promise<unknown>; undone: string }) => void;
}

/** What changing an estimate takes; null for who may not, or where it is frozen. */
export function useOpenEstimate(project: ProjectDetail, estimate: Estimate): OpenEstimate | null {
  const queries = useQueryClient();
  if (!project.member || estimate.status === 'frozen') return null;
  const queryKey = ['projects', project.id];
  const follow = () => queries.invalidateQueries({ queryKey });
  // While it is on its way, the page does not follow what others change: it would show again what was before.
  const onItsWay = (work: () => Promise<unknown>) =>
    queries
      .getMutationCache()
      .build(queries, { mutationKey: queryKey, mutationFn: work, networkMode: 'always' })
      .execute(undefined);
  const open: OpenEstimate = {
    followed: async (work) => {
      try {
        await onItsWay(work);
      } finally {
        void follow();
      }
    },
    attempt: async (work) => {
      try {
        await onItsWay(work);
        return true;
      } catch (error) {
        tellError(error);
        return false;
      } finally {
        await follow();
      }
    },
    show: async (change) => {
      // What was asked before is answered as it was before.
      await queries.cancelQueries({ queryKey, exact: true });
      const changed = (one: Estimate) => {
        if (one.id !== estimate.id) return one;
        const next = { ...one, ...change(one) };
        // Until the server has said what it is, to the cent.
        return { ...next, total: one.total - sumOf(one.lines) + sumOf(next.lines) };
      };
      queries.setQueryData<ProjectDetail>(
        queryKey,
        (seen) => seen && { ...seen, estimates: seen.estimates.map(changed) },
      );
    },
    leave: async () => {
      await queries.cancelQueries({ queryKey });
      queries.setQueryData<ProjectDetail>(
        queryKey,
        (seen) =>
          seen && { ...seen, estimates: seen.estimates.filter(({ id }) => id !== estimate.id) },
      );
    },
    tell: (done, { undo, undone }) => {
      toast.success(done, {
        action: {
          label: 'Undo',
          onClick: () => void open.attempt(undo).then((did) => did && toast.success(undone)),
        },
        duration: 10_000,
      });
    },
  };
  return open;
}
