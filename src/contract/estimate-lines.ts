import { z } from 'zod';
import { id } from './common.ts';
import { linesAtOnce } from './estimate-elements.ts';
import { addEstimateLineInput, removedEstimateLine } from './projects.ts';

const seenLine = z.object({ id, revision: z.string() });

/** Body of removing lines: each as of the revision it was seen. */
export const removeLinesInput = z.strictObject({
  lines: linesAtOnce(z.strictObject(seenLine.shape)),
});

/** Lines that were removed, exact, in the order they were named: sent to the estimate again, they are put back. */
export const removedLines = z
  .object({ lines: z.array(removedEstimateLine) })
  .meta({ id: 'RemovedEstimateLines' });

/** Body of adding lines, or of putting some back that were removed. */
export const addLinesInput = z.strictObject({
  lines: linesAtOnce(addEstimateLineInput),
});

/** Lines that were added, in the order they were given: sent to be removed, they are taken out again. */
export const addedLines = z.object({ lines: z.array(seenLine) }).meta({ id: 'AddedEstimateLines' });
