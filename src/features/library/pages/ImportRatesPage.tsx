import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { toast } from 'sonner';
import { tellError } from '../components/jobs/notices.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { ImportedTable } from '../components/rates/ImportedTable.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { EmptyNote, ErrorNote, SkeletonRows } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { ratesApi } from '../services/rates-api.ts';
import { useProjectSearch } from '../services/use-project-search.ts';

const route = getRouteApi('/signed-in/projects/$projectId/rates/import');

/** Takes over the rates of another project, after showing what that would do. */
export function ImportRatesPage() {
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const [from, setFrom] = useState('');
  const [day, setDay] = useState('');
  const [replace, setReplace] = useState(false);
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  const currency = project.data?.currency;
  const enabled = currency !== undefined;
  const { search, setSearch, projects } = useProjectSearch({ currency, enabled });
  // What is chosen may not be among those found.
  const find = (words: string) => {
    setSearch(words);
    setFrom('');
  };
  const body = {
    from_project_id: from,
    ...(day !== '' && { effective_from: `${day}T00:00:00Z` }),
    replace,
  };
  const plan = useQuery({
    queryKey: ['projects', projectId, 'rates', 'import', body],
    queryFn: () => ratesApi.takeOver(projectId, { ...body, dry_run: true }),
    enabled: from !== '',
    placeholderData: keepPreviousData,
  });
  // What was planned for a project that is chosen no more is not to be taken over.
  const shown = from === '' ? undefined : plan.data;
  const count = shown ? shown.added + shown.replaced : 0;
  const take = async () => {
    try {
      const { added, replaced } = await ratesApi.takeOver(projectId, { ...body, dry_run: false });
      toast.success(`Took over ${format.plural(added + replaced, 'rate')}.`);
      await queries.invalidateQueries({ queryKey: ['projects', projectId] });
      await navigate({
        to: '/projects/$projectId/rates',
        params: { projectId },
        search: { show: 'own' },
      });
    } catch (error) {
      tellError(error);
    }
  };
  const others = projects.data?.projects.filter(({ id }) => id !== projectId);
  return (
    <>
      <PageHeader
        title="Take over rates"
        above={
          <Link to="/projects/$projectId/rates" params={{ projectId }} className="link">
            Rates of {project.data?.name ?? 'the project'}
          </Link>
        }
        action={
          shown && (
            <button
              type="button"
              className="button-primary"
              disabled={count === 0 || plan.isFetching || plan.isPlaceholderData}
              onClick={() => void take()}
            >
              {`Take over ${format.count(count)} ${count === 1 ? 'rate' : 'rates'}`}
            </button>
          )
        }
      >
        Those another project has in force. You see what that does before anything changes.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SearchBox label="Search projects" value={search} onSearch={find} />
          <label className="flex max-w-full items-center gap-2 text-quiet">
            From
            <select
              className="field min-w-0"
              value={from}
              onChange={({ target }) => setFrom(target.value)}
            >
              <option value="">Choose a project</option>
              {others?.map(({ id, code, name }) => (
                <option key={id} value={id}>
                  {name} ({code})
                </option>
              ))}
            </select>
          </label>
          <label className="flex items-center gap-2 text-quiet">
            in force from
            <input
              type="date"
              className="field"
              value={day}
              onChange={({ target }) => setDay(target.value)}
            />
          </label>
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={replace}
              onChange={({ target }) => setReplace(target.checked)}
            />
            in place of its own rates
          </label>
        </div>
        {projects.error && <ErrorNote error={projects.error} />}
        {plan.error && <ErrorNote error={plan.error} retry={() => void plan.refetch()} />}
        {from !== '' && plan.isPending && <SkeletonRows rows={8} />}
        {shown && shown.rates.length === 0 && (
          <EmptyNote title="That project has no rates of its own then">
            It pays the catalogue’s; choose another, or another day.
          </EmptyNote>
        )}
        {shown && shown.rates.length > 0 && (
          <ImportedTable plan={shown} currency={project.data?.currency ?? null} />
        )}
      </div>
    </>
  );
}
