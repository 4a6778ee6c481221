import { OpenAPIHono } from '@hono/zod-openapi';
import type { z } from 'zod';
import { errorBody } from '../contract/common.ts';
import type { Environment } from './environment.ts';
import { refuseInvalid } from './errors.ts';

/** An app whose routes are validated and described; what is invalid is refused in one way. */
export function openApiApp() {
  return new OpenAPIHono<Environment>({ defaultHook: refuseInvalid });
}

/** A JSON body that must be there. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true as const, content: { 'application/json': { schema } } };
}

/** A JSON answer. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** The answer to whatever goes wrong, described once. */
export const failures = {
  '4XX': jsonAnswer(
    'Refused: `error` says why and what to do, `code` is the word for it.',
    errorBody,
  ),
};

/** Where a bearer token is asked for. */
export const bearer = [{ bearer: [] }];
