import type { WholeCostOptions } from '../../services/types.ts';
import { fits, mostColumns, type OptionColumn, steps, usual } from './options.ts';

/** A set of markups as the address has it: its name, and what differs from the usual ones. */
export type AddressedOptions = { name: string } & Partial<WholeCostOptions>;

/** Longest name of a set of markups, in characters, as the contract has it. */
const longestName = 100;

/**
 * Sets of markups side by side as they stand in the address; undefined where a figure among them is not one yet, such as
 * while it is typed.
 */
export function toAddress(columns: readonly OptionColumn[]): AddressedOptions[] | undefined {
  const whole = columns.every(({ options }) =>
    steps.every((step) => fits(step, options[step.figure])),
  );
  return whole ? columns.map(({ name, options }) => ({ name, ...differing(options) })) : undefined;
}

function differing(options: WholeCostOptions): Partial<WholeCostOptions> {
  const names = Object.keys(usual) as (keyof WholeCostOptions)[];
  return Object.fromEntries(
    names.filter((name) => options[name] !== usual[name]).map((name) => [name, options[name]]),
  );
}

/**
 * The sets of markups of an address. What is none is left out, also a figure that cannot be calculated with, and what is
 * more than the most side by side; undefined where nothing is left.
 */
export function fromAddress(value: unknown): AddressedOptions[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const sets = value.flatMap((set) => oneSet(set) ?? []).slice(0, mostColumns);
  return sets.length > 0 ? sets : undefined;
}

function oneSet(value: unknown): AddressedOptions | null {
  if (typeof value !== 'object' || value === null || !('name' in value)) return null;
  const given = value as Record<string, unknown>;
  const said = steps.flatMap((step) => {
    const figure = given[step.figure];
    const include = step.include && given[step.include];
    return [
      ...(fits(step, figure) ? [[step.figure, figure]] : []),
      ...(typeof include === 'boolean' ? [[step.include, include]] : []),
    ];
  });
  return { name: String(given.name).slice(0, longestName), ...Object.fromEntries(said) };
}

/** The columns that sets of the address are shown in. */
export const toColumns = (sets: readonly AddressedOptions[]): OptionColumn[] =>
  sets.map(({ name, ...options }, key) => ({ key, name, options: { ...usual, ...options } }));
