import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkImports } from './test/check-imports.ts';

/**
 * `npm test`: every check and every test there is. Arguments go to Vitest, to run some of its tests alone.
 * Its last line is `N passed, N failed`.
 */
const root = join(import.meta.dirname, '..');

/** What a check said, and whether it holds. */
interface Outcome {
  ok: boolean;
  output: string;
}

const checks: Readonly<Record<string, () => Promise<Outcome>>> = {
  'formatting and lint': () => run('biome', 'check', '.'),
  types: () => run('tsc'),
  'import directions': () => checkImports(root),
  'dead code': () => run('knip'),
  'types of the database': () => run('node', 'scripts/schema.ts', '--check'),
};

const only = process.argv.slice(2);
const failed: string[] = [];
if (only.length === 0) {
  // Two at a time: a laptop's cores, without waiting for each other's memory.
  const names = Object.keys(checks);
  const lanes = Math.min(2, availableParallelism());
  await Promise.all(Array.from({ length: lanes }, () => runChecks(names)));
}
const tests = await runVitest(only);

const passedChecks = only.length === 0 ? Object.keys(checks).length - failed.length : 0;
console.log(`\n${passedChecks + tests.passed} passed, ${failed.length + tests.failed} failed`);
process.exitCode = failed.length + tests.failed === 0 ? 0 : 1;

async function runChecks(names: string[]): Promise<void> {
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const started = performance.now();
    const { ok, output } = (await checks[name]?.()) ?? { ok: false, output: '' };
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (ok) continue;
    failed.push(name);
    console.log(output);
  }
}

/** Runs one of the project's programs; its output is shown only where it fails. */
function run(program: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Runs the tests, shown as they pass, and counts them from Vitest's report. */
async function runVitest(args: readonly string[]): Promise<{ passed: number; failed: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'ratebook-report-'));
  const report = join(folder, 'report.json');
  try {
    const code = await new Promise<number>((resolve) => {
      const child = spawn(
        'vitest',
        ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
        { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
      );
      child.once('error', () => resolve(1));
      child.once('close', (status) => resolve(status ?? 1));
    });
    const counts = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'));
    const passed = Number(counts.numPassedTests ?? 0);
    const failures = Number(counts.numFailedTests ?? 0);
    // A file that does not load, or an error between tests, fails no test by name.
    return { passed, failed: failures === 0 && code !== 0 ? 1 : failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
