import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type {
  Estimate,
  EstimateElement,
  EstimateLine,
  LineChange,
  ProjectDetail,
} from '../../services/types.ts';
import { useOpenEstimate } from './use-open-estimate.ts';

/** What may be done with the lines of an estimate and what they stand under; what is done at once has a way back. */
export interface EstimateActions {
  /** Throws what the server refuses. */
  renameEstimate: (name: string) => Promise<void>;
  /** Throws what the server refuses. */
  change: (line: EstimateLine, change: Omit<LineChange, 'revision'>) => Promise<void>;
  /** Takes lines out of the estimate. Whether they were. */
  remove: (lines: readonly EstimateLine[]) => Promise<boolean>;
  /** Moves lines to an element, or to none. Whether they were. */
  move: (lines: readonly EstimateLine[], to: EstimateElement | null) => Promise<boolean>;
  /** Adds an item. Throws what the server refuses. */
  add: (itemId: string, quantity: number, elementId: string | null) => Promise<void>;
  /** Makes an element. Throws what the server refuses. */
  addElement: (name: string) => Promise<void>;
  /** Throws what the server refuses. */
  rename: (element: EstimateElement, name: string) => Promise<void>;
  /** Puts an element at a place among the others, 0 the first. */
  place: (element: EstimateElement, position: number) => Promise<void>;
  /** Removes an element; its lines stay in the estimate. */
  removeElement: (element: EstimateElement) => Promise<void>;
}

/** How an estimate is changed on its page; null for who may not, or where it is frozen. */
export function useEstimateActions(
  project: ProjectDetail,
  estimate: Estimate,
): EstimateActions | null {
  const open = useOpenEstimate(project, estimate);
  if (!open) return null;
  const { followed, show, attempt, tell } = open;
  return {
    renameEstimate: (name) =>
      followed(async () => {
        const renamed = await api.renameEstimate(estimate, name);
        await show(() => renamed);
      }),
    change: (line, change) =>
      followed(async () => {
        const answer = await api.changeLine(estimate.id, line, change);
        await show(({ lines }) => ({
          lines: lines.map((one) => (one.id === line.id ? answer : one)),
        }));
      }),
    remove: (gone) => {
      const them = named(gone);
      return attempt(async () => {
        const ids = new Set(gone.map(({ id }) => id));
        await show(({ lines }) => ({ lines: lines.filter(({ id }) => !ids.has(id)) }));
        const removed = await api.removeLines(estimate.id, gone);
        tell(`Removed ${them} from ${estimate.name}.`, {
          undo: () => api.putLinesBack(estimate.id, removed),
          undone: `${them} ${gone.length === 1 ? 'is' : 'are'} back in ${estimate.name}.`,
        });
      });
    },
    move: (lines, to) => {
      const them = named(lines);
      return attempt(async () => {
        const moved = await api.moveLines(estimate.id, {
          lines: lines.map(({ id, revision }) => ({ id, revision, element_id: to?.id ?? null })),
        });
        tell(to ? `Moved ${them} to ${to.name}.` : `Took ${them} out of its element.`, {
          undo: () => api.moveLines(estimate.id, moved),
          undone: `Moved ${them} back.`,
        });
      });
    },
    add: (library_item_id, quantity, element_id) =>
      followed(() => api.addLine(estimate.id, { library_item_id, quantity, element_id })),
    addElement: (name) =>
      followed(async () => {
        const added = await api.addElement(estimate.id, name);
        await show(({ elements }) => ({ elements: [...elements, added] }));
      }),
    rename: (element, name) =>
      followed(async () => {
        const renamed = await api.changeElement(estimate.id, element, { name });
        await show(({ elements }) => ({
          elements: elements.map((one) => (one.id === element.id ? renamed : one)),
        }));
      }),
    place: async (element, position) => {
      await attempt(async () => {
        await show(({ elements }) => ({
          elements: elements.filter(({ id }) => id !== element.id).toSpliced(position, 0, element),
        }));
        await api.changeElement(estimate.id, element, { position });
      });
    },
    removeElement: async (element) => {
      await attempt(async () => {
        await show(({ elements, lines }) => ({
          elements: elements.filter(({ id }) => id !== element.id),
          lines: lines.map((one) =>
            one.element_id === element.id ? { ...one, element_id: null } : one,
          ),
        }));
        const removed = await api.removeElement(estimate.id, element);
        const { length } = removed.line_ids;
        const stay = length === 0 ? '' : ` Its ${format.plural(length, 'line')} stayed.`;
        tell(`Removed ${element.name} from ${estimate.name}.${stay}`, {
          undo: () => api.putElementBack(estimate.id, removed),
          undone: `${element.name} is back in ${estimate.name}.`,
        });
      });
    },
  };
}

/** One line by its name, several by how many they are. */
const named = (lines: readonly EstimateLine[]) =>
  (lines.length === 1 && lines[0]?.name) || format.plural(lines.length, 'line');
