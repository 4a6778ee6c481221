import { PublicError } from '../contract/errors.ts';

/** The last row's sort values, as the opaque text that asks for the page after it. */
export function toCursor(values: readonly (string | number)[]): string {
  return btoa(JSON.stringify(values)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The values in a cursor, or null for the first page.
 * @throws {PublicError} `invalid_input` for a text that no page gave out.
 */
export function fromCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const values: unknown = JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
    if (Array.isArray(values) && values.length === length) return values.map(String);
  } catch {
    // Falls through to the one answer for every unusable cursor.
  }
  throw new PublicError(
    'invalid_input',
    'cursor is not one that a page gave out; leave it out to start at the first page.',
    { field: 'cursor' },
  );
}
