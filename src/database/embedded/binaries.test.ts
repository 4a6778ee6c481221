import { access, constants } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { DatabaseStartError } from './errors.ts';

test('this machine gets programs that can be run', async () => {
  for (const path of Object.values(await findBinaries())) await access(path, constants.X_OK);
});

test('a machine we bring no PostgreSQL for is told to set DATABASE_URL', async () => {
  await expect(findBinaries('sunos', 'sparc')).rejects.toThrow(
    new DatabaseStartError(
      'Ratebook brings no PostgreSQL for sunos on sparc: set DATABASE_URL to a PostgreSQL 15 to 18 of your own.',
    ),
  );
});
