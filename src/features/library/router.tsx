import { createRootRoute, createRoute, createRouter, Link, Outlet } from '@tanstack/react-router';
import { fromAddress } from './components/costs/options-address.ts';
import { depthLengths, depthViews } from './components/jobs/DepthPanel.tsx';
import type { JobsView } from './components/jobs/index.ts';
import { changeKinds } from './components/market/Changes.tsx';
import { type PriceView, viewNames } from './components/prices/PricePanel.tsx';
import { rangeNames, scaleNames } from './components/prices/prices.ts';
import { Shell } from './components/shell/Shell.tsx';
import { EmptyNote, ErrorNote } from './components/states.tsx';
import { BulkUpdatePage } from './pages/BulkUpdatePage.tsx';
import { BulkUpdatesPage } from './pages/BulkUpdatesPage.tsx';
import {
  CalculationPage,
  type CalculationView,
  calculationShows,
} from './pages/CalculationPage.tsx';
import { CostsPage } from './pages/CostsPage.tsx';
import { EditProjectPage } from './pages/EditProjectPage.tsx';
import { FrozenPage, type FrozenView, frozenShows, frozenSorts } from './pages/FrozenPage.tsx';
import { ImportPage } from './pages/ImportPage.tsx';
import { ImportRatesPage } from './pages/ImportRatesPage.tsx';
import { ImportsPage } from './pages/ImportsPage.tsx';
import { ItemPage } from './pages/ItemPage.tsx';
import { JobsPage } from './pages/JobsPage.tsx';
import { LibraryPage, type Sort, sortNames } from './pages/LibraryPage.tsx';
import { MarketPage, type MarketView, marketSorts, spanNames } from './pages/MarketPage.tsx';
import { NewProjectPage } from './pages/NewProjectPage.tsx';
import { ProjectMembersPage } from './pages/ProjectMembersPage.tsx';
import { ProjectPage } from './pages/ProjectPage.tsx';
import { ProjectRatesPage, type Show, showNames } from './pages/ProjectRatesPage.tsx';
import { ProjectsPage, type ProjectsView, projectStates } from './pages/ProjectsPage.tsx';
import { ReportsPage, type ReportsView } from './pages/ReportsPage.tsx';
import { type Kind, kindNames, ResourcesPage } from './pages/ResourcesPage.tsx';
import { RunPage } from './pages/RunPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { SuggestionsPage } from './pages/SuggestionsPage.tsx';
import { useSession } from './services/session.ts';
import type { JobRun } from './services/types.ts';

/** Text from the address; a search for 702 arrives as a number. */
const text = (value: unknown) =>
  value === undefined || value === null || value === '' ? undefined : String(value);

/** A day such as `2026-03-31` from the address. */
const day = (value: unknown) => {
  const said = text(value);
  return said && /^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(Date.parse(said))
    ? said
    : undefined;
};

/** One of a few words from the address; anything else counts as not given. */
const oneOf = <Word extends string>(words: readonly Word[], value: unknown) =>
  words.find((word) => word === value);

/** A month such as `2026-03` from the address. */
const month = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined;

const statuses: JobRun['status'][] = [
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
  'discarded',
];

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <EmptyNote title="There is no such page">
      <Link to="/" className="link">
        Go to the library
      </Link>
    </EmptyNote>
  ),
});

