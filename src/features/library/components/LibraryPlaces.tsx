import { Link } from '@tanstack/react-router';
import { useSession } from '../services/session.ts';

const places = [
  { to: '/', name: 'Items', admin: false },
  { to: '/resources', name: 'Resources', admin: false },
  { to: '/bulk-updates', name: 'Bulk updates', admin: false },
  { to: '/imports', name: 'Import', admin: true },
] as const;

/** The pages of the library, from each to the others. */
export function LibraryPlaces() {
  const isAdmin = useSession()?.user.admin ?? false;
  const shown = places.filter(({ admin }) => isAdmin || !admin);
  return (
    <nav aria-label="Library" className="inline-flex overflow-hidden rounded-md border border-line">
      {shown.map(({ to, name }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ className: 'bg-selected font-medium text-ink', 'aria-current': 'page' }}
          inactiveProps={{ className: 'text-quiet hover:bg-hover' }}
          className="flex h-8 items-center border-r border-line px-2.5 last:border-r-0 focus-visible:-outline-offset-2"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
