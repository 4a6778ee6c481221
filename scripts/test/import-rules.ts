import type { ICruiseOptions, IForbiddenRuleType, IResolveOptions } from 'dependency-cruiser';

/*
 * Which room may import which; checked by `npm test` over every import, type-only ones too.
 *
 *   contract ← core, database ← operations ← jobs, http ← server ← the roots (src/*.ts)
 *   contract, core ← reports ← jobs
 *   contract ← features (types only) ← browser.tsx
 */
const room = (name: string) => `^src/${name}/`;
const test = '\\.(test|property\\.test|testing)\\.tsx?$';

/** `from` may import, of our own code, only what lies in `rooms`. */
const only = (from: string, rooms: readonly string[]): IForbiddenRuleType => ({
  name: `${from}-imports-only-${rooms.join('-') || 'packages'}`,
  severity: 'error',
  from: { path: room(from), pathNot: test },
  to: {
    path: '^(src|test|bench|scripts|supabase)/',
    pathNot: [from, ...rooms].map((name) => (name.includes('.') ? `^src/${name}$` : room(name))),
  },
});

/** A package that one place alone may know. */
const kept = (name: string, to: string, pathNot: string): IForbiddenRuleType => ({
  name: `only-one-place-knows-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot },
  to: { path: `^node_modules/${to}/` },
});

/** What no import may be. */
export const forbidden: IForbiddenRuleType[] = [
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  only('contract', []),
  only('core', ['contract']),
  only('database', ['contract', 'config.ts']),
  only('exchange', ['contract']),
  only('reports', ['contract', 'core']),
  only('operations', ['contract', 'core', 'database', 'exchange']),
  only('jobs', ['contract', 'core', 'database', 'operations', 'reports']),
  only('http', ['contract', 'core', 'database', 'operations']),
  only('import', ['contract', 'core', 'database']),
  only('evaluation', ['core', 'demo', 'import']),
  only('demo', ['contract', 'core', 'database']),
  only('server', ['config.ts', 'contract', 'database', 'demo', 'http', 'jobs', 'operations']),
  only('features', ['contract']),
  {
    name: 'contract-knows-zod-alone',
    severity: 'error',
    from: { path: room('contract') },
    to: { path: '^node_modules/', pathNot: '^node_modules/zod/' },
  },
  {
    name: 'features-take-only-types-of-the-contract',
    comment: 'A schema in the browser would bring zod along.',
    severity: 'error',
    from: { path: room('features'), pathNot: test },
    to: { path: room('contract'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'core-contract-and-http-run-anywhere',
    comment:
      'They run in the browser, at the edge and on Node alike: no file, no process, no clock.',
    severity: 'error',
    from: { path: '^src/(core|contract|exchange|http|operations)/', pathNot: test },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'roots-are-imported-by-nothing',
    severity: 'error',
    from: {},
    to: { path: '^src/(server|worker|import|evaluate)\\.ts$|^src/browser\\.tsx$' },
  },
  {
    name: 'product-imports-no-tests',
    severity: 'error',
    from: { path: '^src/', pathNot: test },
    to: { path: `^(test|bench)/|${test}` },
  },
  kept('pg-boss', 'pg-boss', '^src/jobs/(queue|worker|control)\\.ts$'),
  kept('hucre', 'hucre', '^src/(reports|exchange)/'),
  kept('pdfmake', 'pdfmake', '^src/reports/'),
  kept('hono', '(hono|@hono)', '^src/(http|server)/'),
  kept('react', '(react|react-dom)', '^src/(features/|browser\\.tsx$)'),
];

/** Every import counts, those of types too. */
export const options: ICruiseOptions = {
  tsPreCompilationDeps: 'specify',
  doNotFollow: { path: 'node_modules' },
};

/** Packages say in `exports` what can be imported from them. */
export const resolveOptions: Partial<IResolveOptions> = {
  exportsFields: ['exports'],
  conditionNames: ['import', 'types', 'default'],
};
