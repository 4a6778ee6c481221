import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import { publicErrorOf } from '../database/errors.ts';
import type { Dependencies, RequestContext } from './environment.ts';

/**
 * Answers an error in the contract's form. What was not meant for people is told as `internal`; that and whatever else is
 * this side's fault is reported.
 */
export function answerError(error: unknown, c: RequestContext, { observe }: Dependencies) {
  const known = publicErrorOf(error) ?? requestErrorOf(error);
  const told = known ?? new PublicError('internal');
  if (told.status >= 500) {
    observe({ type: 'request failed', requestId: c.get('requestId'), error });
  }
  return c.json(bodyOf(told), told.status);
}

/** The body of an error answer. */
export function bodyOf(error: PublicError) {
  return {
    success: false as const,
    error: error.message,
    code: error.code,
    ...(error.details !== undefined && { details: error.details }),
  };
}

/** What Hono itself refuses: bodies that are no JSON, or not said to be. */
function requestErrorOf(error: unknown): PublicError | null {
  if (!(error instanceof HTTPException)) return null;
  if (error.status === 415) {
    return new PublicError(
      'invalid_input',
      'Send the body as JSON, with Content-Type: application/json.',
    );
  }
  return error.status === 400 ? new PublicError('malformed_json') : null;
}

/**
 * The hook of every validated route: input of the wrong form becomes an error that names the first wrong field.
 * `details.issues` lists all of them.
 */
export function refuseInvalid(
  result: { success: true } | { success: false; error: z.ZodError; target: string },
) {
  if (!result.success) throw invalidInput(result.error);
}

/**
 * The first thing that is wrong in one sentence that names the field; the rest in `details`. `within` is the field what was
 * read stands in.
 */
export function invalidInput(error: z.ZodError, within: string[] = []): PublicError {
  const issues = error.issues.slice(0, 20).map((issue) => ({
    field: fieldOf({ ...issue, path: [...within, ...issue.path] }),
    message: issue.message,
  }));
  const [first] = issues;
  const where = first?.field ? `${first.field}: ` : '';
  return new PublicError(
    'invalid_input',
    `${where}${first?.message ?? 'not as expected'}.`.replace(/\.\.$/, '.'),
    {
      field: first?.field ?? null,
      issues,
    },
  );
}

/** The path of a field as it is written in JavaScript, such as `libraryItemIds[3]`. */
function fieldOf(issue: z.core.$ZodIssue): string {
  const path =
    issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${String(part)}`,
    )
    .join('');
}
