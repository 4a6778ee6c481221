import { ApiError, api } from './api.ts';
import { cronEvery } from './cron.ts';
import type {
  CapturedPrices,
  CostCalculation,
  CostOptions,
  Enqueued,
  ItemStatistics,
  JobRun,
  JobSchedule,
  JobSummary,
  PopularityAggregation,
} from './types.ts';

/** Which schedules are to run, and how often; what is left out stays as it is on the server. */
export interface BackgroundJobOptions {
  enablePopularityAggregation?: boolean;
  enablePriceSnapshots?: boolean;
  /** 1, 2, 3, 4, 6, 8, 12 or 24 hours, or 168 for weekly. */
  popularityIntervalHours?: number;
  snapshotIntervalHours?: number;
}

/**
 * Everything a browser does with background jobs. Schedules live on the server, never in a tab: this reads and sets
 * them. Every method rejects with an {@link ApiError} that says what to do: its `code` is a word of the contract, or
 * `unreachable`, `timed_out` or `aborted` where the server did not answer.
 *
 * @example
 * const jobs = BackgroundJobService.getInstance();
 * await jobs.trackLibraryItemUsage(item.id, project.id, estimate.id);
 * const runs = await jobs.within(AbortSignal.timeout(5_000)).getJobHistory();
 */
export class BackgroundJobService {
  static #instance: BackgroundJobService | null = null;
  readonly #signal: AbortSignal | undefined;

  private constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** The one instance of this page. */
  static getInstance(): BackgroundJobService {
    BackgroundJobService.#instance ??= new BackgroundJobService();
    return BackgroundJobService.#instance;
  }

  /** The same, giving up what is asked of the server when `signal` says so; what the server has begun it may still do. */
  within(signal: AbortSignal): BackgroundJobService {
    return new BackgroundJobService(signal);
  }

  /** Sets the schedules as asked, where they differ (administrators), and gives all of them. */
  async initialize(options: BackgroundJobOptions = {}): Promise<JobSchedule[]> {
    const wanted = new Map([
      [
        'popularity',
        {
          enabled: options.enablePopularityAggregation,
          cron: cronOf('popularityIntervalHours', options.popularityIntervalHours),
        },
      ],
      [
        'price-snapshots',
        {
          enabled: options.enablePriceSnapshots,
          cron: cronOf('snapshotIntervalHours', options.snapshotIntervalHours),
        },
      ],
    ]);
    const schedules = await this.getActiveSchedules();
    return Promise.all(
      schedules.map((schedule) => {
        const { enabled, cron } = wanted.get(schedule.id) ?? {};
        const change = {
          ...(enabled !== undefined && enabled !== schedule.enabled && { enabled }),
          ...(cron !== undefined && cron !== schedule.cron && { cron }),
        };
        if (Object.keys(change).length === 0) return schedule;
        return api.changeSchedule(schedule.id, change, this.#signal);
      }),
    );
  }

  /** Records that an item was used in a project (its members); gives the usage's id. */
  async trackLibraryItemUsage(
    libraryItemId: string,
    projectId: string,
    estimateId?: string,
    elementId?: string,
    quantity?: number,
  ): Promise<number> {
    // The database would refuse a value it cannot read without saying which.
    for (const [field, id] of Object.entries({ libraryItemId, projectId, estimateId, elementId })) {
      if (id !== undefined) requireId(field, id);
    }
    if (quantity !== undefined && !Number.isFinite(quantity)) throw wrong('quantity', 'a number');
    const args = {
      p_library_item_id: libraryItemId,
      p_project_id: projectId,
      ...(estimateId !== undefined && { p_estimate_id: estimateId }),
      ...(elementId !== undefined && { p_element_id: elementId }),
      ...(quantity !== undefined && { p_quantity: quantity }),
    };
    return api.trackUsage(args, this.#signal);
  }

  /** Aggregates the popularity now (administrators) and waits for it. */
  runPopularityAggregation(): Promise<PopularityAggregation> {
    return api.aggregatePopularity({ signal: this.#signal });
  }

  /** Starts a snapshot of every active project (administrators); gives the run to watch. */
  runPriceSnapshots(): Promise<Enqueued> {
    return api.runNow('capture-price-snapshots', this.#signal);
  }

  /** Captures one project's prices now and waits for it. */
  capturePriceSnapshot(projectId: string, includeAllItems = false): Promise<CapturedPrices> {
    return api.capturePrices(projectId, includeAllItems, this.#signal);
  }

  /** The cost of one unit of each item at the project's rates. */
  calculateComplexFactors(
    itemIds: readonly string[],
    projectId: string,
    options?: CostOptions,
  ): Promise<CostCalculation> {
    return api.calculateCosts(itemIds, projectId, options, this.#signal);
  }

  /** How often an item is used, and with what. */
  async getLibraryItemStatistics(itemId: string): Promise<ItemStatistics> {
    requireId('itemId', itemId);
    return api.statistics(itemId, this.#signal);
  }

  /** The newest runs, of one job or of all. */
  async getJobHistory(jobName?: string, limit = 50): Promise<JobRun[]> {
    return (await api.runs({ job_name: jobName, limit }, this.#signal)).runs;
  }

  /** How the jobs of the last days went. */
  async getJobSummary(daysBack = 7): Promise<JobSummary> {
    if (!Number.isInteger(daysBack)) throw wrong('daysBack', 'a whole number of days');
    return api.jobSummary(daysBack, this.#signal);
  }

  /** The schedules, disabled ones too, each with its next runs. */
  async getActiveSchedules(): Promise<JobSchedule[]> {
    return (await api.schedules({ signal: this.#signal })).schedules;
  }

  /** Turns a schedule on or off (administrators). `jobId` is the schedule's id. */
  setJobEnabled(jobId: string, enabled: boolean): Promise<JobSchedule> {
    return api.changeSchedule(jobId, { enabled }, this.#signal);
  }

  /** One run, as it stands now. */
  async getJobStatus(jobId: string): Promise<JobRun> {
    requireId('jobId', jobId);
    return api.run(jobId, this.#signal);
  }

  /** Removes the log of runs older than 30 days (administrators); gives how many. */
  cleanupOldLogs(): Promise<number> {
    return api.cleanJobLogs({ signal: this.#signal });
  }
}

/** The refusal of an argument that is not what it should be, as the server's would be. */
const wrong = (field: string, expected: string) =>
  new ApiError(400, 'invalid_input', `${field}: give ${expected}.`, { field });

function requireId(field: string, value: string): void {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value))
    throw wrong(field, 'its id, a UUID');
}

function cronOf(field: string, hours: number | undefined): string | undefined {
  if (hours === undefined) return undefined;
  const cron = cronEvery(hours);
  if (cron === null) throw wrong(field, '1, 2, 3, 4, 6, 8, 12 or 24 hours, or 168 for weekly');
  return cron;
}

export { ApiError } from './api.ts';
