import { ChevronRight, Ellipsis } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import * as format from '../../services/format.ts';
import { Editable } from '../Editable.tsx';
import { Popup } from '../Popup.tsx';
import { type ElementRow, noElement } from './line-rows.ts';
import type { EstimateActions } from './use-estimate-actions.ts';

/**
 * The heading of an element, with what its lines come to: closed, they are hidden. Where the estimate may be changed, its name
 * is, where it stands, and its place among the others.
 */
export function ElementHeading(props: {
  row: ElementRow;
  /** How many elements there are. */
  of: number;
  currency: string;
  /** How many columns its name takes. */
  columns: number;
  actions: EstimateActions | null;
  onToggle: () => void;
  /** Chooses its lines. */
  onChoose: () => void;
  /** It has been taken away. */
  onGone: () => void;
  place: ComponentProps<'tr'>;
}) {
  const { row, currency, actions } = props;
  const { element } = row;
  const name = element?.name ?? noElement;
  return (
    <tr className="bg-ground" {...props.place}>
      <th
        scope="row"
        colSpan={props.columns}
        className="w-full max-w-0 py-1 pl-1! text-left text-body! font-semibold! text-ink!"
      >
        <div className="flex min-w-0 items-center gap-1.5">
          <button
            type="button"
            className="icon-button shrink-0"
            aria-expanded={row.open}
            aria-label={`Lines of ${name}`}
            onClick={props.onToggle}
          >
            <ChevronRight size={14} aria-hidden className={row.open ? 'rotate-90' : ''} />
          </button>
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-1.5" title={name}>
            {actions && element ? (
              <Editable
                kind="name"
                label={`name of ${name}`}
                value={name}
                onSave={(text) => actions.rename(element, text)}
              >
                {name}
              </Editable>
            ) : (
              <span className="truncate">{name}</span>
            )}
            <span className="text-small font-normal text-quiet">
              {row.lines.length === 0 ? 'no lines yet' : format.plural(row.lines.length, 'line')}
            </span>
          </div>
        </div>
      </th>
      <td className="number font-semibold">{format.money(row.sum, currency)}</td>
      {actions && (
        <td className="w-10 pl-0!">
          {(element || row.lines.length > 0) && <Menu {...props} actions={actions} name={name} />}
        </td>
      )}
    </tr>
  );
}

function Menu(props: {
  row: ElementRow;
  of: number;
  name: string;
  actions: EstimateActions;
  onChoose: () => void;
  onGone: () => void;
}) {
  const { row, name, actions } = props;
  const { element, position, lines } = row;
  const [open, setOpen] = useState(false);
  const closing = (act: () => unknown) => () => {
    setOpen(false);
    act();
  };
  const item =
    'flex min-h-8 w-full items-center rounded-md px-2 text-left hover:bg-hover disabled:cursor-not-allowed disabled:text-quiet disabled:hover:bg-transparent';
  return (
    <Popup
      label={name}
      button={<Ellipsis size={15} aria-hidden />}
      buttonLabel={`What to do with ${name}`}
      className="icon-button"
      open={open}
      onOpenChange={setOpen}
      box="w-64 p-1"
    >
      {lines.length > 0 && (
        <button type="button" className={item} onClick={closing(props.onChoose)}>
          Choose its {format.plural(lines.length, 'line')}
        </button>
      )}
      {element && (
        <>
          {/* It stays open: an element is often moved by more than one place. */}
          <button
            type="button"
            className={item}
            disabled={position === 0}
            onClick={() => void actions.place(element, position - 1)}
          >
            Move up
          </button>
          <button
            type="button"
            className={item}
            disabled={position === props.of - 1}
            onClick={() => void actions.place(element, position + 1)}
          >
            Move down
          </button>
          <button
            type="button"
            className={item}
            onClick={closing(() => {
              void actions.removeElement(element);
              props.onGone();
            })}
          >
            {lines.length === 0
              ? 'Remove it'
              : `Remove it; its ${format.plural(lines.length, 'line')} stay${lines.length === 1 ? 's' : ''}`}
          </button>
        </>
      )}
    </Popup>
  );
}
