import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { BulkDraft } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';

/** What a draft would do, counted, and what it leaves as it is. */
export function DraftFigures({ draft }: { draft: BulkDraft }) {
  const { target } = draft.update;
  return (
    <>
      <Figures label="What it does">
        <Figure name="Chosen" value={format.count(draft.rows)} />
        <Figure name="Change" value={format.count(draft.changes)} />
        <Figure name="Stay the same" value={format.count(draft.unchanged)} />
        {target === 'items' && (
          <Figure
            name="Without a price"
            value={format.count(draft.without_value)}
            why={
              <p>
                These have no price of their own: theirs follows from their build-up, or from what
                was bid. A percentage of nothing is nothing, so they are left alone; “Set to” gives
                them a price.
              </p>
            }
          />
        )}
      </Figures>
      {target === 'items' && draft.without_value > draft.changes && (
        <p className="text-quiet">
          Most of these are priced by what they are made of.{' '}
          <Link to="/resources" className="link">
            Change the rates of resources
          </Link>{' '}
          to move them all.
        </p>
      )}
      {draft.below_zero > 0 && (
        <p role="alert" className="text-bad">
          {format.count(draft.below_zero)} would fall below zero. Take off less, or choose without
          them.
        </p>
      )}
    </>
  );
}
