import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import * as format from '../../services/format.ts';
import type { EstimateLine } from '../../services/types.ts';
import { EditableFigure } from '../EditableFigure.tsx';
import type { LineActions } from './use-line-actions.ts';

/** A line of an estimate; where it may be changed, its quantity and agreed price are, where they stand. */
export function EstimateRow(props: {
  line: EstimateLine;
  currency: string;
  actions: LineActions | null;
  /** On a phone, where its figures stand under its name. */
  narrow: boolean;
  /** What tells the table which of its rows this is. */
  place: ComponentProps<'tr'>;
}) {
  const { line, currency, actions, narrow } = props;
  const quantity = <Quantity line={line} actions={actions} />;
  const price = <Price line={line} currency={currency} actions={actions} />;
  return (
    <tr className="hover:bg-hover" {...props.place}>
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
            onClick={() => void actions.remove(line)}
          >
            <X size={15} aria-hidden />
          </button>
        </td>
      )}
    </tr>
  );
}

function Quantity({ line, actions }: { line: EstimateLine; actions: LineActions | null }) {
  const shown = (
    <>
      {format.quantity(line.quantity)} <span className="text-quiet">{line.unit}</span>
    </>
  );
  if (!actions) return shown;
  return (
    <EditableFigure
      label={`quantity of ${line.name}`}
      value={String(line.quantity)}
      onSave={(quantity) => actions.change(line, { quantity })}
    >
      {shown}
    </EditableFigure>
  );
}

/** The price; an agreed one says so, and where it is emptied the price follows the build-up again. */
function Price(props: { line: EstimateLine; currency: string; actions: LineActions | null }) {
  const { line, currency, actions } = props;
  const shown = (
    <>
      {line.price_source === 'agreed' && <span className="text-small">agreed </span>}
      {line.unit_price === null ? 'no price' : format.money(line.unit_price, currency)}
    </>
  );
  if (!actions) return shown;
  return (
    <EditableFigure
      label={`agreed price of ${line.name}`}
      value={line.agreed_price ?? ''}
      placeholder="by build-up"
      onSave={(price) => actions.change(line, { unit_price: price === '' ? null : price })}
    >
      {shown}
    </EditableFigure>
  );
}
