import { ConfigError, readConfig } from './config.ts';
import { openDatabase } from './database/open.ts';
import { work } from './jobs/work.ts';
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
  const queue = await work({
    url: opened.url,
    timeZone: config.timeZone,
    observe,
    connections: 5,
  });
  console.log('The worker takes jobs.');
  return {
    stop: async () => {
      await queue.stop();
      await opened.stop();
    },
  };
});
