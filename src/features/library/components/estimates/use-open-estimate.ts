import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Estimate, ProjectDetail } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { sumOf } from './line-rows.ts';

/** An estimate as the page knows it, for those who may change it. */
export interface OpenEstimate {
  /** Has the page ask anew what it is: totals, suggestions and frozen versions beside it follow. */
  follow: () => Promise<void>;
  /** Shows what it is going to be, until the server has said what it is. */
  show: (change: (seen: Estimate) => Partial<Estimate>) => Promise<void>;
  /** Does something, tells why where it is refused, and follows either way. Whether it was done. */
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
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (error) {
      tellError(error);
      return false;
    } finally {
      await follow();
    }
  };
  return {
    follow,
    attempt,
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
    tell: (done, { undo, undone }) => {
      toast.success(done, {
        action: {
          label: 'Undo',
          onClick: () => void attempt(undo).then((did) => did && toast.success(undone)),
        },
        duration: 10_000,
      });
    },
  };
}
