import { createRoute } from '@hono/zod-openapi';
import { PublicError } from '../../contract/errors.ts';
import {
  cancelRunsInput,
  discardRunsInput,
  longestPostponement,
  postponeRunsInput,
  prioritizeRunsInput,
  type RunAct,
  type RunsThatFit,
  retryRunsInput,
  runsChanged,
  runsCount,
  runsCountQuery,
} from '../../contract/job-manager.ts';
import { type JobName, jobNames, jobs } from '../../contract/jobs.ts';
import { restored } from '../../core/secrets/index.ts';
import type { Tx } from '../../database/database.ts';
import { type Identity, requireAdmin } from '../../database/identity.ts';
import { countRuns, fittingRuns } from '../../database/queries/jobs/fitting-runs.ts';
import { runsById } from '../../database/queries/jobs/list-runs.ts';
import type { JobControl } from '../../operations/job-control.ts';
import type { Dependencies } from '../environment.ts';
import { invalidInput } from '../errors.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Runs acted on in one transaction, of all that fit: so long, and no longer, does the queue wait for it. */
const atATime = 1_000;

/** What is done to runs: those named, or all that fit a filter. */
export function jobActionRoutes({
  database,
  control,
  now,
}: Dependencies & { control: JobControl }) {
  const app = openApiApp();

  app.openapi(count, async (c) => {
    const query = c.req.valid('query');
    const answer = await database.as(c.get('identity'), (tx) => countRuns(tx, query), {
      readOnly: true,
    });
    return c.json(answer, 200);
  });

  app.openapi(retry, async (c) => {
    const { input, ...which } = c.req.valid('json');
    const identity = c.get('identity');
    const { ids, names, left, why } = await chosen(identity, 'retry', which, input === undefined);
    const [first] = names;
    const [only] = ids;
    if (input === undefined || !first || !only) {
      const changed = await control.retry(ids, identity.userId, undefined, why);
      return c.json(done(changed, left), 200);
    }
    const whole = restored(input, await control.inputOf(only)) as typeof input;
    refuseInput(first, whole);
    return c.json(done(await control.retry(ids, identity.userId, whole), left), 200);
  });

  app.openapi(cancel, async (c) => {
    const identity = c.get('identity');
    const { ids, left, why } = await chosen(identity, 'cancel', c.req.valid('json'), true);
    return c.json(done(await control.cancel(ids, identity.userId, why), left), 200);
  });

  app.openapi(discard, async (c) => {
    const { reason, ...which } = c.req.valid('json');
    const identity = c.get('identity');
    const { ids, left, why } = await chosen(identity, 'discard', which, false);
    return c.json(done(await control.discard(ids, identity.userId, reason, why), left), 200);
  });

  app.openapi(postpone, async (c) => {
    const { ids, until } = c.req.valid('json');
    const identity = c.get('identity');
    await database.as(identity, (tx) => named(tx, ids), { readOnly: true });
    const moment = until === null ? null : new Date(until);
    refuseMoment(moment, now());
    const changed = await control.postpone(ids, identity.userId, moment);
    return c.json(ofThoseThatWait(changed), 200);
  });

  app.openapi(prioritize, async (c) => {
    const { ids, priority } = c.req.valid('json');
    const identity = c.get('identity');
    requireAdmin(identity, 'do this');
    await database.as(identity, (tx) => named(tx, ids), { readOnly: true });
    const changed = await control.prioritize(ids, identity.userId, priority);
    return c.json(ofThoseThatWait(changed), 200);
  });

  /**
   * The runs somebody means and may act on: administrators on all, others on `own` ones where that may be.
   * @throws {PublicError} `not_found` for a run they do not see, `forbidden` for what is not theirs to do.
   */
  async function chosen(
    identity: Identity,
    act: RunAct,
    { ids, filter }: { ids?: string[] | undefined; filter?: RunsThatFit | undefined },
    own: boolean,
  ): Promise<{ ids: string[]; names: string[]; left: number; why?: Record<string, unknown> }> {
    if (!own) requireAdmin(identity, 'do this');
    return database.as(
      identity,
      async (tx) => {
        if (filter) {
          const fitting = await fittingRuns(tx, act, filter, atATime);
          return { ...fitting, names: [], why: { all: filter } };
        }
        const wanted = ids ?? [];
        return { ids: wanted, names: await named(tx, wanted), left: 0 };
      },
      { readOnly: true },
    );
  }

  return app;
}

