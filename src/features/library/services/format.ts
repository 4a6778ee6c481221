const numbers = new Intl.NumberFormat('en-US');
const decimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
const percents = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });
const finePercents = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });
const signedPercents = new Intl.NumberFormat('en-US', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const dates = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const months = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const moments = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const timesOfDay = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** `12,345` */
export const count = (value: number) => numbers.format(value);

/** A quantity with up to three decimals. */
export const quantity = (value: number) => decimals.format(value);

/** Money with two decimals, `$1,234.50`; without a currency, the bare figure. */
export function money(value: number, currency: string | null): string {
  return moneyFormat(currency, 'standard').format(value);
}

/** A large sum shortened, `$1.2M`; show the whole one on hover or focus. */
export function shortMoney(value: number, currency: string | null): string {
  if (Math.abs(value) < 100_000) return money(value, currency);
  return moneyFormat(currency, 'compact').format(value);
}

/** Kept: making one takes longer than drawing a row of a grid. */
const moneyFormats = new Map<string, Intl.NumberFormat>();

function moneyFormat(currency: string | null, notation: 'standard' | 'compact') {
  const key = `${notation} ${currency ?? ''}`;
  const known = moneyFormats.get(key);
  if (known) return known;
  const digits = notation === 'compact' ? 1 : 2;
  const made = new Intl.NumberFormat('en-US', {
    notation,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(currency !== null && { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
  });
  moneyFormats.set(key, made);
  return made;
}

/** A share of 1 as `89%`. */
export const percent = (share: number) => percents.format(share);

/** A share of 1 with its sign and one decimal, `+3.2%`. */
export const signedPercent = (share: number) => signedPercents.format(share).replace('-', '−');

/** A share of 1 with one decimal, `3.2%`. */
export const sharePercent = (share: number) => finePercents.format(share);

/** `1 price`, `12 prices`: a number with its noun. */
export const plural = (value: number, noun: string) =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/**
 * The change from one figure to another as `+3.2%`, from tenfold on as `× 16`; null where there is nothing to compare
 * with.
 */
export function change(from: number | null, to: number | null): string | null {
  if (from === null || to === null || from === 0) return null;
  const ratio = to / from;
  return ratio < 10 ? signedPercent(ratio - 1) : `× ${count(Math.round(ratio))}`;
}

/** The change from one sum to another with its sign, `+$51,342.50`, `−$3.20`. */
export function moneyChange(from: number, to: number, currency: string | null): string {
  const sign = to > from ? '+' : to < from ? '−' : '±';
  return `${sign}${money(Math.abs(to - from), currency)}`;
}

/** `14 May 2025`, of an ISO date or moment, in UTC. */
export const date = (iso: string) => dates.format(new Date(iso));

/** `May 2025` */
export const month = (iso: string) => months.format(new Date(iso));

/** `Tue 24 Nov, 02:00`, in the reader's own time zone. */
export const moment = (iso: string) => moments.format(new Date(iso));

/** `02:00:07.125`, in the reader's own time zone, as lines of a log are told apart. */
export const timeOfDay = (iso: string) => timesOfDay.format(new Date(iso));

/** Where a project is; a region that is only a number is called one. */
export function place(county: string | null, region: string | null): string {
  const named = region && /^\d+$/.test(region) ? `region ${region}` : region;
  return [county, named].filter(Boolean).join(', ');
}

/** A length of time in the unit that suits it: `340 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long ago a moment is, roughly: `just now`, `5 min ago`, `3 days ago`. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - new Date(iso).getTime()) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  const days = Math.round(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
