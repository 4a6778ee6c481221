import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Figure, Figures } from '../components/Figure.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import type { SuggestionFigures } from '../services/types.ts';

const days = 90;

/** How useful suggestions are: for administrators. */
export function SuggestionsPage() {
  const figures = useQuery({
    queryKey: ['suggestion figures', days],
    queryFn: () => api.suggestionFigures(days),
  });
  if (figures.error) {
    return (
      <>
        <PageHeader title="Suggestions" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={figures.error} retry={() => void figures.refetch()} />
        </div>
      </>
    );
  }
  if (!figures.data) return <PageSkeleton title="Suggestions" rows={6} />;
  const { useful_share, target, shown, accepted, dismissed, estimates } = figures.data;
  return (
    <>
      <PageHeader title="Suggestions">
        What became of them in the last {days} days. Each item counts once an estimate.
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6">
        <Figures label="How useful suggestions are">
          <Figure
            name="Useful"
            value={useful_share === null ? 'not decided yet' : format.percent(useful_share)}
            note={`aimed at ${format.percent(target)}`}
            why="Of the suggestions that were added or dismissed, the share that was added."
          />
          <Figure
            name="Shown"
            value={format.count(shown)}
            note={estimates === 1 ? 'in one estimate' : `in ${format.count(estimates)} estimates`}
          />
          <Figure name="Added" value={format.count(accepted)} />
          <Figure name="Dismissed" value={format.count(dismissed)} />
        </Figures>
        <Weeks weeks={figures.data.weeks} />
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <Items title="Added most" items={figures.data.most_accepted} />
          <Items title="Dismissed most" items={figures.data.most_dismissed} />
        </div>
      </div>
    </>
  );
}

function Weeks({ weeks }: { weeks: SuggestionFigures['weeks'] }) {
  return (
    <section aria-labelledby="weeks" className="card min-w-0 overflow-x-auto">
      <h2 id="weeks" className="heading border-b border-line px-3 py-2">
        By week
      </h2>
      {weeks.length === 0 ? (
        <EmptyNote title="Nothing was suggested yet">
          Suggestions stand beside each estimate that its members open.
        </EmptyNote>
      ) : (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Week of</th>
              <th scope="col" className="number">
                Shown
              </th>
              <th scope="col" className="number">
                Added
              </th>
              <th scope="col" className="number">
                Dismissed
              </th>
              <th scope="col" className="number">
                Useful
              </th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, shown, accepted, dismissed }) => (
              <tr key={week}>
                <td>{format.date(week)}</td>
                <td className="number">{format.count(shown)}</td>
                <td className="number">{format.count(accepted)}</td>
                <td className="number">{format.count(dismissed)}</td>
                <td className="number">
                  {accepted + dismissed > 0
                    ? format.percent(accepted / (accepted + dismissed))
                    : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Items(props: { title: string; items: SuggestionFigures['most_accepted'] }) {
  const { title, items } = props;
  if (items.length === 0) return null;
  return (
    <section aria-label={title} className="card min-w-0">
      <h2 className="heading border-b border-line px-3 py-2">{title}</h2>
      <ol>
        {items.map((item) => (
          <li
            key={item.library_item_id}
            className="flex items-baseline gap-3 border-b border-line px-3 py-2 last:border-b-0"
          >
            <Link
              to="/items/$itemId"
              params={{ itemId: item.library_item_id }}
              className="min-w-0 flex-1 font-medium hover:underline"
            >
              {item.name}
            </Link>
            <span className="text-small text-quiet">
              added {format.count(item.accepted)}, dismissed {format.count(item.dismissed)} of{' '}
              {format.count(item.shown)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
