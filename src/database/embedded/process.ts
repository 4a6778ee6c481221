import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When the process `pid` was started, as a text that no other process on this machine shares, not even a later
 * one that got the same number; `''` where the system doesn't say; null where no such process lives.
 */
export function processStart(pid: number): string | null {
  if (!answersSignals(pid)) return null;
  if (process.platform === 'linux') return startFromProc(pid);
  if (process.platform === 'win32') return '';
  // A zombie has ended already: it only waits for its parent to be told.
  const [state = '', ...start] = ps(pid, 'stat=,lstart=').split(/\s+/);
  return state.startsWith('Z') ? null : start.join(' ');
}

/** The words `pid` was started with, or null where it is gone or the system doesn't say. */
export function commandLine(pid: number): string | null {
  if (process.platform === 'win32') return null;
  if (process.platform !== 'linux') return ps(pid, 'command=') || null;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
  } catch {
    return null;
  }
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Start time in ticks since boot, made unique over restarts of the machine by the id of this boot. */
function startFromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    // It ended between two looks, or /proc hides the processes of others.
    return answersSignals(pid) ? '' : null;
  }
}

function ps(pid: number, columns: string): string {
  const run = spawnSync('ps', ['-p', String(pid), '-o', columns], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return (run.stdout ?? '').trim();
}
