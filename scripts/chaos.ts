import { parseArgs } from 'node:util';
import { runChaos } from '../test/chaos/chaos.ts';

/**
 * `npm run chaos [-- --jobs 3000 --workers 4 --kills 40 --restarts 4]`: many jobs while workers are killed and the
 * database is restarted. Prints what happened, and exits with 1 where a job was lost or done twice.
 */
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '3000' },
    workers: { type: 'string', default: '4' },
    kills: { type: 'string', default: '40' },
    restarts: { type: 'string', default: '4' },
    calm: { type: 'string', default: '1500' },
  },
});
const report = await runChaos({
  jobs: Number(values.jobs),
  workers: Number(values.workers),
  kills: Number(values.kills),
  restarts: Number(values.restarts),
  calm: Number(values.calm),
  log: (line) => console.log(line),
});
console.log(report);
process.exitCode = report.wrong.length === 0 ? 0 : 1;
