import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { keptKey, useKeepCosts } from '../components/costs/use-keep-costs.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { costsApi } from '../services/costs-api.ts';
import * as format from '../services/format.ts';
import type { CalculationInput, KeptCalculation } from '../services/types.ts';

const route = getRouteApi('/signed-in/projects/$projectId/costs');

/** What was calculated for a project, and what can be. */
export function CostsPage() {
  const { projectId } = route.useParams();
  const keep = useKeepCosts();
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  const kept = useQuery({
    queryKey: keptKey(projectId),
    queryFn: () => costsApi.list(projectId),
  });
  const error = project.error ?? kept.error;
  if (error) {
    return (
      <>
        <PageHeader title="Costs" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={error} />
        </div>
      </>
    );
  }
  if (!project.data || !kept.data) return <PageSkeleton title="Costs" rows={6} />;
  const calculate = (what: CalculationInput['what']) =>
    void keep.calculate({ project_id: projectId, what });
  const { name, estimates, member } = project.data;
  const { calculations } = kept.data;
  return (
    <>
      <PageHeader
        title="Costs"
        above={
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {name}
          </Link>
        }
      >
        What items cost at this project’s rates, with several sets of markups side by side.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6">
        {member && (
          <div className="flex flex-wrap gap-2">
            {estimates.map((estimate) => (
              <button
                key={estimate.id}
                type="button"
                className="button-primary"
                disabled={keep.busy || estimate.lines.length === 0}
                onClick={() => calculate({ estimate_id: estimate.id })}
              >
                Calculate {estimate.name}
              </button>
            ))}
            <button
              type="button"
              className="button"
              disabled={keep.busy}
              onClick={() => calculate({ filter: {} })}
            >
              Calculate the whole library
            </button>
          </div>
        )}
        {calculations.length === 0 ? (
          <EmptyNote title="Nothing calculated yet">
            {member
              ? 'What you calculate is kept here. Choose items in the library to calculate some of them.'
              : 'Its members can calculate its costs.'}
          </EmptyNote>
        ) : (
          <Kept calculations={calculations} />
        )}
      </div>
    </>
  );
}

function Kept({ calculations }: { calculations: readonly KeptCalculation[] }) {
  return (
    <section aria-label="Calculations" className="card overflow-x-auto">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="number">
              Items
            </th>
            <th scope="col" className="number max-sm:hidden">
              Without a cost
            </th>
            <th scope="col" className="number">
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {calculations.map((kept) => (
            <tr key={kept.id} className="hover:bg-hover">
              <td>
                <Link
                  to="/projects/$projectId/costs/$calculationId"
                  params={{ projectId: kept.project_id, calculationId: kept.id }}
                  className="font-medium hover:underline"
                >
                  {kept.name}
                </Link>
                {kept.state !== 'done' && <span className="text-quiet"> {kept.state}</span>}
              </td>
              <td className="number">{format.count(kept.item_count)}</td>
              <td className="number text-quiet max-sm:hidden">{format.count(kept.failed)}</td>
              <td className="number text-quiet">
                <time dateTime={kept.created_at} title={format.moment(kept.created_at)}>
                  {format.ago(kept.created_at)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
