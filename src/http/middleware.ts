import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { PublicError } from '../contract/errors.ts';
import { anonymous } from '../database/identity.ts';
import type { Dependencies, Environment } from './environment.ts';
import { bearerToken, type Verify } from './tokens.ts';

/** Largest request body taken: 10,000 ids are 0.4 MB. */
const maxBodyBytes = 1024 * 1024;

/** Gives each request an id and tells of its end. */
export function observed({ observe }: Pick<Dependencies, 'observe'>) {
  return createMiddleware<Environment>(async (c, next) => {
    const started = performance.now();
    const requestId = crypto.randomUUID();
    c.set('requestId', requestId);
    c.set('identity', anonymous);
    await next();
    c.res.headers.set('X-Request-Id', requestId);
    observe({
      type: 'request',
      requestId,
      method: c.req.method,
      route: routePath(c),
      path: c.req.path,
      status: c.res.status,
      duration: performance.now() - started,
      userId: c.get('identity').userId,
    });
  });
}

/** Finds out for whom the request is made; without a token, for nobody. */
export function authenticated(verify: Verify) {
  return createMiddleware<Environment>(async (c, next) => {
    const token = bearerToken({
      authorization: c.req.header('authorization'),
      apikey: c.req.header('apikey'),
    });
    if (token !== null) c.set('identity', await verify(token));
    await next();
  });
}

/** Refuses requests made for nobody. */
export const signedIn = createMiddleware<Environment>(async (c, next) => {
  if (c.get('identity').role === 'anon') throw new PublicError('unauthorized');
  await next();
});

/** Refuses bodies of more than `maxSize` bytes, before they are read whole; `instead` says what to do. */
export function limitedTo(maxSize: number, instead: string) {
  return bodyLimit({
    maxSize,
    onError: (c) => {
      // What was not read of the body would be taken for the next request.
      c.header('Connection', 'close');
      throw new PublicError(
        'too_large',
        `The request body is larger than ${maxSize / 1024 / 1024} MB; ${instead}.`,
      );
    },
  });
}

/** The limit of everything but files. */
export const limited = limitedTo(maxBodyBytes, 'ask for fewer items at once');

/** A POST without a body means one without fields: `functions.invoke(name)` sends none. */
export const emptyBodyIsObject = createMiddleware(async (c, next) => {
  const { raw } = c.req;
  if (raw.method === 'POST' && (raw.body === null || c.req.header('content-length') === '0')) {
    const headers = new Headers(raw.headers);
    headers.set('content-type', 'application/json');
    headers.delete('content-length');
    c.req.raw = new Request(raw.url, { method: 'POST', headers, body: '{}' });
  }
  await next();
});

/** Lets pages of other origins read the answers. */
export function sharedWith(origins: readonly string[] | '*') {
  return cors({ origin: origins === '*' ? '*' : [...origins], maxAge: 86_400 });
}
