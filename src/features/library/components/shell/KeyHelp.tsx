import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';

const keys: readonly [key: string, does: string][] = [
  ['⌘K or Ctrl K', 'Go to an item, a page, a command'],
  ['/', 'Search'],
  ['↑ ↓ PgUp PgDn Home End', 'Move in a list'],
  ['Enter', 'Open the row'],
  ['Space, Shift with an arrow', 'Choose rows, in lists that let you'],
  ['Ctrl A or ⌘ A', 'Choose all that match'],
  ['Esc', 'Choose none; close what is open'],
  ['?', 'Show these keys'],
];

/** `?`: what the keys do. */
export function KeyHelp() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key === '?' && !writing) setOpen(true);
    };
    document.addEventListener('keydown', show);
    return () => document.removeEventListener('keydown', show);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.3)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[20vh] left-1/2 z-50 w-[min(26rem,calc(100vw-1.5rem))] -translate-x-1/2 rounded-xl border border-line bg-raised p-4 shadow-2xl"
        >
          <Dialog.Title className="mb-3 text-large font-semibold">Keys</Dialog.Title>
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
            {keys.map(([key, does]) => (
              <div key={key} className="contents">
                <dt className="text-quiet">{key}</dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Dialog.Close className="button mt-4">Close</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
