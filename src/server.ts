import { readConfig } from './config.ts';
import { startServer } from './server/start.ts';
import { untilStopped } from './server/until-stopped.ts';

/** `npm start`: the whole of Ratebook in one process. */
await untilStopped(async () => {
  const running = await startServer(readConfig(process.env), (line) => console.log(line));
  const signIns =
    running.signIns.length > 0 ? ` Sign in there as ${running.signIns.join(' or ')}.` : '';
  console.log(`Ratebook is at ${running.address}.${signIns}`);
  return running;
});
