import { z } from 'zod';
import { id } from './common.ts';

/** A part of what is built, such as "Foundations", that lines of an estimate stand under. */
export const estimateElement = z
  .object({
    id,
    name: z.string(),
    /** Another once the element is renamed, by whoever: what is changed or removed was seen as of it. */
    revision: z.string(),
  })
  .meta({ id: 'EstimateElement' });

const name = z.string().trim().min(1, 'must not be empty').max(200);

/** Its place among the estimate's elements, 0 the first; one beyond the last is the last. */
const position = z.int().min(0);

/**
 * Most lines of an estimate that something is done with at once: so many that the answer, sent again as its way back, is no
 * larger than a body may be (1 MB; a line to put back is 227 bytes at most).
 */
export const mostLinesAtOnce = 4_000;

/** Body of making an element, or of putting one back that was removed. */
export const addElementInput = z.strictObject({
  /** Of an element that was removed and is put back. */
  id: id.optional(),
  name,
  /** The last where it is left out. */
  position: position.optional(),
  /** Lines it takes in, of those in no element; such as are in one meanwhile, or gone, stay as they are. */
  line_ids: z.array(id).max(mostLinesAtOnce).default([]),
});

/** Body of changing an element; what is left out stays. */
export const changeElementInput = z
  .strictObject({
    /** Of the element as it was seen; refused (409) where somebody renamed it since. */
    revision: z.string(),
    name: name.optional(),
    position: position.optional(),
  })
  .refine((change) => change.name !== undefined || change.position !== undefined, {
    error: 'Give a name or a position.',
  });

/** Address parameters of removing an element. */
export const removeElementQuery = z.object({
  /** Of the element as it was seen. */
  revision: z.string(),
  /** What becomes of its lines: it is refused (409) where it has any, or they stay in the estimate, in no element. */
  lines: z.enum(['refuse', 'release']).default('refuse'),
});

/** An element that was removed: sent to the estimate again, it is put back, and its lines in it. */
export const removedElement = z
  .object({
    id,
    name: z.string(),
    position: z.int(),
    /** Lines that were in it, and are in no element now. */
    line_ids: z.array(id),
  })
  .meta({ id: 'RemovedEstimateElement' });

/** Lines that something is done with at once, each named by its id once. */
export const linesAtOnce = <Line extends z.ZodType<{ id?: string | undefined }>>(line: Line) =>
  z
    .array(line)
    .min(1)
    .max(mostLinesAtOnce)
    .refine(
      (lines) => {
        const ids = lines.flatMap(({ id }) => id ?? []);
        return new Set(ids).size === ids.length;
      },
      { error: 'must name each line once' },
    );

const movedLine = z.object({ id, revision: z.string(), element_id: id.nullable() });

/** Body of moving lines: each as of the revision it was seen, with the element it goes to, or null for none. */
export const moveLinesInput = z.strictObject({
  lines: linesAtOnce(z.strictObject(movedLine.shape)),
});

/** Lines that were moved, with the element each came from: sent again, they go back there. */
export const movedLines = z
  .object({ lines: z.array(movedLine) })
  .meta({ id: 'MovedEstimateLines' });
