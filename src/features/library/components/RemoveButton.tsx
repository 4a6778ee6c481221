import { useState } from 'react';
import { tellError } from './jobs/notices.ts';

/** Removes what a page shows, after asking once more. */
export function RemoveButton(props: {
  /** What goes, and what stays, in a sentence. */
  warning: string;
  disabled?: boolean;
  onRemove: () => Promise<unknown>;
}) {
  const { warning, disabled = false, onRemove } = props;
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" className="button" disabled={disabled} onClick={() => setAsking(true)}>
        Remove
      </button>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-quiet">{warning}</span>
      <button
        // biome-ignore lint/a11y/noAutofocus: what was pressed to come here is gone.
        autoFocus
        type="button"
        className="button-primary"
        onClick={() => void onRemove().catch(tellError)}
      >
        Remove it
      </button>
      <button type="button" className="button" onClick={() => setAsking(false)}>
        Keep it
      </button>
    </div>
  );
}
