import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useState } from 'react';
import { api } from '../services/api.ts';
import type { LibraryRow } from '../services/types.ts';

const found = 6;

/** A search for an item of the library, with what was found below; arrows go through it, Enter chooses. */
export function ItemSearch(props: {
  /** Names it. */
  label: string;
  placeholder: string;
  /** Ids of items that are not offered. */
  without?: readonly string[];
  /** Whether the typing begins here at once: the reader just asked for it. */
  autoFocus?: boolean;
  /** To which side of the field what was found stands where it is wider. */
  align?: 'left' | 'right';
  className?: string;
  onChoose: (item: LibraryRow) => void;
  /** Escape was pressed with nothing typed. */
  onLeave?: () => void;
}) {
  const { without = [], align = 'right', className = 'w-48' } = props;
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState('');
  const search = typed.trim();
  const items = useQuery({
    queryKey: ['library', 'item search', search, without.length],
    queryFn: ({ signal }) => api.items({ search, limit: found + without.length }, signal),
    enabled: search.length > 1,
    placeholderData: keepPreviousData,
  });
  const choice = (items.data?.items ?? [])
    .filter(({ id }) => !without.includes(id))
    .slice(0, found);
  // What was marked may not be among what is found now; Enter always chooses something that is seen.
  const value = choice.some(({ id }) => id === marked) ? marked : (choice[0]?.id ?? '');
  return (
    <Command
      shouldFilter={false}
      label={props.label}
      value={value}
      onValueChange={setMarked}
      className="relative"
    >
      <Command.Input
        autoFocus={props.autoFocus}
        value={typed}
        onValueChange={setTyped}
        placeholder={props.placeholder}
        className={`field ${className}`}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (typed === '') props.onLeave?.();
          setTyped('');
        }}
      />
      <Command.List
        hidden={search.length < 2}
        className={`absolute top-9 z-20 w-80 max-w-[80vw] rounded-lg border border-line bg-raised p-1 shadow-lg ${align === 'left' ? 'left-0' : 'right-0'}`}
      >
        {items.data && (
          <Command.Empty className="px-2 py-2 text-quiet">Nothing is called that.</Command.Empty>
        )}
        {choice.map((item) => (
          <Command.Item
            key={item.id}
            value={item.id}
            onSelect={() => {
              setTyped('');
              props.onChoose(item);
            }}
            className="flex h-8 cursor-pointer items-center gap-2 rounded px-2 data-[selected=true]:bg-selected"
          >
            <span className="code w-20 shrink-0 truncate text-quiet">{item.code}</span>
            <span className="truncate">{item.name}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
