import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serverProcess } from '../../src/database/embedded/postmaster.ts';
import { type Program, startProgram } from '../support/program.ts';

let dataDir: string;
const running = new Set<Program>();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ratebook-process-'));
});

afterEach(async () => {
  for (const program of running) {
    if (program.process.exitCode === null) await program.end('SIGTERM');
  }
  running.clear();
});

afterAll(async () => {
  expect(await serverProcess(join(dataDir, 'postgres'))).toBeNull();
  await rm(dataDir, { recursive: true, force: true });
});

function start(env: Record<string, string> = {}): Program {
  const program = startProgram('server', {
    PORT: '0',
    RATEBOOK_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...env,
  });
  running.add(program);
  return program;
}

async function addressOf(program: Program): Promise<string> {
  const [, address = ''] = await program.says(/Ratebook is at (http:\/\/\S+\d)\./);
  return address;
}

async function signIn(address: string, as = 'administrator'): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()).access_token;
}

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests look at.
async function get(address: string, path: string, token: string): Promise<any> {
  const answer = await fetch(address + path, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status, path).toBe(200);
  return answer.json();
}

describe('npm start', () => {
  let token: string;

  test('makes everything that is missing and serves a library with something to say', async () => {
    const program = start();
    const address = await addressOf(program);
    expect(program.said()).toContain('Sign in there as Erin, estimator or Ada, administrator.');
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });

    token = await signIn(address);
    const library = await get(address, '/api/library/items?search=concrete&sort=usage', token);
    expect(library.total).toBeGreaterThan(5);
    const [mostUsed] = library.items;
    const item = await get(address, `/api/library/items/${mostUsed.id}`, token);
    expect(item.statistics.commonly_paired_with.length).toBeGreaterThan(5);
    expect(item.build_up.costs.total).toBeGreaterThan(0);
    const prices = await get(address, `/api/library/items/${mostUsed.id}/prices`, token);
    expect(prices.months.length).toBeGreaterThanOrEqual(6);

    const { projects } = await get(address, '/api/projects', token);
    const project = await get(address, `/api/projects/${projects[0].id}`, token);
    const answer = await fetch(`${address}/api/suggestions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ estimate_id: project.estimates[0].id }),
    });
    const { suggestions } = await answer.json();
    expect(suggestions.length).toBe(20);
    const there = new Set(project.estimates[0].lines.map((line: { code: string }) => line.code));
    for (const { code, because } of suggestions) {
      expect(there).not.toContain(code);
      expect(because.length).toBeGreaterThan(0);
    }
    expect(await (await fetch(`${address}/metrics`)).text()).toMatch(
      /ratebook_http_request_duration_seconds_count\{method="GET",route="\/api\/library\/items",status="200"\} 1/,
    );
    expect(await program.end('SIGTERM')).toBe(0);
  });

  test('keeps what was there, and who was signed in, over a restart', async () => {
    const program = start();
    const address = await addressOf(program);
    expect(program.said()).not.toContain('demo library');
    expect((await get(address, '/api/library/headings', token)).items).toBe(310);
  });

  test('takes over the database of a Ratebook that was killed', async () => {
    const killed = start();
    await addressOf(killed);
    await killed.end('SIGKILL');
    expect(await serverProcess(join(dataDir, 'postgres'))).not.toBeNull();

    const next = start();
    const address = await addressOf(next);
    expect(next.said()).toContain('running, on port');
    expect((await get(address, '/api/library/headings', token)).items).toBe(310);
  });

  test('refuses a data folder that another Ratebook uses, in a line', async () => {
    const first = start();
    await addressOf(first);
    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.said()).toMatch(/^Another Ratebook \(process \d+\) is using .*\n$/);
  });

  test('serves the web app at its own addresses, and nothing of it under /api', async () => {
    const program = start();
    const address = await addressOf(program);
    const page = await fetch(`${address}/projects`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('<div id=');
    const missing = await fetch(`${address}/api/nothing`, {
      headers: { accept: 'text/html', authorization: `Bearer ${token}` },
    });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ success: false, code: 'not_found' });
  });

  test.each([
    ['PORT', { PORT: 'http' }, /^PORT must be a port number from 0 to 65535\.\n$/],
    ['JWT_SECRET', { JWT_SECRET: 'short' }, /^JWT_SECRET must have at least 32 characters/],
    [
      'DATABASE_URL',
      { DATABASE_URL: 'mysql://x/y' },
      /^DATABASE_URL must be an address that starts with postgres/,
    ],
    ['RATEBOOK_TZ', { RATEBOOK_TZ: 'Mars/Olympus' }, /^RATEBOOK_TZ must be an IANA time zone/],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/ratebook' },
      /^Nothing answers at the database of DATABASE_URL \(127\.0\.0\.1:9\/ratebook\): ECONNREFUSED/,
    ],
  ])('names what is wrong with %s in a line, and exits with 1', async (_name, env, line) => {
    const program = start(env);
    expect(await program.ended()).toBe(1);
    expect(program.said()).toMatch(line);
    expect(program.said().trim().split('\n')).toHaveLength(1);
    expect(program.said()).not.toContain('secret@');
  });

  test('says which port is taken, and leaves no database running', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const program = start({ PORT: String(port) });
    expect(await program.ended()).toBe(1);
    expect(program.said()).toContain(`Port ${port} is taken`);
    expect(await serverProcess(join(dataDir, 'postgres'))).toBeNull();
    other.close();
  });

  test('offers no demo sign-in where the tokens come from elsewhere', async () => {
    const program = start({ JWT_SECRET: 'a-secret-of-at-least-32-characters!!' });
    const address = await addressOf(program);
    const offer = await (await fetch(`${address}/api/session`)).json();
    expect(offer).toEqual({ demo_sign_ins: [] });
    const answer = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"as":"administrator"}',
    });
    expect(answer.status).toBe(403);
  });
});

describe('npm run import', () => {
  const file = () => join(dataDir, 'tabs.csv');

  test('makes the library the file’s, while the server runs', async () => {
    await writeFile(
      file(),
      [
        'contract_id,letting_date,job_description,county,region,pay_item,description,quantity,unit,unit_price',
        ...['A', 'B', 'C'].flatMap((contract, at) => [
          `R-${contract},2025-0${at + 1}-15,BRIDGE REPAIR,Adams,North,702-51005,"CONCRETE, C, SUBSTRUCTURE",${10 + at},CYS,${700 + at}`,
          `R-${contract},2025-0${at + 1}-15,BRIDGE REPAIR,Adams,North,703-06028,REINFORCING BARS,${100 + at},LBS,${1 + at / 10}`,
        ]),
      ].join('\n'),
    );
    const server = start();
    const address = await addressOf(server);
    const importing = startProgram('import', { RATEBOOK_DATA_DIR: dataDir }, [file()]);
    expect(await importing.ended(), importing.said()).toBe(0);
    expect(importing.said()).toContain('learned 2 pairs from 6 uses');
    expect(importing.said()).toContain('Price changes are looked for in the background');

    const token = await signIn(address, 'estimator');
    const { items } = await get(address, '/api/library/items?search=reinforcing', token);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ code: '703-06028', price: 1.2, previous_price: 1.1 });
    const item = await get(address, `/api/library/items/${items[0].id}`, token);
    expect(item.statistics.commonly_paired_with).toMatchObject([
      { code: '702-51005', confidence: 1, lift: 1, together: 3 },
    ]);
    expect(await readFile(file(), 'utf8')).toContain('R-A');
  });

  test('a second time changes nothing', async () => {
    const importing = startProgram('import', { RATEBOOK_DATA_DIR: dataDir }, [file()]);
    expect(await importing.ended(), importing.said()).toBe(0);
    expect(importing.said()).not.toContain('learned');
    expect(await serverProcess(join(dataDir, 'postgres'))).toBeNull();
  });
});
