import { z } from 'zod';

/**
 * The kinds of data that are removed by their age: how each is called, what of it is never removed, and why it is kept
 * at least as long as it is. The days stand in the table `retention_rules`.
 */
export const retentionKinds = {
  runs: {
    title: 'Runs of jobs, with their attempts and logs',
    since: 'they ended',
    stays: 'What waits or runs, what somebody has yet to read of, and what other data refers to.',
    least: 'a failed run of last week may still be tried again',
  },
  audit: {
    title: 'Audit log',
    since: 'it was done',
    stays: 'Nothing.',
    least: 'who did what has to be traceable for a quarter',
  },
  alerts: {
    title: 'Alerts',
    since: 'they resolved themselves',
    stays: 'Alerts that stand.',
    least: 'the jobs page shows those of the last week',
  },
  notices: {
    title: 'Notices',
    since: 'they were read',
    stays: 'Notices that were not read.',
    least: 'a notice read by mistake can be found again for a day',
  },
  reports: {
    title: 'Price reports',
    since: 'they were asked for',
    stays: 'What a run that waits is to make.',
    least: 'a report of last week may not have been downloaded yet',
  },
  'queue-samples': {
    title: 'Depths of the queues',
    since: 'they were counted',
    stays: 'Nothing.',
    least: 'the jobs page draws the last week',
  },
  'price-snapshots': {
    title:
      'Captured prices, thinned to one a week of a project, after 18 more months to one a month',
    since: 'they were captured',
    stays:
      'What was bid, the last capture of each week or month, and each that has the first or the last price of an item or rate of a resource.',
    least: 'half a year of prices is shown in full',
  },
  'library-imports': {
    title: 'Files given to be imported',
    since: 'they were given',
    stays: 'What was imported from them.',
    least: 'a file may be checked one day and imported the next',
  },
  'suggestion-feedback': {
    title: 'Suggestions that were shown, taken in or dismissed',
    since: 'they were shown, or decided on',
    stays: 'What was dismissed in an estimate that is open: it would be suggested there again.',
    least: 'the ranking learns from what people made of suggestions in the last year',
  },
} as const;

/** The name of a kind of data, as in `retention_rules`. */
export type RetentionKind = keyof typeof retentionKinds;

const kind = z.enum(Object.keys(retentionKinds) as [RetentionKind, ...RetentionKind[]]);

/** What a rule would remove at this moment. */
export const removal = z.object({
  rows: z.int(),
  /** Of the oldest and the newest of them. */
  oldest: z.string().nullable(),
  newest: z.string().nullable(),
  /** Up to three of the oldest, in words. */
  examples: z.array(z.string()),
});

/** A kind of data, how long it is kept, and what that would remove now. */
export const retentionRule = z
  .object({
    kind,
    title: z.string(),
    since: z.string(),
    stays: z.string(),
    keep_days: z.int(),
    least_days: z.int(),
    most_days: z.int(),
    /** Why it cannot be kept for fewer days. */
    least_reason: z.string(),
    updated_at: z.string(),
    removes: removal,
  })
  .meta({ id: 'RetentionRule' });

/** All rules. */
export const retentionAnswer = z.object({ rules: z.array(retentionRule) });

const keepDays = z.coerce.number().int();

/** Address of a rule. */
export const retentionParams = z.object({ kind });
/** Address parameters of what another length of time would remove. */
export const previewRetentionQuery = z.object({ keep_days: keepDays });
/** Body of changing how long a kind is kept. */
export const changeRetentionInput = z.strictObject({ keep_days: z.int() });

export type Removal = z.infer<typeof removal>;
