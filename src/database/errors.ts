import pg from 'pg';
import { type ErrorCode, PublicError } from '../contract/errors.ts';

/** An error as PostgreSQL reported it. */
export type DatabaseError = pg.DatabaseError;

/** Whether the database itself refused: its `code` is an SQLSTATE. */
export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof pg.DatabaseError;
}

/**
 * What an SQLSTATE means to the person who asked. Only those that our functions raise on purpose, with a sentence
 * of their own, or that row-level security raises; what else PostgreSQL reports is a mistake of ours.
 */
const meanings: Readonly<Record<string, ErrorCode>> = {
  '22023': 'invalid_input',
  '22004': 'invalid_input',
  '23503': 'not_found',
  '23P01': 'conflict',
  '42501': 'forbidden',
  '55000': 'unavailable',
  PT404: 'not_found',
};

/** Sentences of PostgreSQL's own say table and constraint names; these are shown instead. */
const ownSentences = /violates (row-level security|foreign key|exclusion)|permission denied/;

/** `error` as an error for the person who asked, or null where it is none of theirs. */
export function publicErrorOf(error: unknown): PublicError | null {
  if (error instanceof PublicError) return error;
  if (!isDatabaseError(error)) return null;
  const code = error.code === undefined ? undefined : meanings[error.code];
  if (code === undefined) return null;
  if (ownSentences.test(error.message)) return new PublicError(code);
  const details = error.hint === undefined ? undefined : { hint: error.hint };
  return new PublicError(code, error.message, details);
}
