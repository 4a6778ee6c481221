import { describe, expect, it } from 'vitest';
import { columns, readHeader } from './columns.ts';
import { countyName, projectName } from './names.ts';
import { readRow } from './rows.ts';

const good = {
  contract_id: ' B -40276-A ',
  letting_date: '2022-08-10',
  job_description: 'BRIDGE REPLACEMENT',
  county: 'LAKE, LAPORTE',
  region: '5',
  pay_item: '703-06028',
  description: 'REINFORCING  BARS',
  quantity: '1200.5',
  unit: 'LBS',
  unit_price: '1.25',
};

function read(changes: Partial<typeof good>) {
  const fields = Object.values({ ...good, ...changes });
  return readRow(fields, 7, readHeader(Object.keys(good)));
}

describe('readHeader', () => {
  it('finds the columns in any order and case, and passes over others', () => {
    const layout = readHeader([
      'bidder',
      ...columns.toReversed().map((name) => ` ${name.toUpperCase()}`),
    ]);
    expect(layout.width).toBe(11);
    expect(layout.at.unit_price).toBe(1);
    expect(layout.at.contract_id).toBe(10);
  });

  it.each([
    ['one missing', columns.filter((name) => name !== 'unit'), 'it lacks the column unit.'],
    ['two missing', columns.slice(2), 'it lacks the columns contract_id, letting_date.'],
    ['something else entirely', ['<html>'], 'its first line has none of the columns contract_id,'],
    ['semicolons', [columns.join(';')], 'separates its columns by ";"'],
    ['tabs', [columns.join('\t')], 'separates its columns by tabs'],
    ['a column twice', [...columns, 'unit'], 'two columns named unit'],
  ])('refuses %s', (_, header, sentence) => {
    expect(() => readHeader(header)).toThrow(sentence);
  });
});

describe('readRow', () => {
  it('tidies texts and leaves numbers as they are written', () => {
    expect(read({})).toEqual({
      row: {
        line: 7,
        contractId: 'B -40276-A',
        lettingDate: '2022-08-10',
        projectName: 'Bridge replacement – Lake, LaPorte',
        county: 'Lake, LaPorte',
        region: '5',
        payItem: '703-06028',
        description: 'REINFORCING BARS',
        quantity: '1200.5',
        unit: 'LBS',
        unitPrice: '1.25',
      },
    });
  });

  it('takes a price of 0, an exponent, and a row without job, place or description', () => {
    const empty = { job_description: '', county: '', region: '', description: '' };
    expect(read({ ...empty, quantity: '1e3', unit_price: '0' })).toMatchObject({
      row: { projectName: 'B -40276-A', quantity: '1e3', unitPrice: '0', description: '' },
    });
  });

  it.each([
    ['contract_id', '  ', 'missing'],
    ['pay_item', '', 'missing'],
    ['unit', '', 'missing'],
    ['letting_date', '08/10/2022', 'not a date such as 2025-06-30'],
    ['letting_date', '2023-02-29', 'not a date such as 2025-06-30'],
    ['letting_date', '2022-13-01', 'not a date such as 2025-06-30'],
    ['quantity', '0', 'not above 0'],
    ['quantity', '-3', 'not above 0'],
    ['quantity', '1e-99999', 'not a number such as 1234.5'],
    ['quantity', 'Infinity', 'not a number such as 1234.5'],
    ['quantity', 'NaN', 'not a number such as 1234.5'],
    ['quantity', '0x10', 'not a number such as 1234.5'],
    ['quantity', '1,200', 'not a number such as 1234.5'],
    ['quantity', '1e99', 'above 1,000,000,000,000'],
    ['unit_price', '', 'missing'],
    ['unit_price', '-0.01', 'below 0'],
    ['unit_price', '$5', 'not a number such as 1234.5'],
    ['description', 'X'.repeat(501), 'longer than 500 characters'],
    ['pay_item', '703\u000006028', 'holds a control character'],
    ['county', 'LAGR\ufffdNGE', 'not UTF-8'],
  ])('refuses %s %j: %s', (field, value, reason) => {
    expect(read({ [field]: value })).toMatchObject({ problem: { line: 7, field, reason } });
  });

  it('refuses a row with more or fewer fields than the header', () => {
    const layout = readHeader(columns);
    const reason = 'not as many fields as the header';
    expect(readRow(['a', 'b'], 3, layout)).toEqual({
      problem: { line: 3, field: null, reason, value: '2 instead of 10' },
    });
    expect(readRow([...Object.values(good), ''], 3, layout)).toMatchObject({ problem: { reason } });
  });
});

describe('projectName', () => {
  it.each([
    [
      'INTERSECTION IMPROVEMENT  ROUNDABOUT',
      'MARION',
      'Intersection improvement, roundabout – Marion',
    ],
    ['ADA SIDEWALK RAMP CONSTRUCTION', 'JAY', 'ADA sidewalk ramp construction – Jay'],
    ['IDIQ   DISTRICT WIDE BRIDGE MAINTENANCE', '', 'IDIQ, district wide bridge maintenance'],
    [
      'INTERSECTION IMPROVEMENT, MEDIAN U-TURN',
      'CASS',
      'Intersection improvement, median U-turn – Cass',
    ],
    ['Bridge over I-65', 'St. Joseph', 'Bridge over I-65 – St. Joseph'],
  ])('%s in %s', (job, county, name) => {
    expect(projectName(job, county)).toBe(name);
  });

  it('writes counties as they are written', () => {
    expect(countyName('DEKALB, ST. JOSEPH')).toBe('DeKalb, St. Joseph');
  });
});
