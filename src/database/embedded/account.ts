import { execFile, spawnSync } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DatabaseStartError } from './errors.ts';

/** Who runs PostgreSQL's programs: it refuses to run as root. */
export interface Account {
  /** Null: the user who runs Ratebook. */
  user: { uid: number; gid: number } | null;
  /** Words to put before a command. */
  prefix: readonly string[];
}

/** What a program said and how it ended. */
export interface Outcome {
  ok: boolean;
  /** Standard output and standard error, in that order, trimmed. */
  output: string;
}

const run = promisify(execFile);

/**
 * Chooses who runs the server of `clusterDir` in `dataDir`: an ordinary user does so himself; for root it is the
 * owner of the data that is there, else the user `postgres`, who is made where missing, else `nobody`.
 * @throws {DatabaseStartError} where that user can reach the folders by no means.
 */
export async function chooseAccount(
  postgres: string,
  dataDir: string,
  clusterDir: string,
): Promise<Account> {
  if (process.getuid?.() !== 0) return { user: null, prefix: [] };
  const user = (await ownerOf(clusterDir)) ?? (await unprivilegedUser());
  // Our own folder we open ourselves; those above are not ours to change.
  const { mode, uid } = await stat(dataDir);
  if (uid === 0 && (mode & 0o1) === 0) await chmod(dataDir, (mode & 0o7777) | 0o11);
  const account = waysToRun(user).find((way) => reaches(way, postgres, dataDir));
  if (account) return account;
  throw new DatabaseStartError(
    `PostgreSQL does not run as root, and the user it would run as (uid ${user.uid}) cannot enter ${dataDir} or read ${postgres}: run Ratebook as an ordinary user, move it to a folder others may enter, or set DATABASE_URL.`,
  );
}

/** Runs `file` to its end as `account`. Never throws for a program that fails. */
export async function execute(
  account: Account,
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<Outcome> {
  const [program = file, ...rest] = [...account.prefix, file, ...args];
  try {
    const { stdout, stderr } = await run(program, rest, {
      cwd,
      env: environment(),
      ...(account.prefix.length === 0 ? account.user : null),
    });
    return { ok: true, output: `${stdout}\n${stderr}`.trim() };
  } catch (error) {
    const failed = error as { stdout?: string; stderr?: string; message: string };
    const said = `${failed.stdout ?? ''}\n${failed.stderr ?? ''}`.trim();
    return { ok: false, output: said || failed.message };
  }
}

/** Ours, without what would steer PostgreSQL past its settings (PGPORT, PGOPTIONS …) or translate its messages. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

/**
 * First plainly. Where a folder above is closed to others, as `/root` is, the server gets one right of root's
 * over files: to look into any, or, in containers that lack that one, to read and write any. Both only
 * for itself, in place of root's whole power. `no_setuid_fixup` makes the right count for access(2) too.
 */
function waysToRun(user: { uid: number; gid: number }): Account[] {
  const withRight = (right: string): Account => ({
    user,
    prefix: [
      'setpriv',
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      `--inh-caps=-all,+${right}`,
      `--ambient-caps=-all,+${right}`,
      '--securebits=+no_setuid_fixup',
    ],
  });
  const plain: Account = { user, prefix: [] };
  return process.platform === 'linux'
    ? [plain, withRight('dac_read_search'), withRight('dac_override')]
    : [plain];
}

function reaches(account: Account, postgres: string, dataDir: string): boolean {
  const script = 'test -x "$1" && test -r "$1" && test -x "$2"';
  const [program = 'sh', ...args] = [
    ...account.prefix,
    'sh',
    '-c',
    script,
    'sh',
    postgres,
    dataDir,
  ];
  const as = account.prefix.length === 0 ? account.user : null;
  return spawnSync(program, args, { cwd: '/', stdio: 'ignore', ...as }).status === 0;
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(path);
    return uid === 0 ? null : { uid, gid };
  } catch {
    return null;
  }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const postgres = await lookUp('postgres');
  if (postgres) return postgres;
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => {
    // No such program, or /etc can't be written: `nobody` is everywhere.
  });
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (user) return user;
  throw new DatabaseStartError(
    'PostgreSQL does not run as root, and no other user could be made for it: run Ratebook as an ordinary user, or set DATABASE_URL.',
  );
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}
