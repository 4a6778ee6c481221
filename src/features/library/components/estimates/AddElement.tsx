import { toast } from 'sonner';
import type { Estimate } from '../../services/types.ts';
import { NameForm } from './NameForm.tsx';
import type { EstimateActions } from './use-estimate-actions.ts';

/** Adds elements to an estimate, one after another. */
export function AddElement(props: {
  estimate: Estimate;
  actions: EstimateActions;
  onDone: () => void;
}) {
  const { estimate, actions, onDone } = props;
  return (
    <div className="border-b border-line px-3 py-2">
      <NameForm
        label="Element"
        placeholder="Foundations"
        submit="Add"
        onName={async (name) => {
          await actions.addElement(name);
          toast.success(`Added ${name} to ${estimate.name}.`);
        }}
        onDone={onDone}
      />
    </div>
  );
}
