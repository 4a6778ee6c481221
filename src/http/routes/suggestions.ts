import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  suggestAnswer,
  suggestInput,
  suggestionFeedbackAnswer,
  suggestionFeedbackInput,
  suggestionFigures,
  suggestionFiguresQuery,
} from '../../contract/suggestions.ts';
import { recordSuggestions } from '../../database/queries/suggestions/record-suggestions.ts';
import { suggestItems } from '../../operations/suggest.ts';
import { readSuggestionFigures } from '../../operations/suggestion-figures.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** What an estimate still lacks, what became of saying so, and how useful it was. */
export function suggestionRoutes({ database, now }: Dependencies) {
  const app = openApiApp();

  app.openapi(suggest, async (c) => {
    const input = c.req.valid('json');
    const answer = await database.as(c.get('identity'), (tx) => suggestItems(tx, input, now()), {
      readOnly: true,
    });
    return c.json(answer, 200);
  });

  app.openapi(feedback, async (c) => {
    const { id: estimateId } = c.req.valid('param');
    const said = c.req.valid('json');
    const changed = await database.as(c.get('identity'), (tx) =>
      recordSuggestions(tx, estimateId, said),
    );
    return c.json({ success: true as const, changed }, 200);
  });

  app.openapi(figures, async (c) => {
    const { days } = c.req.valid('query');
    const answer = await database.as(
      c.get('identity'),
      (tx) => readSuggestionFigures(tx, days, now()),
      { readOnly: true },
    );
    return c.json(answer, 200);
  });

  return app;
}

const suggest = createRoute({
  method: 'post',
  path: '/suggestions',
  summary: 'What an estimate still lacks, with the reasons',
  security: bearer,
  request: { body: jsonBody(suggestInput) },
  responses: { 200: jsonAnswer('Suggestions, best first.', suggestAnswer), ...failures },
});

const feedback = createRoute({
  method: 'post',
  path: '/estimates/{id}/suggestions',
  summary: 'Say what became of suggestions: shown, dismissed, or restored',
  description:
    'For members of the project. An item put into the estimate after it was shown counts as taken in by itself.',
  security: bearer,
  request: { params: z.object({ id }), body: jsonBody(suggestionFeedbackInput) },
  responses: { 200: jsonAnswer('Noted.', suggestionFeedbackAnswer), ...failures },
});

const figures = createRoute({
  method: 'get',
  path: '/suggestions/figures',
  summary: 'How useful suggestions were; for administrators',
  security: bearer,
  request: { query: suggestionFiguresQuery },
  responses: { 200: jsonAnswer('Counts and shares.', suggestionFigures), ...failures },
});
