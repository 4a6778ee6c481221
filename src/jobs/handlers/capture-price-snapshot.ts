import { capturePriceSnapshot } from '../../operations/capture-price-snapshot.ts';
import type { Handler } from '../run.ts';

/** Captures one project's prices. Who may ask for it was checked when it was enqueued. */
export const captureOneSnapshot: Handler<'capture-price-snapshot'> = (input, { tx, now }) =>
  capturePriceSnapshot(tx, input, now);
