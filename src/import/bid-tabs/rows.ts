import type { RowProblem } from '../problems.ts';
import { type Column, columns, type Layout } from './columns.ts';
import { countyName, projectName } from './names.ts';

/** A row as the database takes it: numbers stay text, which is exact. */
export interface BidRow {
  line: number;
  contractId: string;
  lettingDate: string;
  projectName: string;
  county: string;
  region: string;
  payItem: string;
  description: string;
  quantity: string;
  unit: string;
  unitPrice: string;
}

const maxLength: Partial<Record<Column, number>> = {
  contract_id: 100,
  job_description: 500,
  county: 500,
  region: 100,
  pay_item: 100,
  description: 500,
  quantity: 40,
  unit: 40,
  unit_price: 40,
};

const required: readonly Column[] = [
  'contract_id',
  'letting_date',
  'pay_item',
  'quantity',
  'unit',
  'unit_price',
];
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i;
const largestNumber = 1e12;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unprintable = /[\u0000-\u001f\u007f]/;

/** Reads one record; where it cannot be imported, says why: the first reason, in the order of the columns. */
export function readRow(
  fields: readonly string[],
  line: number,
  layout: Layout,
): { row: BidRow } | { problem: RowProblem } {
  if (fields.length !== layout.width) {
    const reason = 'not as many fields as the header';
    const value = `${fields.length} instead of ${layout.width}`;
    return { problem: { line, field: null, reason, value } };
  }
  const value = (column: Column) => (fields[layout.at[column]] ?? '').trim().replaceAll('\t', ' ');
  for (const column of columns) {
    const reason = whatIsWrong(column, value(column));
    if (reason) return { problem: { line, field: column, reason, value: value(column) } };
  }
  const contractId = value('contract_id');
  return {
    row: {
      line,
      contractId,
      lettingDate: value('letting_date'),
      projectName: projectName(value('job_description'), value('county')) || contractId,
      county: countyName(value('county')),
      region: value('region'),
      payItem: value('pay_item'),
      description: value('description').replace(/\s+/g, ' '),
      quantity: value('quantity'),
      unit: value('unit').replace(/\s+/g, ' '),
      unitPrice: value('unit_price'),
    },
  };
}

function whatIsWrong(column: Column, value: string): string | undefined {
  if (value === '') return required.includes(column) ? 'missing' : undefined;
  if (value.length > (maxLength[column] ?? Infinity))
    return `longer than ${maxLength[column]} characters`;
  if (unprintable.test(value)) return 'holds a control character';
  if (value.includes('\ufffd')) return 'not UTF-8';
  switch (column) {
    case 'letting_date':
      return isDate(value) ? undefined : 'not a date such as 2025-06-30';
    case 'quantity':
      return whatIsWrongWithNumber(value) ?? (Number(value) > 0 ? undefined : 'not above 0');
    case 'unit_price':
      return whatIsWrongWithNumber(value) ?? (Number(value) >= 0 ? undefined : 'below 0');
    default:
      return undefined;
  }
}

function whatIsWrongWithNumber(value: string): string | undefined {
  if (!decimal.test(value)) return 'not a number such as 1234.5';
  if (Math.abs(Number(value)) > largestNumber) return 'above 1,000,000,000,000';
  return undefined;
}

function isDate(value: string): boolean {
  if (!/^(19|20)\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  // 31 June parses as 1 July.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