/** Everything but the sign-in asks for somebody. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: () => {
    const session = useSession();
    return session ? <Shell key={session.user.id} session={session} /> : <SignInPage />;
  },
});

const library = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: LibraryPage,
  validateSearch: (search): LibrarySearch => ({
    q: text(search.q),
    division: text(search.division),
    section: text(search.section),
    sort: oneOf(sortNames, search.sort),
  }),
});

interface LibrarySearch {
  q?: string | undefined;
  division?: string | undefined;
  section?: string | undefined;
  sort?: Sort | undefined;
}

const resources = createRoute({
  getParentRoute: () => signedIn,
  path: '/resources',
  component: ResourcesPage,
  validateSearch: (search): { q?: string | undefined; kind?: Kind | undefined } => ({
    q: text(search.q),
    kind: oneOf(kindNames, search.kind),
  }),
});

const bulkUpdates = createRoute({
  getParentRoute: () => signedIn,
  path: '/bulk-updates',
  component: BulkUpdatesPage,
});

const bulkUpdate = createRoute({
  getParentRoute: () => signedIn,
  path: '/bulk-updates/$updateId',
  component: BulkUpdatePage,
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  component: ImportsPage,
});

const oneImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId',
  component: ImportPage,
});

const item = createRoute({
  getParentRoute: () => signedIn,
  path: '/items/$itemId',
  component: ItemPage,
  validateSearch: (search): PriceView & { compare?: string | undefined } => ({
    from: month(search.from),
    to: month(search.to),
    compare: text(search.compare),
    range: oneOf(rangeNames, search.range),
    scale: oneOf(scaleNames, search.scale),
    view: oneOf(viewNames, search.view),
  }),
});

const market = createRoute({
  getParentRoute: () => signedIn,
  path: '/market',
  component: MarketPage,
  validateSearch: (search): MarketView => ({
    division: text(search.division),
    section: text(search.section),
    project: text(search.project),
    over: oneOf(spanNames, text(search.over)),
    sort: oneOf(marketSorts, search.sort),
    minimum: Number(search.minimum) > 0 ? Number(search.minimum) : undefined,
    lump_sums: oneOf(['with'], search.lump_sums),
    range: oneOf(rangeNames, search.range),
    kind: oneOf(changeKinds, search.kind),
  }),
});

const asked = (search: Record<string, unknown>): ReportsView => ({
  division: text(search.division),
  section: text(search.section),
  project: text(search.project),
  items: text(search.items),
});

const reports = createRoute({
  getParentRoute: () => signedIn,
  path: '/reports',
  component: ReportsPage,
  validateSearch: asked,
});

const report = createRoute({
  getParentRoute: () => signedIn,
  path: '/reports/$reportId',
  component: ReportsPage,
  validateSearch: asked,
});

const projects = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects',
  component: ProjectsPage,
  validateSearch: (search): ProjectsView => ({
    q: text(search.q),
    whose: oneOf(['own'], search.whose),
    state: oneOf(projectStates, search.state),
  }),
});

const newProject = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/new',
  component: NewProjectPage,
});

const editProject = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/edit',
  component: EditProjectPage,
});

const projectMembers = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/members',
  component: ProjectMembersPage,
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId',
  component: ProjectPage,
  validateSearch: (search): { estimate?: string | undefined } => ({
    estimate: text(search.estimate),
  }),
});

const projectRates = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/rates',
  component: ProjectRatesPage,
  validateSearch: (
    search,
  ): { q?: string | undefined; show?: Show | undefined; resource?: string | undefined } => ({
    q: text(search.q),
    show: oneOf(showNames, search.show),
    resource: text(search.resource),
  }),
});

const importRates = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/rates/import',
  component: ImportRatesPage,
});

const costs = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/costs',
  component: CostsPage,
});

const calculation = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/costs/$calculationId',
  component: CalculationPage,
  validateSearch: (search): CalculationView => ({
    show: oneOf(calculationShows, search.show),
    options: fromAddress(search.options),
  }),
});

const frozen = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId/frozen/$versionId',
  component: FrozenPage,
  validateSearch: (search): FrozenView => ({
    show: oneOf(frozenShows, search.show),
    sort: oneOf(frozenSorts, search.sort),
    line: text(search.line),
  }),
});

const jobs = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs',
  component: JobsPage,
  validateSearch: (search): JobsView => ({
    status: oneOf(statuses, search.status),
    job: text(search.job),
    q: text(search.q),
    who: text(search.who),
    act: text(search.act),
    from: day(search.from),
    to: day(search.to),
    words: text(search.words),
    over: oneOf(depthLengths, search.over),
    queue: text(search.queue),
    as: oneOf(depthViews, search.as),
  }),
});

const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/jobs/runs/$runId',
  component: RunPage,
});

const suggestions = createRoute({
  getParentRoute: () => signedIn,
  path: '/suggestions',
  component: SuggestionsPage,
});

/** The pages by their addresses. */
export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      library,
      resources,
      bulkUpdates,
      bulkUpdate,
      imports,
      oneImport,
      item,
      market,
      reports,
      report,
      projects,
      newProject,
      project,
      editProject,
      projectMembers,
      projectRates,
      importRates,
      costs,
      calculation,
      frozen,
      suggestions,
      jobs,
      run,
    ]),
  ]),
  defaultErrorComponent: ({ error }) => (
    <ErrorNote error={error} retry={() => window.location.reload()} />
  ),
  scrollRestoration: true,
  // These outlive the page in them: a new one starts at its top, going back finds it where it was.
  scrollToTopSelectors: ['#page', '[role="grid"]'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
