import { expect, it } from 'vitest';
import { demoPeople } from '../contract/session.ts';
import { parseCommand } from './command.ts';

it.each([
  ['base.BC3', 'bc3'],
  ['book.xlsx', 'library-xlsx'],
  ['prices.csv', 'bid-tabs'],
])('takes the format of %s to be %s', (file, format) => {
  expect(parseCommand([file])).toMatchObject({ format });
});

it('takes a file, and bid-tabs for its format', () => {
  expect(parseCommand(['tabs.csv.gz'])).toEqual({
    file: 'tabs.csv.gz',
    format: 'bid-tabs',
    dryRun: false,
    keepDemo: false,
    members: [],
    currency: null,
    decimalMark: null,
  });
});

it('takes options in any place, and members once each', () => {
  const id = 'A0000000-0000-0000-0000-000000000001';
  const member = ['--member', id, '--member', 'demo-estimator', `--member=${id}`];
  expect(
    parseCommand(['--dry-run', 'tabs.csv', '--keep-demo', '--format=bid-tabs', ...member]),
  ).toEqual({
    file: 'tabs.csv',
    format: 'bid-tabs',
    dryRun: true,
    keepDemo: true,
    members: [id.toLowerCase(), demoPeople.estimator.id],
    currency: null,
    decimalMark: null,
  });
});

it('takes what a library is in', () => {
  const given = ['base.bc3', '--format', 'bc3', '--currency=EUR', '--decimal-mark', ','];
  expect(parseCommand(given)).toMatchObject({ format: 'bc3', currency: 'EUR', decimalMark: ',' });
});

it('gives null where help is asked for', () => {
  expect(parseCommand(['--help'])).toBeNull();
});

it.each([
  [[], 'Name the file to import: npm run import -- <file>'],
  [['a.csv', 'b.csv'], 'One file at a time: b.csv would be left out.'],
  [
    ['a.xlsx', '--format', 'excel'],
    'There is no format "excel"; there is bid-tabs, bc3, library-csv, library-xlsx.',
  ],
  [
    ['a.bc3', '--currency', 'euro'],
    '--currency takes three capital letters, such as EUR, not "euro".',
  ],
  [['a.csv', '--decimal-mark', ';'], '--decimal-mark takes . or , and not ";".'],
  [['a.csv', '--dry'], "Unknown option '--dry'. See npm run import -- --help"],
  [['a.csv', '--member', 'erin'], '--member takes a user\'s id or demo-estimator, not "erin".'],
  [
    ['a.csv', '--format'],
    "Option '--format <value>' argument missing. See npm run import -- --help",
  ],
])('refuses %j: %s', (args, line) => {
  expect(() => parseCommand(args)).toThrow(line);
});
