import { createRoute, z } from '@hono/zod-openapi';
import { jsonAnswer, openApiApp } from '../openapi.ts';

/** What operators' tools ask for. */
export interface Health {
  /** Rejects while the server cannot work. */
  check(): Promise<void>;
  /** The metrics in Prometheus's text format, and its content type. */
  metrics(): Promise<{ contentType: string; text: string }>;
}

/** `/healthz` and `/metrics`. */
export function operatorRoutes(health: Health) {
  const app = openApiApp();

  app.openapi(healthz, async (c) => {
    try {
      await health.check();
      return c.json({ status: 'ok' as const }, 200);
    } catch {
      // Why is in the log; whoever asks here may be anyone.
      return c.json({ status: 'unavailable' as const }, 503);
    }
  });

  app.openapi(metrics, async (c) => {
    const { contentType, text } = await health.metrics();
    return c.body(text, 200, { 'Content-Type': contentType });
  });

  return app;
}

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the server can work',
  responses: {
    200: jsonAnswer('It can.', z.object({ status: z.literal('ok') })),
    503: jsonAnswer('It cannot.', z.object({ status: z.literal('unavailable') })),
  },
});

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Metrics for Prometheus',
  responses: { 200: { description: 'Prometheus text.' } },
});
