import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import type { ProjectDetail } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { type SuggestionActions, SuggestionList } from './SuggestionList.tsx';

const shownSuggestions = 15;

/** Where nothing waits for the outcome: `done` has told of it already. */
const told = () => {};

/** What an estimate still lacks, beside it; what is shown, added and dismissed is remembered. */
export function Suggested(props: {
  project: ProjectDetail;
  estimate: ProjectDetail['estimates'][number];
}) {
  const { project, estimate } = props;
  const queries = useQueryClient();
  const suggestions = useQuery({
    queryKey: ['projects', project.id, 'suggestions', estimate.id],
    queryFn: () => api.suggestions(estimate.id, shownSuggestions),
  });
  const whyNot = reasonNotToAdd(project, estimate);
  const shown = suggestions.data?.suggestions.map((item) => item.library_item_id).join();
  useEffect(() => {
    // Who may only look can take nothing in: that says nothing of the suggestions.
    if (!shown || whyNot !== null) return;
    void api.suggestionOutcome(estimate.id, 'shown', shown.split(',')).catch(tellError);
  }, [shown, whyNot, estimate.id]);

  if (suggestions.error) {
    return <ErrorNote error={suggestions.error} retry={() => void suggestions.refetch()} />;
  }
  if (!suggestions.data) return <SkeletonRows rows={6} />;
  const done = async (work: Promise<unknown>, news: string) => {
    try {
      await work;
      toast.success(news);
      await queries.invalidateQueries({ queryKey: ['projects', project.id] });
    } catch (error) {
      tellError(error);
      throw error;
    }
  };
  const tell = (outcome: 'dismissed' | 'restored', id: string) =>
    api.suggestionOutcome(estimate.id, outcome, [id]);
  const actions: SuggestionActions = {
    add: ({ library_item_id, name }, quantity, element_id) =>
      done(
        api.addLine(estimate.id, { library_item_id, quantity, element_id }),
        `Added ${name} to ${estimate.name}.`,
      ),
    dismiss: (item) =>
      done(
        tell('dismissed', item.library_item_id),
        `${item.name} is not suggested here any more.`,
      ).catch(told),
    restore: (item) =>
      done(tell('restored', item.library_item_id), `${item.name} may be suggested again.`).catch(
        told,
      ),
  };
  return (
    <SuggestionList
      answer={suggestions.data}
      elements={estimate.elements}
      elementOf={(itemId) =>
        estimate.lines.find(({ library_item_id }) => library_item_id === itemId)?.element_id ?? null
      }
      whyNot={whyNot}
      actions={whyNot === null ? actions : null}
    />
  );
}

function reasonNotToAdd(
  project: ProjectDetail,
  estimate: ProjectDetail['estimates'][number],
): string | null {
  if (estimate.status === 'frozen') return 'The estimate is frozen.';
  return project.member ? null : 'Its members can add them.';
}
