import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useEffect, useState } from 'react';
import { api } from '../../services/api.ts';
import { setSession, useSession } from '../../services/session.ts';
import { setTheme } from '../../services/theme.ts';

const shownItems = 8;

/** ⌘K: go to any page or item, or do what can be done everywhere. */
export function CommandPalette(props: { open: boolean; onOpen: (open: boolean) => void }) {
  const { open, onOpen } = props;
  const admin = useSession()?.user.admin ?? false;
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const items = useQuery({
    queryKey: ['library', 'palette', search],
    queryFn: ({ signal }) => api.items({ search, limit: shownItems }, signal),
    enabled: open && search.length > 1,
    placeholderData: keepPreviousData,
  });

  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      // `/` searches the page; one without a search of its own leaves it to this one.
      const search =
        event.key === '/' && !writing && !document.querySelector('main input[type="search"]');
      if (!search && (event.key !== 'k' || !(event.metaKey || event.ctrlKey))) return;
      event.preventDefault();
      onOpen(!open);
    };
    document.addEventListener('keydown', toggle);
    return () => document.removeEventListener('keydown', toggle);
  }, [open, onOpen]);

  const then = (act: () => unknown) => () => {
    onOpen(false);
    setTyped('');
    act();
  };
  const commands: (readonly [name: string, act: () => unknown])[] = [
    ['Library', () => navigate({ to: '/' })],
    ['Resources', () => navigate({ to: '/resources' })],
    ['Bulk updates', () => navigate({ to: '/bulk-updates' })],
    ['Market', () => navigate({ to: '/market' })],
    ['Reports', () => navigate({ to: '/reports' })],
    ['Projects', () => navigate({ to: '/projects' })],
    ['New project', () => navigate({ to: '/projects/new' })],
    ['Jobs', () => navigate({ to: '/jobs' })],
    ...(admin ? [['Suggestions', () => navigate({ to: '/suggestions' })] as const] : []),
    ...(admin ? [['Import', () => navigate({ to: '/imports' })] as const] : []),
    ['Failed jobs', () => navigate({ to: '/jobs', search: { status: 'failed' } })],
    ['Light theme', () => setTheme('light')],
    ['Dark theme', () => setTheme('dark')],
    ['Theme of the machine', () => setTheme('system')],
    ['Sign out', () => setSession(null)],
  ];
  const fitting = commands.filter(([name]) => name.toLowerCase().includes(search.toLowerCase()));

  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpen}
      shouldFilter={false}
      label="Go to"
      overlayClassName="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised shadow-2xl"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="An item, a page, a command"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-large outline-none placeholder:text-quiet"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-quiet">Nothing is called that.</Command.Empty>
        {search.length > 1 &&
          items.data?.items.map((item) => (
            <Command.Item
              key={item.id}
              value={item.id}
              onSelect={then(() => navigate({ to: '/items/$itemId', params: { itemId: item.id } }))}
              className="flex h-9 cursor-pointer items-center gap-3 rounded-md px-3 data-[selected=true]:bg-selected"
            >
              <span className="code w-20 shrink-0 text-quiet">{item.code}</span>
              <span className="truncate">{item.name}</span>
            </Command.Item>
          ))}
        {fitting.map(([name, act]) => (
          <Command.Item
            key={name}
            value={name}
            onSelect={then(act)}
            className="flex h-9 cursor-pointer items-center rounded-md px-3 data-[selected=true]:bg-selected"
          >
            {name}
          </Command.Item>
        ))}
      </Command.List>
    </Command.Dialog>
  );
}
