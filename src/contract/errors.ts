/**
 * What can go wrong, once: the word a program reads, the HTTP status, and the sentence it falls back to.
 * Nothing else in the project pairs an error with a status.
 */
export const errorCodes = {
  invalid_input: { status: 400, sentence: 'The request is not of the form this function takes.' },
  malformed_json: { status: 400, sentence: 'The request body is not valid JSON.' },
  unauthorized: { status: 401, sentence: 'Sign in first: send Authorization: Bearer <token>.' },
  token_expired: { status: 401, sentence: 'The token has expired; sign in again.' },
  forbidden: { status: 403, sentence: 'Your role does not allow this.' },
  not_found: { status: 404, sentence: 'There is nothing at this address.' },
  method_not_allowed: { status: 405, sentence: 'This address takes another method.' },
  conflict: { status: 409, sentence: 'This conflicts with what is there already.' },
  too_large: { status: 413, sentence: 'The request is larger than this server takes.' },
  too_many_requests: { status: 429, sentence: 'Too many requests; wait a moment and try again.' },
  unavailable: { status: 503, sentence: 'This cannot be done at the moment.' },
  internal: { status: 500, sentence: 'Something went wrong here; it has been logged.' },
} as const;

/** The machine-readable word of an error, as in the `code` of every error answer. */
export type ErrorCode = keyof typeof errorCodes;

/**
 * An error meant for the person who asked: `message` is a sentence that says what happened and what to do.
 * Anything that is not a `PublicError` reaches people as `internal`, with its own text in the log only.
 */
export class PublicError extends Error {
  readonly code: ErrorCode;
  /** More for a program to read, such as the path of the field that was wrong. */
  readonly details?: unknown;

  constructor(code: ErrorCode, message: string = errorCodes[code].sentence, details?: unknown) {
    super(message);
    this.name = 'PublicError';
    this.code = code;
    if (details !== undefined) this.details = details;
  }

  /** The HTTP status this error is answered with. */
  get status() {
    return errorCodes[this.code].status;
  }
}
