import { api } from './api.ts';
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
 * them. Every method rejects with an {@link ApiError} that says what to do.
 *
 * @example
 * const jobs = BackgroundJobService.getInstance();
 * await jobs.trackLibraryItemUsage(item.id, project.id, estimate.id);
 */
export class BackgroundJobService {
  static #instance: BackgroundJobService | null = null;

  /** The one instance of this page. */
  static getInstance(): BackgroundJobService {
    BackgroundJobService.#instance ??= new BackgroundJobService();
    return BackgroundJobService.#instance;
  }

  /** Sets the schedules as asked, where they differ (administrators), and gives all of them. */
  async initialize(options: BackgroundJobOptions = {}): Promise<JobSchedule[]> {
    const wanted = [
      ['popularity', options.enablePopularityAggregation, options.popularityIntervalHours],
      ['price-snapshots', options.enablePriceSnapshots, options.snapshotIntervalHours],
    ] as const;
    const schedules = await this.getActiveSchedules();
    return Promise.all(
      schedules.map(async (schedule) => {
        const [, enabled, hours] = wanted.find(([id]) => id === schedule.id) ?? [];
        const cron = hours === undefined ? undefined : cronEvery(hours);
        const change = {
          ...(enabled !== undefined && enabled !== schedule.enabled && { enabled }),
          ...(cron !== undefined && cron !== schedule.cron && { cron }),
        };
        return Object.keys(change).length > 0 ? api.changeSchedule(schedule.id, change) : schedule;
      }),
    );
  }

  /** Records that an item was used in a project (its members); gives the usage's id. */
  trackLibraryItemUsage(
    libraryItemId: string,
    projectId: string,
    estimateId?: string,
    elementId?: string,
    quantity?: number,
  ): Promise<number> {
    return api.trackUsage({
      p_library_item_id: libraryItemId,
      p_project_id: projectId,
      ...(estimateId !== undefined && { p_estimate_id: estimateId }),
      ...(elementId !== undefined && { p_element_id: elementId }),
      ...(quantity !== undefined && { p_quantity: quantity }),
    });
  }

  /** Aggregates the popularity now (administrators) and waits for it. */
  runPopularityAggregation(): Promise<PopularityAggregation> {
    return api.aggregatePopularity();
  }

  /** Starts a snapshot of every active project (administrators); gives the run to watch. */
  runPriceSnapshots(): Promise<Enqueued> {
    return api.runNow('capture-price-snapshots');
  }

  /** Captures one project's prices now and waits for it. */
  capturePriceSnapshot(projectId: string, includeAllItems = false): Promise<CapturedPrices> {
    return api.capturePrices(projectId, includeAllItems);
  }

  /** The cost of one unit of each item at the project's rates. */
  calculateComplexFactors(
    itemIds: readonly string[],
    projectId: string,
    options?: CostOptions,
  ): Promise<CostCalculation> {
    return api.calculateCosts(itemIds, projectId, options);
  }

  /** How often an item is used, and with what. */
  getLibraryItemStatistics(itemId: string): Promise<ItemStatistics> {
    return api.statistics(itemId);
  }

  /** The newest runs, of one job or of all. */
  async getJobHistory(jobName?: string, limit = 50): Promise<JobRun[]> {
    return (await api.runs({ job_name: jobName, limit })).runs;
  }

  /** How the jobs of the last days went. */
  getJobSummary(daysBack = 7): Promise<JobSummary> {
    return api.jobSummary(daysBack);
  }

  /** The schedules, disabled ones too, each with its next runs. */
  async getActiveSchedules(): Promise<JobSchedule[]> {
    return (await api.schedules()).schedules;
  }

  /** Turns a schedule on or off (administrators). `jobId` is the schedule's id. */
  setJobEnabled(jobId: string, enabled: boolean): Promise<JobSchedule> {
    return api.changeSchedule(jobId, { enabled });
  }

  /** One run, as it stands now. */
  getJobStatus(jobId: string): Promise<JobRun> {
    return api.run(jobId);
  }

  /** Removes the log of runs older than 30 days (administrators); gives how many. */
  cleanupOldLogs(): Promise<number> {
    return api.cleanJobLogs();
  }
}

export { ApiError } from './api.ts';
