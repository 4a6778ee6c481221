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
      {target === 'items' && <WithoutPrice draft={draft} />}
      {draft.below_zero > 0 && (
        <p role="alert" className="text-bad">
          {format.count(draft.below_zero)} would fall below zero. Take off less, or choose without
          them.
        </p>
      )}
    </>
  );
}

/** Why items have no price that could change, and what to do instead. */
function WithoutPrice({ draft: { without_value, built_up } }: { draft: BulkDraft }) {
  const bare = without_value - built_up;
  return (
    <>
      {built_up > 0 && (
        <p className="text-quiet">
          {format.plural(built_up, 'item')} {built_up === 1 ? 'is' : 'are'} priced by what{' '}
          {built_up === 1 ? 'it is' : 'they are'} made of.{' '}
          <Link to="/resources" className="link">
            Change the rates of resources
          </Link>{' '}
          to move {built_up === 1 ? 'it' : 'them'}.
        </p>
      )}
      {bare > 0 && (
        <p className="text-quiet">
          {format.plural(bare, 'item')} {bare === 1 ? 'has' : 'have'} neither a price nor a
          build-up, only what was bid, if anything. Choose “Set to” to give{' '}
          {bare === 1 ? 'it' : 'them'} one.
        </p>
      )}
    </>
  );
}
