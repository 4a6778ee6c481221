import { ConfigError } from '../config.ts';
import { DatabaseStartError } from '../database/embedded.ts';
import { MigrationError } from '../database/migrate.ts';
import { ListenError } from './start.ts';

/** Errors whose message is a sentence for whoever started us; what else goes wrong is shown whole. */
const foreseen = [ConfigError, DatabaseStartError, MigrationError, ListenError];

/**
 * Runs a program until it is told to stop. It stops in order at Ctrl+C and SIGTERM, at once when told twice; where
 * it cannot start it says why in a line and exits with 1.
 */
export async function untilStopped(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let stopping = false;
  // The signal may come while it starts: then it stops as soon as it has.
  const started = Promise.resolve().then(start);
  const stop = async (code: number) => {
    if (stopping) process.exit(code);
    stopping = true;
    try {
      const running = await started;
      await running.stop();
      process.exit(0);
    } catch {
      process.exit(code);
    }
  };
  process.on('SIGINT', () => void stop(130));
  process.on('SIGTERM', () => void stop(143));
  process.on('SIGHUP', () => void stop(129));
  try {
    await started;
  } catch (error) {
    const known = foreseen.some((kind) => error instanceof kind);
    console.error(known && error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
