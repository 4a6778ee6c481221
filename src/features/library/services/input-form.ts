import type { JobKind } from './types.ts';

/** A field of a job's input, as a form shows it. */
export interface InputField {
  name: string;
  required: boolean;
  /** `json`: whatever has parts of its own. */
  kind: 'project' | 'yes or no' | 'number' | 'text' | 'json';
}

interface Schema {
  properties?: Record<string, { type?: string; format?: string }>;
  required?: string[];
}

/** The fields of a job's input, by the JSON Schema it says of itself; `projectId` is chosen among the projects. */
export function inputFields({ input_schema }: JobKind): InputField[] {
  const { properties = {}, required = [] } = input_schema as Schema;
  return Object.entries(properties).map(([name, { type, format }]) => ({
    name,
    required: required.includes(name),
    kind:
      name === 'projectId' && format === 'uuid'
        ? 'project'
        : type === 'boolean'
          ? 'yes or no'
          : type === 'number' || type === 'integer'
            ? 'number'
            : type === 'string'
              ? 'text'
              : 'json',
  }));
}

/** What stands in a form that edits an input. */
export function writtenOf(
  fields: readonly InputField[],
  input: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const written = fields.flatMap(({ name, kind }): [string, string][] => {
    const value = input[name];
    if (value === undefined || value === null) return [];
    if (kind === 'yes or no') return [[name, value === true ? 'yes' : 'no']];
    return [[name, kind === 'json' ? JSON.stringify(value, null, 2) : String(value)]];
  });
  return Object.fromEntries(written);
}

/** A field of a form holds what cannot be read. */
export class UnreadableField extends Error {
  override name = 'UnreadableField';
  /** As the server would call it, such as `input.options`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * The input that stands in a form, without the fields that are empty.
 * @throws {UnreadableField} where JSON was asked for and is not there
 */
export function inputOf(
  fields: readonly InputField[],
  written: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const given = fields.flatMap(({ name, kind }): [string, unknown][] => {
    const text = (written[name] ?? '').trim();
    if (text === '') return [];
    if (kind === 'yes or no') return [[name, text === 'yes']];
    // What is no number goes as it is, and is refused by the field.
    if (kind === 'number') return [[name, Number.isFinite(Number(text)) ? Number(text) : text]];
    return [[name, kind === 'json' ? jsonOf(name, text) : text]];
  });
  return Object.fromEntries(given);
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new UnreadableField(`input.${name}`, `This is not JSON: ${reason}`);
  }
}

/** How a field is called where people read it: `includeAllItems` is "Include all items". */
export function inWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/ ids?$/, '');
}
