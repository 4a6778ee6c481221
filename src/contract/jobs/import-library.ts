import { z } from 'zod';
import { id } from '../common.ts';
import { fileMapping } from '../library-files.ts';
import { defineJob } from './define-job.ts';

/** Imports a file that was given into the library, or says what that would do. */
export const importLibraryJob = defineJob({
  name: 'import-library',
  title: 'Library import',
  input: z.strictObject({ importId: id, dryRun: z.boolean(), mapping: fileMapping }),
});
