import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const { ask } = scene;

const weekly = {
  job_name: 'capture-price-snapshot',
  input: { projectId: rows.project },
  cron: '0 5 * * 1',
  time_zone: 'Europe/Berlin',
  missed: 'skip',
};
const listed = async (person: Parameters<typeof ask>[0]) =>
  (await ask(person, 'GET', '/api/jobs/schedules')).body.schedules.map(
    ({ id }: { id: string }) => id,
  );

test('a schedule is made and removed by administrators alone, and both are kept in the audit', async () => {
  expect((await ask('owner', 'POST', '/api/jobs/schedules', weekly)).status).toBe(403);
  const { status, body } = await ask('admin', 'POST', '/api/jobs/schedules', weekly);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    ...weekly,
    title: 'Capture prices of a project',
    input: { projectId: rows.project, includeAllItems: false },
    project_id: rows.project,
    owner_id: null,
    enabled: true,
    built_in: false,
    last_run: null,
  });
  expect(body.next_runs).toHaveLength(5);
  // It is its project's: members see it, others don't.
  expect(await listed('estimator')).toContain(body.id);
  expect(await listed('stranger')).not.toContain(body.id);

  const path = `/api/jobs/schedules/${body.id}`;
  const { body: started } = await ask('admin', 'POST', `${path}/run`);
  const statusOf = async () =>
    (await ask('admin', 'GET', `/api/jobs/runs/${started.job_id}`)).body.status;
  await expect.poll(statusOf).toBe('completed');

  expect((await ask('estimator', 'DELETE', path)).status).toBe(403);
  expect((await ask('admin', 'DELETE', path)).status).toBe(204);
  expect(await listed('admin')).not.toContain(body.id);
  expect((await ask('admin', 'DELETE', path)).status).toBe(404);
  expect(await statusOf()).toBe('completed');
  const { body: audit } = await ask('admin', 'GET', '/api/jobs/audit');
  expect(
    audit.entries
      .filter(({ target }: { target: string }) => target === body.id)
      .map(({ action, user_id }: { action: string; user_id: string }) => [action, user_id]),
  ).toEqual([
    ['unschedule', people.admin.userId],
    ['schedule', people.admin.userId],
  ]);
});

test('what the runs of a schedule are given is changed by administrators, with what its job takes', async () => {
  const { body: made } = await ask('admin', 'POST', '/api/jobs/schedules', weekly);
  const path = `/api/jobs/schedules/${made.id}`;
  const input = { projectId: rows.foreignProject, includeAllItems: true };
  expect((await ask('estimator', 'PATCH', path, { input })).status).toBe(403);
  expect(await ask('admin', 'PATCH', path, { input: { projectId: 'x' } })).toMatchObject({
    status: 400,
    body: { details: { field: 'input.projectId' } },
  });
  const { body: changed } = await ask('admin', 'PATCH', path, { input });
  expect(changed).toMatchObject({ input, project_id: rows.foreignProject, cron: weekly.cron });
  // It is of the other project now, whose members alone see it.
  expect(await listed('estimator')).not.toContain(made.id);
  const { body: audit } = await ask('admin', 'GET', '/api/jobs/audit');
  expect(audit.entries[0]).toMatchObject({
    action: 'reschedule',
    target: made.id,
    details: { input },
  });
  await ask('admin', 'DELETE', path);
});

test('a project that is not there is refused by the name of its field, and leaves no schedule', async () => {
  const input = { projectId: '00000000-0000-4000-8000-0000000000ff' };
  const refusal = { code: 'not_found', details: { field: 'input.projectId' } };
  const before = await listed('admin');
  const made = await ask('admin', 'POST', '/api/jobs/schedules', { ...weekly, input });
  expect(made).toMatchObject({ status: 404, body: refusal });
  expect(made.body.error).toBe(`input.projectId: there is no project ${input.projectId}.`);
  expect(await listed('admin')).toEqual(before);

  const { body } = await ask('admin', 'POST', '/api/jobs/schedules', weekly);
  const path = `/api/jobs/schedules/${body.id}`;
  const changed = await ask('admin', 'PATCH', path, { input });
  expect(changed).toMatchObject({ status: 404, body: refusal });
  expect((await ask('admin', 'DELETE', path)).status).toBe(204);
});

test('one that its job has by itself is not removed', async () => {
  expect(await ask('admin', 'DELETE', '/api/jobs/schedules/popularity')).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
});

describe('what a schedule cannot be made of is refused by the field', () => {
  test.each([
    [{ ...weekly, job_name: 'dig' }, 400, 'job_name'],
    [{ ...weekly, job_name: 'bulk-update' }, 400, 'job_name'],
    [{ ...weekly, job_name: 'make-price-report' }, 400, 'job_name'],
    [{ ...weekly, input: {} }, 400, 'input.projectId'],
    [{ ...weekly, input: { projectId: 'Bridge' } }, 400, 'input.projectId'],
    [{ ...weekly, input: { ...weekly.input, password: 'x' } }, 400, 'input.password'],
    [
      { ...weekly, input: { ...weekly.input, includeAllItems: 'yes' } },
      400,
      'input.includeAllItems',
    ],
    [{ ...weekly, input: 'all' }, 400, 'input'],
    [{ ...weekly, cron: '99 * * * *' }, 400, 'cron'],
    [{ ...weekly, cron: undefined }, 400, 'cron'],
    [{ ...weekly, every_minutes: 60 }, 400, 'cron'],
    [{ ...weekly, cron: undefined, every_minutes: 0 }, 400, 'every_minutes'],
    [{ ...weekly, time_zone: 'Mars' }, 400, 'time_zone'],
    [{ ...weekly, missed: 'twice' }, 400, 'missed'],
    [{ ...weekly, id: 'popularity' }, 400, 'id'],
    [{ ...weekly, input: { projectId: rows.item } }, 404, 'input.projectId'],
  ])('%o', async (body, status, field) => {
    const refused = await ask('admin', 'POST', '/api/jobs/schedules', body);
    expect(refused.status).toBe(status);
    expect(refused.body.details?.field).toBe(field);
  });
});

test('the kinds that may be scheduled say of what form their input is', async () => {
  const { body } = await ask('admin', 'GET', '/api/jobs/kinds');
  const kinds = new Map(
    body.kinds.map((kind: { name: string; input_schema: unknown }) => [
      kind.name,
      kind.input_schema,
    ]),
  );
  expect(kinds.get('capture-price-snapshot')).toMatchObject({
    type: 'object',
    required: ['projectId'],
    properties: {
      projectId: { type: 'string', format: 'uuid' },
      includeAllItems: { type: 'boolean' },
    },
  });
  expect(kinds.has('clean-job-logs')).toBe(true);
  expect(kinds.has('make-price-report')).toBe(false);
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
