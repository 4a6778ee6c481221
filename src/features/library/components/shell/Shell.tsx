import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import {
  BriefcaseBusiness,
  Command,
  FileText,
  Library,
  Lightbulb,
  LogOut,
  Timer,
  TrendingUp,
} from 'lucide-react';
import { type CSSProperties, useCallback, useEffect, useRef, useState } from 'react';
import { Toaster } from 'sonner';
import { useLiveUpdates } from '../../services/live.ts';
import { setSession } from '../../services/session.ts';
import { useTheme } from '../../services/theme.ts';
import type { Session } from '../../services/types.ts';
import { FollowedRuns } from '../jobs/FollowedRuns.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { Notices } from './Notices.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** Where one can go; what is for wide screens alone is a command away on a phone. */
const places = [
  { to: '/', name: 'Library', Icon: Library, exact: true, admin: false, wide: false },
  { to: '/market', name: 'Market', Icon: TrendingUp, exact: false, admin: false, wide: false },
  {
    to: '/projects',
    name: 'Projects',
    Icon: BriefcaseBusiness,
    exact: false,
    admin: false,
    wide: false,
  },
  { to: '/reports', name: 'Reports', Icon: FileText, exact: false, admin: false, wide: true },
  {
    to: '/suggestions',
    name: 'Suggestions',
    Icon: Lightbulb,
    exact: false,
    admin: true,
    wide: true,
  },
  { to: '/jobs', name: 'Jobs', Icon: Timer, exact: false, admin: false, wide: false },
] as const;

/** Notices float, in the colours of whatever floats. */
const noticeColors = {
  '--normal-bg': 'var(--raised)',
  '--normal-border': 'var(--line)',
  '--normal-text': 'var(--ink)',
} as CSSProperties;

/** What stands around every page: where one can go, who is signed in. */
export function Shell({ session }: { session: Session }) {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const theme = useTheme();
  const shown = places.filter(({ admin }) => session.user.admin || !admin);
  const page = usePageFocus();
  const navigate = useNavigate();
  const show = useCallback((link: string) => void navigate({ to: link }), [navigate]);
  useLiveUpdates(useParams({ strict: false, select: ({ projectId }) => projectId }));
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <a
        href="#page"
        className="button-primary absolute top-2 left-2 z-50 -translate-y-16 focus:translate-y-0"
      >
        Skip to the page
      </a>
      <aside className="flex shrink-0 items-center border-line max-md:order-last max-md:border-t md:w-48 md:flex-col md:items-stretch md:border-r md:p-3">
        <p className="px-2 pb-3 text-large font-semibold tracking-tight max-md:hidden">Ratebook</p>
        <nav aria-label="Ratebook" className="contents md:block">
          <ul className="flex flex-[3] md:grid md:gap-0.5">
            {shown.map(({ to, name, Icon, exact, wide }) => (
              <li key={to} className={wide ? 'max-md:hidden' : 'flex-1'}>
                <Link
                  to={to}
                  activeOptions={{ exact, includeSearch: false }}
                  activeProps={{
                    className: 'font-medium text-ink md:bg-selected',
                    'aria-current': 'page',
                  }}
                  inactiveProps={{ className: 'text-quiet hover:bg-hover hover:text-ink' }}
                  className="flex items-center gap-2 rounded-md px-2 py-1.5 max-md:flex-col max-md:gap-0.5 max-md:py-2 max-md:text-small"
                >
                  <Icon size={16} aria-hidden />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <button
          type="button"
          className="flex items-center gap-2 rounded-md px-2 py-1.5 text-quiet hover:bg-hover hover:text-ink max-md:flex-1 max-md:flex-col max-md:gap-0.5 max-md:py-2 max-md:text-small md:mt-3"
          onClick={() => setPaletteOpen(true)}
        >
          <Command size={16} aria-hidden />
          Go to
          <kbd className="ml-auto font-sans text-small max-md:hidden">⌘K</kbd>
        </button>
        <Notices />
        <div className="mt-auto grid gap-2 px-2 max-md:hidden">
          <ThemeSwitch />
          <div className="flex items-center justify-between gap-2">
            <p className="min-w-0 truncate text-small text-quiet" title={session.user.name}>
              {session.user.name}
            </p>
            <button
              type="button"
              className="icon-button shrink-0"
              aria-label="Sign out"
              onClick={() => setSession(null)}
            >
              <LogOut size={14} aria-hidden />
            </button>
          </div>
        </div>
      </aside>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <main
          ref={page}
          id="page"
          tabIndex={-1}
          // What stands out of sight for readers of screens is placed within it: else it would make the window scroll.
          className="relative flex min-h-0 flex-1 flex-col overflow-auto outline-none"
        >
          <Outlet />
        </main>
        <FollowedRuns onShow={show} />
      </div>
      <CommandPalette open={paletteOpen} onOpen={setPaletteOpen} />
      <KeyHelp />
      <Toaster theme={theme} position="bottom-right" closeButton style={noticeColors} />
    </div>
  );
}

/** Puts the focus on each page as it is come to, as a browser would: what had it is gone with the page before. */
function usePageFocus() {
  const page = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== undefined && before.current !== path) {
      page.current?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
  return page;
}
