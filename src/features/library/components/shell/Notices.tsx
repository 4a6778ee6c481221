import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell, Check, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { Notice } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

/** The bell: what one is told of jobs one asked for, kept until it is read. */
export function Notices() {
  const queries = useQueryClient();
  const notices = useQuery({
    queryKey: ['notices'],
    queryFn: api.notices,
    refetchInterval: 60_000,
  });
  const unread = notices.data?.unread ?? 0;
  const read = async (ids?: string[]) => {
    queries.setQueryData(['notices'], await api.readNotices(ids));
  };
  return (
    <Popover.Root>
      <Popover.Trigger className="relative flex items-center gap-2 rounded-md px-2 py-1.5 text-quiet hover:bg-hover hover:text-ink max-md:flex-1 max-md:flex-col max-md:gap-0.5 max-md:py-2 max-md:text-small">
        <Bell size={16} aria-hidden />
        Notices
        {unread > 0 && (
          <span className="ml-auto rounded-full bg-accent px-1.5 text-small font-medium text-on-accent max-md:absolute max-md:top-1 max-md:left-1/2 max-md:ml-1.5 max-md:leading-4">
            {unread}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Notices"
          side="right"
          align="start"
          sideOffset={8}
          collisionPadding={12}
          className="z-30 flex max-h-[70vh] w-96 max-w-[calc(100vw-1.5rem)] flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-lg"
        >
          <div className="flex h-10 shrink-0 items-center border-b border-line px-3">
            <h2 className="heading mr-auto">Notices</h2>
            {unread > 0 && (
              <button type="button" className="link" onClick={() => void read()}>
                Mark all as read
              </button>
            )}
          </div>
          {notices.data?.notices.length === 0 && (
            <EmptyNote title="Nothing yet">
              When a job you asked for ends, or fails for good, you are told here.
            </EmptyNote>
          )}
          <ul className="overflow-auto">
            {notices.data?.notices.map((notice) => (
              <Item key={notice.id} notice={notice} onOpen={() => void read([notice.id])} />
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What is said after the name of a job; news are sentences of their own. */
const endings = { completed: ' is done', failed: ' failed', news: '' } as const;

function Item({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const failed = notice.outcome === 'failed';
  const Icon = failed ? X : Check;
  return (
    <li className={`border-b border-line last:border-b-0 ${notice.read_at ? '' : 'bg-selected'}`}>
      <Popover.Close asChild>
        <Link
          to={notice.link}
          onClick={onOpen}
          className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2 px-3 py-2 hover:bg-hover"
        >
          <Icon size={14} aria-hidden className={`mt-0.5 ${failed ? 'text-bad' : 'text-good'}`} />
          <span className="font-medium">
            {notice.title}
            {endings[notice.outcome]}
          </span>
          <span className="text-small text-quiet">{format.ago(notice.created_at)}</span>
          <span className="col-span-2 col-start-2 text-quiet">{notice.body}</span>
        </Link>
      </Popover.Close>
    </li>
  );
}
