import { createRoute } from '@hono/zod-openapi';
import { PublicError } from '../../contract/errors.ts';
import {
  changeRetentionInput,
  previewRetentionQuery,
  type Removal,
  removal,
  retentionAnswer,
  retentionKinds,
  retentionParams,
  retentionRule,
} from '../../contract/retention.ts';
import { asService } from '../../database/database.ts';
import { type Identity, service } from '../../database/identity.ts';
import { audit } from '../../database/queries/jobs/audit.ts';
import {
  changeRule,
  listRules,
  type Rule,
  refuseBeyond,
} from '../../database/queries/retention/rules.ts';
import { previewRemoval } from '../../operations/apply-retention.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** How long data is kept, for administrators: what it would remove, and changing it. */
export function retentionRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(getRules, async (c) => {
    refuseOthers(c.get('identity'));
    // As the service: what goes is everybody's, which administrators don't see row by row.
    const rules = await database.as(
      service,
      async (tx) => {
        const shown = [];
        for (const rule of await listRules(tx)) {
          shown.push(toRule(rule, await previewRemoval(tx, rule.kind, rule.keep_days, now())));
        }
        return shown;
      },
      { readOnly: true },
    );
    return c.json({ rules }, 200);
  });

  app.openapi(preview, async (c) => {
    refuseOthers(c.get('identity'));
    const { kind } = c.req.valid('param');
    const { keep_days: keepDays } = c.req.valid('query');
    const removes = await database.as(
      service,
      async (tx) => {
        const rule = (await listRules(tx)).find((known) => known.kind === kind);
        if (rule) refuseBeyond(rule, keepDays);
        return previewRemoval(tx, kind, keepDays, now());
      },
      { readOnly: true },
    );
    return c.json(removes, 200);
  });

  app.openapi(change, async (c) => {
    const { kind } = c.req.valid('param');
    const { keep_days: keepDays } = c.req.valid('json');
    const identity = c.get('identity');
    const rule = await database.as(identity, async (tx) => {
      const { before, ...changed } = await changeRule(tx, kind, keepDays, identity.userId);
      return asService(tx, identity, async () => {
        const details = { keep_days: keepDays, before };
        await audit(tx, [{ by: identity.userId, action: 'keep', target: kind, details }]);
        return toRule(changed, await previewRemoval(tx, kind, keepDays, now()));
      });
    });
    return c.json(rule, 200);
  });

  return app;
}

function refuseOthers({ admin, role }: Identity): void {
  if (admin || role === 'service_role') return;
  throw new PublicError('forbidden', 'Only administrators see and change how long data is kept.');
}

function toRule(rule: Rule, removes: Removal) {
  const { title, since, stays, least } = retentionKinds[rule.kind];
  return { ...rule, title, since, stays, least_reason: least, removes };
}

const getRules = createRoute({
  method: 'get',
  path: '/',
  summary: 'How long each kind of data is kept, and what that would remove now',
  description: 'For administrators.',
  security: bearer,
  responses: { 200: jsonAnswer('The rules.', retentionAnswer), ...failures },
});

const preview = createRoute({
  method: 'get',
  path: '/{kind}/preview',
  summary: 'What would be removed if a kind were kept for so many days',
  description: 'For administrators. Nothing is removed or changed.',
  security: bearer,
  request: { params: retentionParams, query: previewRetentionQuery },
  responses: { 200: jsonAnswer('What would go.', removal), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/{kind}',
  summary: 'Change how long a kind of data is kept',
  description:
    'For administrators. What is then too old goes with the next nightly run, not at once.',
  security: bearer,
  request: { params: retentionParams, body: jsonBody(changeRetentionInput) },
  responses: { 200: jsonAnswer('The rule as it is now.', retentionRule), ...failures },
});
