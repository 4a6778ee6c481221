import { captureSnapshotInput } from '../price-snapshots.ts';
import { defineJob } from './define-job.ts';

/** Captures one project's prices; of one project one at a time. */
export const captureOnePriceSnapshot = defineJob({
  name: 'capture-price-snapshot',
  title: 'Capture prices of a project',
  input: captureSnapshotInput.omit({ background: true }),
  groupBy: 'projectId',
  schedulable: true,
});