/** The jobs of runs by their ids; throws for one that the reader may not see. */
async function named(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const seen = await runsById(tx, ids);
  return ids.map((id) => {
    const run = seen.get(id);
    if (!run) throw new PublicError('not_found', `There is no run ${id} that you may see.`);
    return run.job_name;
  });
}

/** What was done, to at least one of them. */
function ofThoseThatWait(changed: number) {
  if (changed > 0) return done(changed, 0);
  throw new PublicError('conflict', 'None of these runs waits any more; look again.');
}

/** Refuses a moment that has passed, or is so far off that nobody would remember. */
function refuseMoment(until: Date | null, now: Date): void {
  if (until === null) return;
  const days = (until.getTime() - now.getTime()) / 86_400_000;
  if (days > 0 && days <= longestPostponement) return;
  throw new PublicError(
    'invalid_input',
    `until: must lie ahead, and no more than ${longestPostponement} days; null lets them begin at once.`,
    { field: 'until' },
  );
}

function done(changed: number, left: number) {
  return { success: true as const, changed, left };
}

/** Refuses, by the field, an input its job does not take. */
function refuseInput(jobName: string, input: unknown): void {
  const name = jobNames.find((known): known is JobName => known === jobName);
  if (!name) throw new PublicError('not_found', `There is no job ${jobName} any more.`);
  const parsed = jobs[name].input.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
}

const changed = jsonAnswer('How many runs it was done to.', runsChanged);

const count = createRoute({
  method: 'get',
  path: '/runs/count',
  summary: 'How many runs fit, by where they stand',
  description: 'Administrators count all, others those they asked for.',
  security: bearer,
  request: { query: runsCountQuery },
  responses: { 200: jsonAnswer('The counts, as of a moment.', runsCount), ...failures },
});

const retry = createRoute({
  method: 'post',
  path: '/runs/retry',
  summary: 'Try runs again that failed for good or were cancelled',
  description: 'Administrators, and whoever asked for them; other input is for administrators.',
  security: bearer,
  request: { body: jsonBody(retryRunsInput) },
  responses: { 200: changed, ...failures },
});

const cancel = createRoute({
  method: 'post',
  path: '/runs/cancel',
  summary: 'Cancel runs that wait or run',
  description: 'Administrators, and whoever asked for them.',
  security: bearer,
  request: { body: jsonBody(cancelRunsInput) },
  responses: { 200: changed, ...failures },
});

const postpone = createRoute({
  method: 'post',
  path: '/runs/postpone',
  summary: 'Have runs that wait begin later, or at once',
  description: 'Administrators, and whoever asked for them.',
  security: bearer,
  request: { body: jsonBody(postponeRunsInput) },
  responses: { 200: changed, ...failures },
});

const prioritize = createRoute({
  method: 'post',
  path: '/runs/prioritize',
  summary: 'Have runs that wait begin before or after others',
  description: 'For administrators.',
  security: bearer,
  request: { body: jsonBody(prioritizeRunsInput) },
  responses: { 200: changed, ...failures },
});

const discard = createRoute({
  method: 'post',
  path: '/runs/discard',
  summary: 'Give runs up that failed for good, for a reason',
  description: 'For administrators. It cannot be undone.',
  security: bearer,
  request: { body: jsonBody(discardRunsInput) },
  responses: { 200: changed, ...failures },
});
