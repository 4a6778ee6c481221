import { Hono } from 'hono';
import { PublicError } from '../contract/errors.ts';
import type { Dependencies, Environment } from './environment.ts';
import { answerError } from './errors.ts';
import {
  authenticated,
  emptyBodyIsObject,
  limited,
  observed,
  sharedWith,
  signedIn,
} from './middleware.ts';
import { namesKept } from './names.ts';
import { functionRoutes } from './routes/functions.ts';

/**
 * The three functions alone, as they run on Supabase's edge.
 *
 * @example
 * const app = createFunctionsApp({ database, verify, now, observe, corsOrigins: null });
 * await app.request('/functions/v1/capture-price-snapshot', { method: 'POST', body, headers });
 */
export function createFunctionsApp(given: Dependencies) {
  const dependencies = { ...given, verify: namesKept(given) };
  const app = new Hono<Environment>();
  app.onError((error, c) => answerError(error, c, dependencies));
  app.notFound((c) => answerError(new PublicError('not_found'), c, dependencies));
  app.use(observed(dependencies));
  mountFunctions(app, dependencies);
  return app;
}

/** Adds the functions to an app that answers errors and observes. */
export function mountFunctions(app: Hono<Environment>, dependencies: Dependencies): void {
  const path = '/functions/v1/*';
  app.use(path, sharedWith(dependencies.corsOrigins ?? '*'));
  app.use(path, authenticated(dependencies.verify), signedIn, limited, emptyBodyIsObject);
  app.route('/functions/v1', functionRoutes(dependencies));
}
