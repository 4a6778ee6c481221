export { clockChanges, clockEffects } from './clock-changes.ts';
export { type CronRuns, isFired, type Recurrence, upcoming } from './recurrence.ts';
