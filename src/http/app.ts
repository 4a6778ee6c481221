import { PublicError } from '../contract/errors.ts';
import { largestLibraryFile } from '../contract/library-files.ts';
import type { JobControl } from '../operations/job-control.ts';
import type { Dependencies } from './environment.ts';
import { answerError } from './errors.ts';
import { mountFunctions } from './functions-app.ts';
import {
  authenticated,
  emptyBodyIsObject,
  limited,
  limitedTo,
  observed,
  sharedWith,
  signedIn,
} from './middleware.ts';
import { namesKept } from './names.ts';
import { openApiApp } from './openapi.ts';
import { bulkUpdateRoutes } from './routes/bulk-updates.ts';
import { costCalculationRoutes, costPresetRoutes } from './routes/cost-calculations.ts';
import { estimateElementRoutes } from './routes/estimate-elements.ts';
import { estimateLineRoutes } from './routes/estimate-lines.ts';
import { estimateRoutes } from './routes/estimates.ts';
import { frozenEstimateRoutes } from './routes/frozen-estimates.ts';
import { type Health, operatorRoutes } from './routes/health.ts';
import { jobActionRoutes } from './routes/job-actions.ts';
import { jobManagerRoutes } from './routes/job-manager.ts';
import { jobRoutes } from './routes/jobs.ts';
import { libraryRoutes } from './routes/library.ts';
import { libraryFileRoutes, libraryUploadRoutes } from './routes/library-files.ts';
import { type ChangeFeed, noticeRoutes } from './routes/notices.ts';
import { priceChangeRoutes } from './routes/price-changes.ts';
import { priceReportRoutes } from './routes/price-reports.ts';
import { priceTrendRoutes } from './routes/price-trends.ts';
import { projectMemberRoutes } from './routes/project-members.ts';
import { projectRateRoutes } from './routes/project-rates.ts';
import { projectRoutes } from './routes/projects.ts';
import { retentionRoutes } from './routes/retention.ts';
import { rpcRoutes } from './routes/rpc.ts';
import { savedFilterRoutes } from './routes/saved-filters.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { type SignIn, sessionRoutes } from './routes/session.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import type { Schedules } from './schedules.ts';

/** What the whole app needs beyond the functions. */
export interface AppDependencies extends Dependencies {
  schedules: Schedules;
  control: JobControl;
  changes: ChangeFeed;
  health: Health;
  /** Null where tokens come from elsewhere. */
  signIn: SignIn | null;
}

/** Everything Ratebook answers over HTTP, but for the files of the web app. */
export function createApp(given: AppDependencies) {
  const dependencies = { ...given, verify: namesKept(given) };
  const { corsOrigins, verify } = dependencies;
  const app = openApiApp();
  app.onError((error, c) => answerError(error, c, dependencies));
  app.notFound((c) => answerError(new PublicError('not_found'), c, dependencies));
  app.use(observed(dependencies));

  mountFunctions(app, dependencies);

  const rpc = rpcRoutes(dependencies, authenticated(verify), limited, emptyBodyIsObject);
  app.use('/rest/v1/rpc/*', sharedWith(corsOrigins ?? '*'));
  app.route('/rest/v1/rpc', rpc);

  // Before what asks for a token: these are for those who have none yet.
  app.route('/api/session', sessionRoutes(dependencies.signIn));
  app.doc31('/api/openapi.json', description);

  // Before the rest, whose limit is for what people write, not for files.
  const uploads = openApiApp();
  if (corsOrigins) uploads.use(sharedWith(corsOrigins));
  const uploadLimit = limitedTo(largestLibraryFile, 'split the file into smaller ones');
  uploads.post('/', authenticated(verify), signedIn, uploadLimit);
  uploads.route('/', libraryUploadRoutes(dependencies));
  app.route('/api/library/imports', uploads);

  const api = openApiApp();
  if (corsOrigins) api.use(sharedWith(corsOrigins));
  api.use(authenticated(verify), signedIn, limited, emptyBodyIsObject);
  api.route('/library', libraryFileRoutes(dependencies));
  api.route('/library', libraryRoutes(dependencies));
  api.route('/bulk-updates', bulkUpdateRoutes(dependencies));
  api.route('/saved-filters', savedFilterRoutes(dependencies));
  api.route('/', priceTrendRoutes(dependencies));
  api.route('/reports', priceReportRoutes(dependencies));
  api.route('/', priceChangeRoutes(dependencies));
  api.route('/', projectRoutes(dependencies));
  api.route('/', estimateRoutes(dependencies));
  api.route('/estimates', estimateLineRoutes(dependencies));
  api.route('/estimates', estimateElementRoutes(dependencies));
  api.route('/', frozenEstimateRoutes(dependencies));
  api.route('/projects', projectMemberRoutes(dependencies));
  api.route('/projects', projectRateRoutes(dependencies));
  api.route('/projects', costPresetRoutes(dependencies));
  api.route('/cost-calculations', costCalculationRoutes(dependencies));
  api.route('/jobs/retention', retentionRoutes(dependencies));
  api.route('/', suggestionRoutes(dependencies));
  api.route('/jobs', jobActionRoutes(dependencies));
  api.route('/jobs', jobManagerRoutes(dependencies));
  api.route('/jobs', scheduleRoutes(dependencies));
  api.route('/jobs', jobRoutes(dependencies));
  api.route('/', noticeRoutes(dependencies));
  app.route('/api', api);

  app.route('/', operatorRoutes(dependencies.health));
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  return app;
}

const description = {
  openapi: '3.1.0',
  info: {
    title: 'Ratebook',
    version: '1',
    description:
      'Suggestions, price history, complex costs and jobs of a construction cost library.',
  },
};
