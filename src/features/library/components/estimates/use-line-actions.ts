import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import type { EstimateLine, LineChange, ProjectDetail } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';

type Estimate = ProjectDetail['estimates'][number];

/** What may be done with the lines of an estimate. */
export interface LineActions {
  /** Throws what the server refuses. */
  change: (line: EstimateLine, change: Omit<LineChange, 'revision'>) => Promise<void>;
  /** Removes it at once, and offers to put it back. */
  remove: (line: EstimateLine) => Promise<void>;
}

/** How the lines of an estimate are changed; null for who may not, or where it is frozen. */
export function useLineActions(project: ProjectDetail, estimate: Estimate): LineActions | null {
  const queries = useQueryClient();
  if (!project.member || estimate.status === 'frozen') return null;
  const queryKey = ['projects', project.id];
  /** Totals, suggestions and frozen versions beside it follow. */
  const follow = () => queries.invalidateQueries({ queryKey });
  const show = (lines: (lines: readonly EstimateLine[]) => EstimateLine[]) =>
    queries.setQueryData<ProjectDetail>(
      queryKey,
      (seen) => seen && { ...seen, estimates: seen.estimates.map((one) => changed(one, lines)) },
    );
  const changed = (one: Estimate, lines: (lines: readonly EstimateLine[]) => EstimateLine[]) => {
    if (one.id !== estimate.id) return one;
    const now = lines(one.lines);
    // Until the server has said what it is, to the cent.
    return { ...one, lines: now, total: one.total - sumOf(one.lines) + sumOf(now) };
  };
  return {
    change: async (line, change) => {
      try {
        const answer = await api.changeLine(estimate.id, line, change);
        show((lines) => lines.map((one) => (one.id === line.id ? answer : one)));
      } finally {
        // Also where somebody else was quicker: the reader sees what it is now.
        void follow();
      }
    },
    remove: async (line) => {
      show((lines) => lines.filter(({ id }) => id !== line.id));
      try {
        const removed = await api.removeLine(estimate.id, line);
        const undo = async () => {
          try {
            await api.putLineBack(estimate.id, removed);
            toast.success(`${line.name} is back in ${estimate.name}.`);
          } catch (error) {
            tellError(error);
          }
          await follow();
        };
        toast.success(`Removed ${line.name} from ${estimate.name}.`, {
          action: { label: 'Undo', onClick: () => void undo() },
          duration: 10_000,
        });
      } catch (error) {
        tellError(error);
      }
      await follow();
    },
  };
}

const sumOf = (lines: readonly EstimateLine[]) =>
  lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
