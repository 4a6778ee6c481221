import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Where `vite build` leaves the web app. */
const dist = join(import.meta.dirname, '../../dist');

/** Addresses under which there are no pages: what is unknown there is answered as such. */
const notPages = /^\/(api|functions|rest|assets)(\/|$)/;

/** Serves the built web app; every address of its own pages is answered with its one document. */
export function webApp() {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Charts and virtual rows place things by style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
      // Served over plain HTTP on the machine itself.
      strictTransportSecurity: false,
    }),
  );
  app.use(
    '/assets/*',
    serveStatic({
      root: dist,
      // Their names hold a hash of what is in them.
      onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable'),
    }),
  );
  app.use(
    serveStatic({ root: dist, onFound: (_path, c) => c.header('Cache-Control', 'no-cache') }),
  );
  app.get('*', async (c, next) => {
    const wanted = c.req.header('accept') ?? '';
    if (notPages.test(c.req.path) || !wanted.includes('text/html')) return next();
    c.header('Cache-Control', 'no-cache');
    return c.html(await readFile(join(dist, 'index.html'), 'utf8'));
  });
  return app;
}
