import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import * as format from '../../services/format.ts';
import type { FoundChange, PriceForecast, PriceHistory } from '../../services/types.ts';
import { Segmented } from '../Segmented.tsx';
import { EmptyNote } from '../states.tsx';
import { ExportPrices } from './ExportPrices.tsx';
import { PriceTable } from './PriceTable.tsx';
import {
  between,
  type Range,
  ranges,
  type Scale,
  type Spread,
  scales,
  spreadOf,
  startsAtZero,
  suitingScale,
  within,
} from './prices.ts';

const PriceChart = lazy(() => import('./PriceChart.tsx'));

const views = { chart: 'Chart', table: 'Table' } as const;
type View = keyof typeof views;
export const viewNames = Object.keys(views) as View[];

/** What of the prices is shown, and how; what is not given is chosen to suit them. */
export interface PriceView {
  range?: Range | undefined;
  scale?: Scale | undefined;
  view?: View | undefined;
  /** Months such as `2026-03`; where one is given, it takes the place of the range. */
  from?: string | undefined;
  to?: string | undefined;
}

/** The prices that are shown. */
export function shownPrices(history: PriceHistory, { range = '6m', from, to }: PriceView) {
  return from || to ? between(history, { from, to }) : within(history, range);
}

/** An item's prices: figures, a chart, and the same as a table. */
export function PricePanel(props: {
  /** The item's. */
  code: string;
  /** The prices that are shown. */
  history: PriceHistory;
  forecast: PriceForecast['points'];
  /** Changes found among all its prices. */
  changes: readonly FoundChange[];
  shown: PriceView;
  onShow: (shown: PriceView) => void;
}) {
  const { shown, onShow, history } = props;
  const { range = '6m', view = 'chart' } = shown;
  const dated = shown.from !== undefined || shown.to !== undefined;
  const [choosing, setChoosing] = useState(dated);
  // Months of one's own may end long before what is to come.
  const forecast = shown.to === undefined ? props.forecast : none;
  const { changes } = props;
  const inSight = useMemo(() => changesWithin(history, changes), [history, changes]);
  const spread = useMemo(() => spreadOf(history), [history]);
  const scale = shown.scale ?? (spread ? suitingScale(spread) : 'linear');

  return (
    <section aria-labelledby="prices" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2">
        <h2 id="prices" className="heading mr-auto">
          Price history
        </h2>
        <Segmented
          label="Range"
          options={ranges}
          value={dated ? null : range}
          onChange={(next) => onShow({ ...shown, range: next, from: undefined, to: undefined })}
        />
        <button
          type="button"
          className="button h-7 text-small font-normal"
          aria-expanded={choosing}
          onClick={() => setChoosing(!choosing)}
        >
          Other months
        </button>
        <Segmented
          label="Scale"
          options={scales}
          value={scale}
          onChange={(next) => onShow({ ...shown, scale: next })}
        />
        <Segmented
          label="View"
          options={views}
          value={view}
          onChange={(next) => onShow({ ...shown, view: next })}
        />
      </div>
      {choosing && (
        <div className="flex flex-wrap gap-3 border-b border-line px-3 py-2">
          <MonthField
            label="From"
            value={shown.from}
            onChange={(from) => onShow({ ...shown, from })}
          />
          <MonthField label="To" value={shown.to} onChange={(to) => onShow({ ...shown, to })} />
        </div>
      )}
      {spread ? (
        <>
          <KeyFigures history={history} spread={spread} />
          <div className="p-3 pt-1">
            {view === 'table' ? (
              <PriceTable history={history} forecast={forecast} />
            ) : (
              <Suspense fallback={<div className="h-72 animate-pulse rounded bg-hover" />}>
                <PriceChart
                  history={history}
                  scale={scale}
                  fromZero={startsAtZero(spread)}
                  forecast={forecast}
                  changes={inSight}
                />
              </Suspense>
            )}
            <div className="mt-1 flex items-start gap-4">
              <p className="mr-auto text-small text-quiet">
                Line: median of each month. Band: its middle half. Dots: single prices.
                {forecast.length > 0 &&
                  ' Dashed: what is expected, with the range of four of five.'}
                {view === 'chart' && scaleNote(scale, startsAtZero(spread))}
                {view === 'chart' && (
                  <span className="pointer-coarse:hidden"> Ctrl and the wheel zoom.</span>
                )}
                {history.left_out > 0 &&
                  ` ${format.count(history.left_out)} prices in other units or currencies are left out.`}
                {history.truncated && ' Only the newest 5,000 are shown.'}
              </p>
              <ExportPrices code={props.code} history={history} forecast={forecast} />
            </div>
          </div>
        </>
      ) : (
        <EmptyNote title="No prices yet">
          Prices come with imported contracts and with each snapshot of a project that uses this
          item.
        </EmptyNote>
      )}
    </section>
  );
}

const none: PriceForecast['points'] = [];

/** The changes since the oldest of the prices. */
function changesWithin(history: PriceHistory, changes: readonly FoundChange[]) {
  const [oldest] = history.observations;
  return oldest ? changes.filter(({ since }) => since >= oldest.captured_at) : [];
}

/** A month of the reader's own. */
function MonthField(props: {
  label: string;
  value: string | undefined;
  onChange: (month: string | undefined) => void;
}) {
  return (
    <label className="flex items-center gap-1 text-small text-quiet">
      {props.label}
      <input
        type="month"
        className="field h-7 px-1.5 text-small"
        value={props.value ?? ''}
        onChange={({ target }) => props.onChange(target.value || undefined)}
      />
    </label>
  );
}

/** What the prices shown come to, in a line of figures. */
function KeyFigures({ history, spread }: { history: PriceHistory; spread: Spread }) {
  const { observations, currency, unit } = history;
  const newest = observations.at(-1);
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 px-3 pt-2.5 pb-1">
      {newest && (
        <KeyFigure
          name={`Newest, ${format.date(newest.captured_at)}`}
          note={`/ ${unit} · ${newest.project_code}`}
        >
          {format.money(newest.unit_price, currency)}
        </KeyFigure>
      )}
      <KeyFigure name="Median">{format.money(spread.median, currency)}</KeyFigure>
      <KeyFigure name="Lowest to highest">
        {format.money(spread.lowest, currency)} to {format.money(spread.highest, currency)}
      </KeyFigure>
      <KeyFigure name="Prices">{format.count(observations.length)}</KeyFigure>
    </dl>
  );
}

function KeyFigure(props: { name: string; note?: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-small text-quiet">{props.name}</dt>
      <dd className="text-large font-semibold">
        {props.children}
        {props.note && <span className="text-small font-normal text-quiet"> {props.note}</span>}
      </dd>
    </div>
  );
}

function scaleNote(scale: Scale, fromZero: boolean): string {
  if (scale === 'log') return ' Logarithmic: equal steps are equal ratios.';
  return fromZero ? '' : ' The axis does not start at zero.';
}
