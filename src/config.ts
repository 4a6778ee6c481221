import { z } from 'zod';

/** A setting in the environment that cannot be used; `message` names it, says why and what to put. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

const timeZone = z.string().refine(
  (name) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return true;
    } catch {
      return false;
    }
  },
  { error: 'must be an IANA time zone, such as Europe/Berlin or America/Indiana/Indianapolis' },
);

const environment = z
  .object({
    PORT: z.coerce
      .number({ error: 'must be a port number from 0 to 65535' })
      .int('must be a port number from 0 to 65535')
      .min(0, 'must be a port number from 0 to 65535')
      .max(65535, 'must be a port number from 0 to 65535')
      .default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
    RATEBOOK_DATA_DIR: z.string().default('.data'),
    JWT_SECRET: z
      .string()
      .min(32, 'must have at least 32 characters, as HS256 asks for 256 bits')
      .optional(),
    JWKS_URL: url(['http:', 'https:']).optional(),
    CORS_ORIGINS: z.string().optional(),
    RATEBOOK_TZ: timeZone.default('UTC'),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .default('info'),
  })
  .refine((env) => !(env.JWT_SECRET && env.JWKS_URL), {
    path: ['JWKS_URL'],
    error: 'stands beside JWT_SECRET; set the one that signs your tokens and remove the other',
  });

/** Everything the environment decides, read once at start. */
export interface Config {
  port: number;
  host: string;
  /** Null: start the PostgreSQL that Ratebook brings along. */
  databaseUrl: string | null;
  /** Where the embedded server, its password and our own signing secret are kept. */
  dataDir: string;
  jwtSecret: string | null;
  jwksUrl: string | null;
  /** Origins allowed to read answers, or null where nothing was set. */
  corsOrigins: string[] | null;
  timeZone: string;
  logLevel: string;
}

/**
 * Reads the settings from `env`.
 * @throws {ConfigError} naming the first setting that cannot be used, in one line.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  // A setting left empty, as in `PORT= npm start` or a .env file's blank line, is one that was not made.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}.`);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL ?? null,
    dataDir: value.RATEBOOK_DATA_DIR,
    jwtSecret: value.JWT_SECRET ?? null,
    jwksUrl: value.JWKS_URL ?? null,
    corsOrigins: value.CORS_ORIGINS?.split(',').map((origin) => origin.trim()) ?? null,
    timeZone: value.RATEBOOK_TZ,
    logLevel: value.LOG_LEVEL,
  };
}
