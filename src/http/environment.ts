import type { Context } from 'hono';
import type { Database } from '../database/database.ts';
import type { Identity } from '../database/identity.ts';
import type { Learn } from '../operations/aggregate-popularity.ts';
import type { Verify } from './tokens.ts';

/** What each request carries. */
export interface Environment {
  Variables: {
    /** For whom the request is made. */
    identity: Identity;
    /** Stands in the log lines about a request, and in its answer as `X-Request-Id`. */
    requestId: string;
  };
}

/** A request of ours. */
export type RequestContext = Context<Environment>;

/** What the app needs from outside; nothing in src/http reads a clock, the environment or a file. */
export interface Dependencies {
  database: Database;
  verify: Verify;
  now: () => Date;
  observe: Observe;
  /** Learns what is used together beside the answering of requests; in their way where it is left out. */
  learn?: Learn;
  /** Origins whose pages may read the answers; null: any, for the functions, and none, for the rest. */
  corsOrigins: readonly string[] | null;
}

/** What is worth knowing while the app runs. Loggers and metrics choose from it. */
export type AppEvent =
  | {
      type: 'request';
      requestId: string;
      method: string;
      /** The route's pattern, such as `/api/projects/:id`. */
      route: string;
      path: string;
      status: number;
      /** Milliseconds from the request's arrival to its answer. */
      duration: number;
      userId: string | null;
    }
  | { type: 'request failed'; requestId: string; error: unknown };

/** Is told of each event as it happens. */
export type Observe = (event: AppEvent) => void;
