import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';

/** Where a figure comes from, one click away. */
export function Why({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        className="inline-flex size-6 items-center justify-center rounded text-quiet hover:text-ink"
        aria-label={`Why: ${of}`}
      >
        <Info size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={of}
          sideOffset={4}
          collisionPadding={12}
          className="z-30 w-80 max-w-[calc(100vw-1.5rem)] rounded-lg border border-line bg-raised p-3 text-body shadow-lg"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
