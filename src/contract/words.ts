import { z } from 'zod';
import { counted } from './counted.ts';

/** What is meant by a type of input. */
const types: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const moment = 'an ISO 8601 moment with its offset, such as 2025-06-30T00:00:00Z';

/** Ends a sentence that begins with the field: what its value must be. Undefined: zod's own words will do. */
function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return types[issue.expected] && `must be ${types[issue.expected]}`;
    case 'too_small':
      return `must ${leastOf(issue)}`;
    case 'too_big':
      return `must ${mostOf(issue)}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'datetime' ? `must be ${moment}` : undefined;
    case 'unrecognized_keys':
      return 'is not known here; check how it is written';
    default:
      return undefined;
  }
}

type Least = Pick<z.core.$ZodIssueTooSmall, 'origin' | 'minimum' | 'inclusive'>;
type Most = Pick<z.core.$ZodIssueTooBig, 'origin' | 'maximum' | 'inclusive'>;

function leastOf({ origin, minimum, inclusive }: Least): string {
  if (origin === 'string') {
    return Number(minimum) === 1 ? 'not be empty' : `have at least ${minimum} characters`;
  }
  if (origin === 'array') return `have at least ${counted(minimum, 'entry', 'entries')}`;
  return inclusive === false ? `be more than ${minimum}` : `be ${minimum} or more`;
}

function mostOf({ origin, maximum, inclusive }: Most): string {
  if (origin === 'string') return `have at most ${maximum} characters`;
  if (origin === 'array') return `have at most ${counted(maximum, 'entry', 'entries')}`;
  return inclusive === false ? `be less than ${maximum}` : `be ${maximum} or less`;
}

// Where a schema says nothing of its own, its errors are told in these words, wherever input is checked.
z.config({ customError: wordsOf });
