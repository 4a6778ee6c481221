import { createRoute, type z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { PublicError } from '../../contract/errors.ts';
import { demoPeople, session, sessionOffer, signInInput } from '../../contract/session.ts';
import { failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Signs one of the demo's people in. */
export type SignIn = (as: keyof typeof demoPeople) => Promise<z.infer<typeof session>>;

/** Demo sign-ins, for this machine alone; `signIn` null where tokens come from elsewhere. */
export function sessionRoutes(signIn: SignIn | null) {
  const app = openApiApp();
  // A page elsewhere could otherwise reach a server on its reader's machine and become its administrator.
  app.use(fromThisMachine);

  app.openapi(offer, (c) => {
    const people = Object.entries(demoPeople).map(([as, { name }]) => ({ as, name }));
    return c.json(sessionOffer.parse({ demo_sign_ins: signIn ? people : [] }), 200);
  });

  app.openapi(start, async (c) => {
    if (!signIn) {
      throw new PublicError(
        'forbidden',
        'This server takes tokens of its issuer only; sign in there and send the token as bearer.',
      );
    }
    return c.json(await signIn(c.req.valid('json').as), 200);
  });

  return app;
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

const fromThisMachine = createMiddleware(async (c, next) => {
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');
  const local =
    URL.canParse(`http://${host}`) && loopbackHosts.has(new URL(`http://${host}`).hostname);
  const sameOrigin = origin === undefined || origin === `http://${host}`;
  if (!local || !sameOrigin) {
    throw new PublicError(
      'forbidden',
      'The demo sign-ins work on the machine that runs Ratebook only; open it as http://localhost there.',
    );
  }
  await next();
});

const offer = createRoute({
  method: 'get',
  path: '/',
  summary: 'The demo sign-ins this server offers',
  responses: { 200: jsonAnswer('Who can be signed in as.', sessionOffer), ...failures },
});

const start = createRoute({
  method: 'post',
  path: '/',
  summary: "Sign in as one of the demo's people",
  request: { body: jsonBody(signInInput) },
  responses: { 200: jsonAnswer('The session.', session), ...failures },
});
