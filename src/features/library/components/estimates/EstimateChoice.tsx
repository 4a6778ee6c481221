import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, FilePlus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import { frozenApi } from '../../services/frozen-api.ts';
import type { Estimate, ProjectDetail } from '../../services/types.ts';
import { RemoveButton } from '../RemoveButton.tsx';
import { CopyEstimate } from './CopyEstimate.tsx';
import { NameForm } from './NameForm.tsx';
import { useOpenEstimate } from './use-open-estimate.ts';

interface ChoiceProps {
  project: ProjectDetail;
  estimate: Estimate | undefined;
  /** Shows another estimate, of another project where one is named; the first one where none is. */
  onChoose: (estimateId: string | undefined, projectId?: string) => void;
}

/** Which of a project's estimates is shown, and ways to copy it and, for its members, to begin another and to remove it. */
export function EstimateChoice(props: ChoiceProps) {
  const { project, estimate, onChoose } = props;
  const queries = useQueryClient();
  const [making, setMaking] = useState<'empty' | 'copy' | null>(null);
  const onDone = () => setMaking(null);
  const show = async (id: string, news: string, projectId = project.id) => {
    await queries.invalidateQueries({ queryKey: ['projects', projectId] });
    toast.success(news);
    onDone();
    onChoose(id, projectId);
  };
  if (making === 'empty') {
    return (
      <NameForm
        label="Name"
        placeholder="Tender, option B"
        submit="Begin it"
        onName={async (name) => {
          const { id } = await api.addEstimate(project.id, name);
          await show(id, `${name} is begun: add items to it.`);
        }}
        onDone={onDone}
      />
    );
  }
  if (making === 'copy' && estimate) {
    return (
      <CopyEstimate
        {...{ project, estimate, onDone }}
        onCopied={({ id, name }, into) => {
          const where = into.id === project.id ? '' : `, in ${into.name}`;
          return show(id, `${estimate.name} is copied as ${name}${where}.`, into.id);
        }}
      />
    );
  }
  if (!estimate && !project.member) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {project.estimates.length > 1 && (
        <select
          aria-label="Estimate"
          className="field max-w-72"
          value={estimate?.id}
          onChange={(event) => onChoose(event.target.value)}
        >
          {project.estimates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {project.member && (
        <button type="button" className="button" onClick={() => setMaking('empty')}>
          <FilePlus size={14} aria-hidden />
          New estimate
        </button>
      )}
      {estimate && (
        <>
          <button type="button" className="button" onClick={() => setMaking('copy')}>
            <Copy size={14} aria-hidden />
            Copy
          </button>
          <RemoveEstimate key={estimate.id} {...{ project, estimate, onChoose }} />
        </>
      )}
    </div>
  );
}

/** Removes the estimate, after asking once more; nothing for who may not. */
function RemoveEstimate({ project, estimate, onChoose }: ChoiceProps & { estimate: Estimate }) {
  const open = useOpenEstimate(project, estimate);
  const kept = useQuery({
    queryKey: ['projects', project.id, 'frozen'],
    queryFn: () => frozenApi.list(project.id),
    enabled: open !== null,
  });
  if (!open) return null;
  const frozen = kept.data?.versions.filter(({ estimate_id }) => estimate_id === estimate.id) ?? [];
  const { name, lines } = estimate;
  const remove = async () => {
    const removed = await open.attempt(async () => {
      // As soon as the page heard of it, it would ask for what is gone.
      await open.leave();
      onChoose(undefined);
      await api.removeEstimate(estimate);
      toast.success(`Removed ${name}.`);
    });
    if (!removed) onChoose(estimate.id);
  };
  return (
    <RemoveButton
      warning={`${name} goes with its ${format.plural(lines.length, 'line')}, and cannot be brought back.`}
      whyNot={
        frozen.length === 0
          ? null
          : `${name} has ${format.plural(frozen.length, 'frozen version')}, kept with it: remove ${frozen.length === 1 ? 'that' : 'these'} first.`
      }
      onRemove={remove}
    />
  );
}
