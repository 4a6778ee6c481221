import { createRoute } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { id } from '../../contract/common.ts';
import { noticesAnswer, readNoticesInput } from '../../contract/notices.ts';
import type { Tx } from '../../database/database.ts';
import { listNotices, markRead } from '../../database/queries/notices/notices.ts';
import { seesProject } from '../../database/queries/projects/get-access.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Where changes are heard of. */
export interface ChangeFeed {
  /**
   * Calls `listener` at each change with the kind of thing that changed, or with `project ` and the id of the project it is
   * in; gives what ends that.
   */
  subscribe(listener: (change: string) => void): () => void;
}

/** A sign of life so often, so that proxies keep the stream open, in milliseconds. */
const signOfLife = 20_000;

/** What a person is told, and the stream that says when to look again. */
export function noticeRoutes({ database, changes }: Dependencies & { changes: ChangeFeed }) {
  const app = openApiApp();

  app.openapi(list, async (c) =>
    c.json(await database.as(c.get('identity'), listNotices, { readOnly: true }), 200),
  );

  app.openapi(read, async (c) => {
    const { ids } = c.req.valid('json');
    const answer = await database.as(c.get('identity'), async (tx) => {
      await markRead(tx, ids);
      return listNotices(tx);
    });
    return c.json(answer, 200);
  });

  // Says only what kind of thing changed, not what: whoever hears it asks, and is shown what they may see. Of projects it
  // says so of the one that is asked for, and of none to who may not see that.
  app.get('/events', async (c) => {
    const project = await database.as(
      c.get('identity'),
      (tx) => visibleProject(tx, c.req.query('project')),
      { readOnly: true },
    );
    return streamSSE(c, async (stream) => {
      const waiting = new Set<string>();
      let wake = () => {};
      const unsubscribe = changes.subscribe((change) => {
        const told = toldOf(change, project);
        if (told === null) return;
        waiting.add(told);
        wake();
      });
      stream.onAbort(() => wake());
      try {
        await stream.writeSSE({ event: 'open', data: '' });
        while (!stream.aborted) {
          if (waiting.size === 0) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, signOfLife);
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
          }
          const told = waiting.size > 0 ? [...waiting] : ['alive'];
          waiting.clear();
          for (const change of told) await stream.writeSSE({ event: change, data: '' });
        }
      } finally {
        unsubscribe();
      }
    });
  });

  return app;
}

/** The id of the project that is asked for; null where there is none, or none the reader may see. */
async function visibleProject(tx: Tx, asked: string | undefined): Promise<string | null> {
  const project = id.safeParse(asked);
  return project.success && (await seesProject(tx, project.data)) ? project.data : null;
}

/** What one who looks at a project is told of a change; null for what is none of theirs. */
function toldOf(change: string, project: string | null): string | null {
  if (change.startsWith('project')) {
    const theirs = project !== null && ['projects', `project ${project}`].includes(change);
    return theirs ? 'project' : null;
  }
  // Queues and schedules are shown with the jobs.
  return change === 'notices' ? change : 'jobs';
}

const list = createRoute({
  method: 'get',
  path: '/notices',
  summary: 'What you are told: the ends of jobs you asked for',
  security: bearer,
  responses: { 200: jsonAnswer('The newest 50.', noticesAnswer), ...failures },
});

const read = createRoute({
  method: 'post',
  path: '/notices/read',
  summary: 'Mark notices as read',
  security: bearer,
  request: { body: jsonBody(readNoticesInput) },
  responses: { 200: jsonAnswer('The notices as they are now.', noticesAnswer), ...failures },
});
