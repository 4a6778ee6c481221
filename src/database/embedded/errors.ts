/**
 * The PostgreSQL that Ratebook brings along cannot be used. `message` is one sentence, fit for the person at
 * the terminal: what happened, to what, and what to do.
 */
export class DatabaseStartError extends Error {
  override name = 'DatabaseStartError';
}
