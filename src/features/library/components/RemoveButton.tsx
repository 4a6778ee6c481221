import { useState } from 'react';
import { tellError } from './jobs/notices.ts';

/** Removes what a page shows, after asking once more. */
export function RemoveButton(props: {
  /** What goes, and what stays, in a sentence. */
  warning: string;
  /** Why it cannot go, and what to do first; told in place of the warning. */
  whyNot?: string | null;
  disabled?: boolean;
  onRemove: () => Promise<unknown>;
}) {
  const { warning, whyNot = null, disabled = false, onRemove } = props;
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
      <span role="status" className="text-quiet">
        {whyNot ?? warning}
      </span>
      {whyNot === null && (
        <button
          // biome-ignore lint/a11y/noAutofocus: what was pressed to come here is gone.
          autoFocus
          type="button"
          className="button-primary"
          onClick={() => void onRemove().catch(tellError)}
        >
          Remove it
        </button>
      )}
      <button
        // biome-ignore lint/a11y/noAutofocus: likewise.
        autoFocus={whyNot !== null}
        type="button"
        className="button"
        onClick={() => setAsking(false)}
      >
        Keep it
      </button>
    </div>
  );
}
