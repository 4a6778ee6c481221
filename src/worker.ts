import { ConfigError, readConfig } from './config.ts';
import { listenForChanges } from './database/changes.ts';
import { connect } from './database/database.ts';
import { openDatabase } from './database/open.ts';
import { startQueue } from './jobs/queue.ts';
import { createObserver } from './server/observe.ts';
import { untilStopped } from './server/until-stopped.ts';

/** `npm run worker`: one more process that works on the jobs of `DATABASE_URL`. */
await untilStopped(async () => {
  const config = readConfig(process.env);
  if (config.databaseUrl === null) {
    throw new ConfigError(
      'DATABASE_URL is missing: a worker helps a server that runs elsewhere, on a database that both reach. npm start has workers of its own.',
    );
  }
  const { observe } = createObserver(config.logLevel);
  const opened = await openDatabase(config);
  const database = connect(opened.url, { max: 5 });
  const changes = await listenForChanges(opened.url);
  const queue = await startQueue({
    url: opened.url,
    database,
    changes,
    timeZone: config.timeZone,
    now: () => new Date(),
    observe,
  });
  console.log('The worker takes jobs.');
  return {
    stop: async () => {
      await queue.stop();
      await changes.close();
      await database.close();
      await opened.stop();
    },
  };
});
