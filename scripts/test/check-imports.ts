import { glob } from 'node:fs/promises';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { forbidden, options, resolveOptions } from './import-rules.ts';

/** What is looked at: everything that is written in TypeScript and run by Node. */
const folders = ['src', 'test', 'bench', 'scripts'];

/**
 * Checks the import directions of import-rules.ts, and that every module was looked at: a cruiser that
 * cannot read our TypeScript would otherwise report success over nothing.
 */
export async function checkImports(root: string): Promise<{ ok: boolean; output: string }> {
  const { output } = await cruise(
    folders,
    { ...options, baseDir: root, ruleSet: { forbidden }, validate: true },
    resolveOptions,
  );
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const missed: string[] = [];
  for await (const file of glob(`{${folders.join(',')}}/**/*.{ts,tsx}`, { cwd: root })) {
    if (!seen.has(file)) missed.push(`${file}: was not looked at`);
  }
  const broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  return { ok: missed.length + broken.length === 0, output: [...broken, ...missed].join('\n') };
}
