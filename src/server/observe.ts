import pino, { type Logger } from 'pino';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { AppEvent } from '../http/environment.ts';
import type { JobEvent } from '../jobs/options.ts';

/** What the logger and the metrics make of what happens. */
export interface Observer {
  observe: (event: AppEvent | JobEvent) => void;
  metrics: () => Promise<{ contentType: string; text: string }>;
  logger: Logger;
}

/** Logs to standard output, one JSON object a line, and counts for Prometheus. */
export function createObserver(logLevel: string): Observer {
  const logger = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'ratebook_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const runs = new Counter({
    name: 'ratebook_job_attempts_total',
    help: 'Attempts of jobs that ended in this process.',
    labelNames: ['job', 'outcome'],
    registers: [registry],
  });

  const observe = (event: AppEvent | JobEvent) => {
    switch (event.type) {
      case 'request':
        requests.observe(
          { method: event.method, route: event.route, status: event.status },
          event.duration / 1000,
        );
        logger.debug(event, 'request');
        break;
      case 'request failed':
        logger.error({ requestId: event.requestId, err: event.error }, 'request failed');
        break;
      case 'run started':
        logger.info(event, 'run started');
        break;
      case 'run completed':
        runs.inc({ job: event.job, outcome: 'completed' });
        logger.info(event, 'run completed');
        break;
      case 'run failed':
        runs.inc({ job: event.job, outcome: event.again ? 'retried' : 'failed' });
        logger.warn({ ...event, error: undefined, err: event.error }, 'run failed');
        break;
      case 'queue trouble':
        logger.error({ err: event.error }, 'queue trouble');
        break;
    }
  };

  return {
    observe,
    logger,
    metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
