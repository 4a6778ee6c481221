import { parseArgs } from 'node:util';
import { z } from 'zod';
import { demoPeople } from '../contract/session.ts';

/** Formats that can be imported. */
const formats = ['bid-tabs', 'bc3', 'library-csv', 'library-xlsx'] as const;

/** What was asked for on the command line. */
export interface ImportCommand {
  file: string;
  format: (typeof formats)[number];
  dryRun: boolean;
  keepDemo: boolean;
  /** Ids of users. */
  members: string[];
  /** Of a library: the currency of rates that name none, and what stands before the fraction; null: as it looks. */
  currency: string | null;
  decimalMark: '.' | ',' | null;
}

/** The command line cannot be understood; `message` is one line. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** How the command is called, for `--help`. */
export const usage = `npm run import -- <file> [options]

  --format <format>   what the file is: bid-tabs, plain or gzipped; or a library: bc3
                      (FIEBDC-3), library-csv, library-xlsx (default: by its name's
                      ending, .bc3 or .xlsx, else bid-tabs)
  --dry-run           report what an import would do, and write nothing

Of bid tabs:
  --keep-demo         keep the demo library beside the imported data
  --member <id>       make this user an estimator of every imported project;
                      demo-estimator is the demo's. May be given several times

Of a library:
  --currency <code>   of rates that name none, such as EUR (default: the file's, else USD)
  --decimal-mark <,>  what stands before the fraction (default: as the numbers look)`;

/**
 * Reads the command line after the program's name.
 * @returns null where help was asked for
 * @throws {UsageError} in one line that says what is wrong
 */
export function parseCommand(args: readonly string[]): ImportCommand | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [file, ...others] = positionals;
  if (file === undefined) {
    throw new UsageError('Name the file to import: npm run import -- <file>');
  }
  if (others.length > 0) {
    throw new UsageError(`One file at a time: ${others.join(', ')} would be left out.`);
  }
  const asked = values.format ?? formatByName(file);
  const format = formats.find((known) => known === asked);
  if (!format) {
    throw new UsageError(`There is no format "${values.format}"; there is ${formats.join(', ')}.`);
  }
  return {
    file,
    format,
    dryRun: values['dry-run'],
    keepDemo: values['keep-demo'],
    members: [...new Set(values.member.map(memberId))],
    currency: values.currency === undefined ? null : currencyCode(values.currency),
    decimalMark: values['decimal-mark'] === undefined ? null : decimalMark(values['decimal-mark']),
  };
}

/** A CSV file can be either: bids are what it mostly is. */
function formatByName(file: string): ImportCommand['format'] {
  if (/\.bc3$/i.test(file)) return 'bc3';
  return /\.xlsx$/i.test(file) ? 'library-xlsx' : 'bid-tabs';
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'keep-demo': { type: 'boolean', default: false },
        member: { type: 'string', multiple: true, default: [] },
        currency: { type: 'string' },
        'decimal-mark': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split(/[.\n]/) : [];
    throw new UsageError(`${line}. See npm run import -- --help`, { cause: error });
  }
}

function memberId(text: string): string {
  if (text === 'demo-estimator') return demoPeople.estimator.id;
  if (z.guid().safeParse(text).success) return text.toLowerCase();
  throw new UsageError(`--member takes a user's id or demo-estimator, not "${text}".`);
}

function currencyCode(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new UsageError(`--currency takes three capital letters, such as EUR, not "${text}".`);
}

function decimalMark(text: string): '.' | ',' {
  if (text === '.' || text === ',') return text;
  throw new UsageError(`--decimal-mark takes . or , and not "${text}".`);
}
