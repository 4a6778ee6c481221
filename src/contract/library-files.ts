import { z } from 'zod';
import { id } from './common.ts';
import { libraryQuery } from './library.ts';

/** The formats a library comes and goes in. */
export const libraryFormat = z.enum(['csv', 'xlsx', 'bc3']);

/** What a row of a table can be. */
export const libraryTable = z.enum(['items', 'resources', 'build-ups']);

/** Largest file taken, in bytes. */
export const largestLibraryFile = 32 * 1024 * 1024;

/** One sheet, or a CSV file: what its rows are and which of its columns is which field. */
export const sheetMapping = z.strictObject({
  /** The sheet's name; empty for a CSV file. */
  sheet: z.string().max(100),
  /** Null: the sheet is left out. */
  table: libraryTable.nullable(),
  /** Line of the column names, from 1; rows begin after it. */
  header_line: z.int().min(1).max(1_048_576),
  /** The column of each field, from 0. */
  columns: z.record(z.string().max(40), z.int().min(0).max(16_383)),
});

/** How a file is read. */
export const fileMapping = z.strictObject({
  sheets: z.array(sheetMapping).max(50).default([]),
  /** What stands before the fraction, in texts. */
  decimal_mark: z.enum(['.', ',']).default('.'),
  /** Of rates whose row or file names none. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters, such as USD')
    .default('USD'),
});

/** A sheet as it was found: its column names and first rows, for a person to see what is what. */
export const sheetPreview = z.object({
  sheet: z.string(),
  header_line: z.int(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});

/** A field that a column can be. */
export const tableField = z.object({
  name: z.string(),
  label: z.string(),
  /** A new row needs it; to bring one up to date, its code is enough. */
  needed: z.enum(['always', 'for new rows', 'no']),
});

const counts = z.object({
  inserted: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
});

/** What an import did, or would do. */
export const libraryImportReport = z
  .object({
    dry_run: z.boolean(),
    /** Rows or records that were read. */
    read: z.int(),
    headings: counts,
    resources: counts,
    items: counts,
    /** Items whose build-up is new, another, the same, or left alone. */
    build_ups: counts,
    /** Why something was skipped, with the number of rows; most first. */
    reasons: z.array(z.object({ reason: z.string(), rows: z.int() })),
    /** The first of what was skipped, by line. */
    skipped: z.array(
      z.object({
        line: z.int(),
        sheet: z.string(),
        record: z.string(),
        code: z.string().nullable(),
        field: z.string().nullable(),
        reason: z.string(),
        value: z.string().nullable(),
      }),
    ),
    /** The first of what is new or another, by line; `changes` has each field that changed, before and after. */
    changes: z.array(
      z.object({
        line: z.int(),
        sheet: z.string(),
        record: z.string(),
        code: z.string(),
        action: z.enum(['inserted', 'changed']),
        changes: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
      }),
    ),
    /** What stopped nothing but should be known, with how often, and where first. */
    notes: z.array(
      z.object({
        text: z.string(),
        times: z.int(),
        sheet: z.string().optional(),
        line: z.int().optional(),
      }),
    ),
    seconds: z.number(),
  })
  .meta({ id: 'LibraryImportReport' });

/** A file that was given to be imported. */
export const libraryImport = z
  .object({
    id,
    file_name: z.string(),
    format: libraryFormat,
    bytes: z.int(),
    created_at: z.string(),
    created_by: id.nullable(),
    /** How it will be read; for CSV and Excel guessed from its column names at first. */
    mapping: fileMapping,
    sheets: z.array(sheetPreview),
    fields: z.record(libraryTable, z.array(tableField)),
    /** Of a BC3 file: what it says of itself. */
    about: z.string().nullable(),
    /** The last check, and what was imported; null before. */
    check: libraryImportReport.nullable(),
    result: libraryImportReport.nullable(),
    /** The last run, a check or the import itself. */
    run_id: id.nullable(),
  })
  .meta({ id: 'LibraryImport' });

/** Address parameters of giving a file. */
export const uploadQuery = z.object({
  name: z.string().trim().min(1, 'must be the name of the file').max(255),
});

/** Body of starting a check, or the import itself. */
export const startImportInput = z.strictObject({
  dry_run: z.boolean().default(true),
  mapping: fileMapping,
});

/** It was started: where to watch it. */
export const importStarted = z
  .object({ success: z.literal(true), id, job_id: id, status_url: z.string() })
  .meta({ id: 'LibraryImportStarted' });

/** The files given last, newest first. */
export const libraryImports = z.object({
  imports: z.array(
    libraryImport
      .pick({
        id: true,
        file_name: true,
        format: true,
        bytes: true,
        created_at: true,
        created_by: true,
      })
      .extend({
        imported: z.boolean(),
      }),
  ),
});

/** Address parameters of an export: what the library's list shows, in which format; of CSV, which table. */
export const exportQuery = libraryQuery
  .pick({ search: true, section: true, division: true })
  .extend({ format: libraryFormat, table: libraryTable.default('items') });

export type LibraryFormat = z.infer<typeof libraryFormat>;
export type LibraryTable = z.infer<typeof libraryTable>;
export type SheetMapping = z.infer<typeof sheetMapping>;
export type FileMapping = z.infer<typeof fileMapping>;
export type SheetPreview = z.infer<typeof sheetPreview>;
export type LibraryImportReport = z.infer<typeof libraryImportReport>;
export type LibraryImport = z.infer<typeof libraryImport>;
