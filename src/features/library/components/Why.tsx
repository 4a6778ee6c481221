import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Popup } from './Popup.tsx';

/** Where a figure comes from, one click away. */
export function Why({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Popup
      label={of}
      button={<Info size={13} aria-hidden />}
      buttonLabel={`Why: ${of}`}
      className="inline-flex size-6 items-center justify-center rounded text-quiet hover:text-ink"
      align="center"
      box="w-80 p-3 text-body"
    >
      {children}
    </Popup>
  );
}
