import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import type { CostPreset } from '../../services/types.ts';
import { Popup } from '../Popup.tsx';

/** The markups a project keeps: each put beside the others, or removed after asking once more. */
export function Presets(props: {
  presets: readonly CostPreset[];
  /** Whether no more fit beside each other. */
  full: boolean;
  onAdd: (preset: CostPreset) => void;
  onRemove: (preset: CostPreset) => Promise<void>;
}) {
  const { presets, full, onAdd, onRemove } = props;
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<string | null>(null);
  const show = (shown: boolean) => {
    setOpen(shown);
    setAsking(null);
  };
  return (
    <Popup
      label="Kept markups"
      button={
        <>
          <Bookmark size={14} aria-hidden />
          Kept markups
        </>
      }
      className="button justify-self-start"
      open={open}
      onOpenChange={show}
      align="start"
      box="w-80 p-2"
    >
      {presets.length === 0 && (
        <p className="px-2 py-1.5 text-quiet">
          None kept yet. Name an option, then keep it for the project.
        </p>
      )}
      <ul className="max-h-64 overflow-auto">
        {presets.map((preset) => (
          <li key={preset.id}>
            {asking === preset.id ? (
              <Asked
                preset={preset}
                onRemove={() => void onRemove(preset).then(() => setAsking(null))}
                onKeep={() => setAsking(null)}
              />
            ) : (
              <div className="flex items-center rounded-md hover:bg-hover">
                <button
                  type="button"
                  className="min-w-0 flex-1 truncate px-2 py-1.5 text-left disabled:text-quiet"
                  disabled={full}
                  onClick={() => {
                    onAdd(preset);
                    show(false);
                  }}
                >
                  {preset.name}
                </button>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Remove ${preset.name}`}
                  onClick={() => setAsking(preset.id)}
                >
                  <X size={14} aria-hidden />
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {full && (
        <p className="px-2 pt-1.5 text-small text-quiet">
          No more fit beside each other; take one away first.
        </p>
      )}
    </Popup>
  );
}

function Asked(props: { preset: CostPreset; onRemove: () => void; onKeep: () => void }) {
  return (
    <div className="grid gap-2 rounded-md bg-hover p-2">
      <p>Remove “{props.preset.name}” for everyone in the project? It cannot be brought back.</p>
      <div className="flex gap-2">
        <button
          // biome-ignore lint/a11y/noAutofocus: what was pressed to come here is gone.
          autoFocus
          type="button"
          className="button-primary"
          onClick={props.onRemove}
        >
          Remove it
        </button>
        <button type="button" className="button" onClick={props.onKeep}>
          Keep it
        </button>
      </div>
    </div>
  );
}
