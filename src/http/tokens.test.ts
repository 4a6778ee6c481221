import { createServer, type Server } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearerToken, createVerifier, type Verify } from './tokens.ts';

const sub = '10000000-0000-4000-8000-000000000001';

describe('with the public keys of an issuer', () => {
  let issuer: Server;
  let verify: Verify;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    issuer = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const { port } = issuer.address() as { port: number };
    verify = createVerifier({ jwksUrl: `http://127.0.0.1:${port}/jwks.json` });
  });

  afterAll(() => {
    issuer.closeAllConnections();
    issuer.close();
  });

  const token = (claims: object, alg = 'ES256') =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: 'one' }).setExpirationTime('1h');

  test('their tokens are taken, and administrators known by app_metadata', async () => {
    const claims = { role: 'authenticated', sub, app_metadata: { role: 'admin' } };
    expect(await verify(await token(claims).sign(keys.privateKey))).toMatchObject({
      role: 'authenticated',
      userId: sub,
      admin: true,
      claims,
    });
  });

  test('a token signed with the public key, as if it were a secret, is refused', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const forged = await token({ role: 'service_role' }, 'HS256').sign(secret);
    await expect(verify(forged)).rejects.toMatchObject({ code: 'unauthorized' });
  });

  test('a token of other keys is refused', async () => {
    const others = await generateKeyPair('ES256');
    const forged = await token({ role: 'service_role' }).sign(others.privateKey);
    await expect(verify(forged)).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

test('where the keys cannot be fetched nobody is refused for good', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ role: 'anon' })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  const verify = createVerifier({ jwksUrl: 'http://127.0.0.1:9/jwks.json' });
  await expect(verify(token)).rejects.toMatchObject({ code: 'unavailable' });
});

describe('the token of a request', () => {
  test.each([
    [undefined, undefined, null],
    ['Bearer a.b.c', undefined, 'a.b.c'],
    ['bearer a.b.c', 'sb_publishable_x', 'a.b.c'],
    ['Bearer sb_publishable_x', 'sb_publishable_x', null],
    ['Bearer a.b.c', 'a.b.c', 'a.b.c'],
    ['Basic dXNlcjpwYXNz', undefined, null],
    ['Bearer', undefined, null],
  ])('with Authorization %s and apikey %s is %s', (authorization, apikey, expected) => {
    expect(bearerToken({ authorization, apikey })).toBe(expected);
  });
});
