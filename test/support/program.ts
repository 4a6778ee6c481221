import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** One of our programs, started as `npm` would start it. */
export interface Program {
  process: ChildProcess;
  /** All it has said so far, on both outputs. */
  said(): string;
  /**
   * Resolves with the match once it says something like it.
   * @throws where it ends without, with all it said.
   */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with its exit code once it has ended. */
  ended(): Promise<number | null>;
  /** Sends a signal and waits for its end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `src/<name>.ts` with nothing in its environment but `env` and what programs need to be found. */
export function startProgram(
  name: 'server' | 'worker' | 'import',
  env: Record<string, string>,
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, [join(root, `src/${name}.ts`), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const looks = new Set<() => void>();
  const take = (chunk: Buffer) => {
    output += chunk;
    for (const look of looks) look();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const closed = once(child, 'close');
  const ended = async () => {
    await closed;
    return child.exitCode;
  };
  return {
    process: child,
    said: () => output,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (!match) return;
          looks.delete(look);
          resolve(match);
        };
        looks.add(look);
        look();
        void closed.then(() =>
          reject(new Error(`${name} ended without saying ${pattern}:\n${output}`)),
        );
      }),
    ended,
    end: (signal) => {
      child.kill(signal);
      return ended();
    },
  };
}
