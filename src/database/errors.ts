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

/** A text, or one within JSON, with a character that PostgreSQL has no place for; JSON and addresses do. */
const unkept = /^(22021|22P05)$/;

/** What a server says that takes no connection or ends one: class 08, too many of them, going down, coming up. */
const away = /^(08\w{3}|53300|57P0[1-3])$/;

/** The same where no server says it: there is none, or no connection became free in time. */
const unreachable = /^(ECONNREFUSED|ECONNRESET|EPIPE)$/;
const noneFree = /^(timeout exceeded when trying to connect|Connection terminated)/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return away.test(code) || unreachable.test(code) || noneFree.test(error.message);
}

/** `error` as an error for the person who asked, or null where it is none of theirs. */
export function publicErrorOf(error: unknown): PublicError | null {
  if (error instanceof PublicError) return error;
  if (isAway(error)) {
    const sentence = 'The database cannot take this at the moment; try again in a little while.';
    return new PublicError('unavailable', sentence);
  }
  if (!isDatabaseError(error)) return null;
  if (error.code !== undefined && unkept.test(error.code)) {
    const sentence = 'A text holds a character that cannot be kept, U+0000; leave it out.';
    return new PublicError('invalid_input', sentence);
  }
  const code = error.code === undefined ? undefined : meanings[error.code];
  if (code === undefined) return null;
  if (ownSentences.test(error.message)) return new PublicError(code);
  const details = error.hint === undefined ? undefined : { hint: error.hint };
  return new PublicError(code, error.message, details);
}
