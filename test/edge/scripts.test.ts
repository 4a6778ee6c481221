import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { tokenOf } from '../support/tokens.ts';

const root = join(import.meta.dirname, '../..');

/** Runs a script as a person would, with nothing of ours in the environment. */
function run(program: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

describe('scripts/deploy-edge-functions.sh', () => {
  const script = 'scripts/deploy-edge-functions.sh';

  test('says what it would do: the tables first, then each function', async () => {
    const { code, said } = await run(script, '--dry-run');
    expect(code, said).toBe(0);
    const steps = said.trim().split('\n');
    expect(steps).toHaveLength(5);
    expect(steps[1]).toMatch(/supabase db push --yes$/);
    expect(steps[3]).toMatch(/functions deploy capture-price-snapshot .*--use-api$/);
  });

  test('names what is missing, and does nothing', async () => {
    const { code, said } = await run(script);
    expect(code).toBe(1);
    expect(said).toMatch(/^SUPABASE_ACCESS_TOKEN is not set/);
  });
});

describe('scripts/test-background-jobs.ts', () => {
  const scene = makeScene(startNode);
  const script = 'scripts/test-background-jobs.ts';

  test('says of each function how it went', async () => {
    const key = (await tokenOf(people.service)) ?? '';
    const { code, said } = await run(
      process.execPath,
      ...[
        script,
        '--url',
        scene.url(),
        '--key',
        key,
        '--project',
        rows.project,
        '--item',
        rows.item,
      ],
    );
    expect(code, said).toBe(0);
    expect(said.trim().split('\n')).toHaveLength(6);
    expect(said).not.toContain('FAILED');
  });

  test('fails where the key is no service’s', async () => {
    const key = (await tokenOf(people.stranger)) ?? '';
    const { code, said } = await run(process.execPath, script, '--url', scene.url(), '--key', key);
    expect(code).toBe(1);
    expect(said).toMatch(/FAILED {2}aggregate-library-popularity: 403/);
  });

  test('asks for a key where there is none', async () => {
    const { code, said } = await run(process.execPath, script, '--url', scene.url());
    expect(code).toBe(2);
    expect(said).toContain('--key');
  });
});
