import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import * as format from '../../services/format.ts';
import type { EstimateLine } from '../../services/types.ts';
import { Editable } from '../Editable.tsx';
import type { EstimateActions } from './use-estimate-actions.ts';

/** A line of an estimate; where it may be changed, its quantity and agreed price are, where they stand. */
export function EstimateRow(props: {
  line: EstimateLine;
  currency: string;
  actions: EstimateActions | null;
  /** On a phone, where its figures stand under its name. */
  narrow: boolean;
  /** Whether it is among those something is done with. */
  chosen: boolean;
  onChoose: (range: boolean) => void;
  /** It has been taken away. */
  onGone: () => void;
  /** What tells the table which of its rows this is. */
  place: ComponentProps<'tr'>;
}) {
  const { line, currency, actions, narrow } = props;
  const quantity = <Quantity line={line} actions={actions} />;
  const price = <Price line={line} currency={currency} actions={actions} />;
  return (
    <tr className={props.chosen ? 'bg-selected' : 'hover:bg-hover'} {...props.place}>
      {actions && (
        <td className="w-8 pr-0!">
          <label className="-m-2 flex size-8 cursor-pointer items-center justify-center">
            <input
              type="checkbox"
              aria-label={`Choose ${line.name}`}
              checked={props.chosen}
              onChange={({ nativeEvent }) =>
                props.onChoose('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
              }
              className="size-4 accent-accent"
            />
          </label>
        </td>
      )}
      <td className={`w-full max-w-0 ${narrow ? 'py-1.5' : ''}`}>
        <div className="truncate">
          <Link
            to="/items/$itemId"
            params={{ itemId: line.library_item_id }}
            title={line.name}
            className="font-medium hover:underline"
          >
            {line.name}
          </Link>{' '}
          <span className="code text-quiet">{line.code}</span>
        </div>
        {narrow && (
          <div className="flex flex-wrap items-center gap-x-3 text-small text-quiet">
            {quantity}
            {price}
          </div>
        )}
      </td>
      {!narrow && (
        <>
          <td className="number">{quantity}</td>
          <td className="number text-quiet">{price}</td>
        </>
      )}
      <td className="number">{line.amount === null ? '' : format.money(line.amount, currency)}</td>
      {actions && (
        <td className="w-10 pl-0!">
          <button
            type="button"
            className="icon-button"
            aria-label={`Remove ${line.name}`}
            onClick={() => {
              void actions.remove([line]);
              props.onGone();
            }}
          >
            <X size={15} aria-hidden />
          </button>
        </td>
      )}
    </tr>
  );
}

function Quantity({ line, actions }: { line: EstimateLine; actions: EstimateActions | null }) {
  const shown = (
    <>
      {format.quantity(line.quantity)} <span className="text-quiet">{line.unit}</span>
    </>
  );
  if (!actions) return shown;
  return (
    <Editable
      kind="figure"
      label={`quantity of ${line.name}`}
      value={String(line.quantity)}
      onSave={(quantity) => actions.change(line, { quantity })}
    >
      {shown}
    </Editable>
  );
}

/** The price; an agreed one says so, and where it is emptied the price follows the build-up again. */
function Price(props: { line: EstimateLine; currency: string; actions: EstimateActions | null }) {
  const { line, currency, actions } = props;
  const shown = (
    <>
      {line.price_source === 'agreed' && <span className="text-small">agreed </span>}
      {line.unit_price === null ? 'no price' : format.money(line.unit_price, currency)}
    </>
  );
  if (!actions) return shown;
  return (
    <Editable
      kind="figure"
      label={`agreed price of ${line.name}`}
      value={line.agreed_price ?? ''}
      placeholder="by build-up"
      onSave={(price) => actions.change(line, { unit_price: price === '' ? null : price })}
    >
      {shown}
    </Editable>
  );
}
