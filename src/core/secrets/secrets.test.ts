import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesSecret, redacted, restored, secretsIn, withoutSecrets } from './index.ts';

const input = {
  url: 'https://example.org/hook',
  password: 'hunter22',
  headers: [{ name: 'x', Authorization: 'Bearer abcdef' }],
  nested: { deep: { apiKey: 'k-123456', keyword: 'steel' } },
  credentials: { user: 'ada', pin: 123456 },
  token: null,
};

describe('a key', () => {
  test.each([
    'password',
    'dbPassword',
    'PGPASSWORD',
    'access_token',
    'clientSecret',
    'Authorization',
  ])('%s names a secret', (key) => {
    expect(namesSecret(key)).toBe(true);
  });

  test.each(['key', 'apiKey', 'api-key', 'signing_key', 'KEY', 'keys', 'privateKeys', 'APIKEY'])(
    '%s names a secret, being one',
    (key) => {
      expect(namesSecret(key)).toBe(true);
    },
  );

  test.each(['monkey', 'turkeys', 'keyword', 'keyCount', 'projectId', 'author', 'compass'])(
    '%s names none',
    (key) => {
      expect(namesSecret(key)).toBe(false);
    },
  );
});

describe('what is shown of an input', () => {
  test('holds no secret, however deep, and everything else as it was', () => {
    expect(redacted(input)).toEqual({
      url: 'https://example.org/hook',
      password: '[redacted]',
      headers: [{ name: 'x', Authorization: '[redacted]' }],
      nested: { deep: { apiKey: '[redacted]', keyword: 'steel' } },
      credentials: '[redacted]',
      token: null,
    });
  });

  test('holds none of the secrets, whatever it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uuid(), (value, secret) => {
        const whole = { a: [value, { password: secret }], token: { value, secret } };
        expect(JSON.stringify(redacted(whole))).not.toContain(secret);
        expect(secretsIn(whole)).toContain(secret);
      }),
    );
  });
});

describe('what is edited', () => {
  test('keeps each secret that was left as it was, and takes one that was written anew', () => {
    const edited = redacted(input) as typeof input;
    expect(restored({ ...edited, url: 'https://example.com' }, input)).toEqual({
      ...input,
      url: 'https://example.com',
    });
    expect(restored({ ...edited, password: 'new' }, input)).toEqual({ ...input, password: 'new' });
    const { password: _, ...rest } = input;
    expect(restored(redacted(rest), input)).toEqual(rest);
  });

  test('says where there was no secret to keep', () => {
    expect(() => restored({ a: [{ token: '[redacted]' }] }, { a: [{ other: 1 }] })).toThrow(
      /^a\[0\]\.token: there was no secret here to keep/,
    );
  });

  test('is, where nothing was changed, what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const whole = { password: value, rest: [value] };
        // A value that is the placeholder itself, under a key that names a secret, was never there.
        expect(restored(redacted(whole), whole)).toEqual(whole);
      }),
    );
  });
});

test('messages, errors and results are told without the secrets of their run', () => {
  const secrets = secretsIn(input);
  expect(withoutSecrets('login with hunter22 (pin 123456) failed', secrets)).toBe(
    'login with [redacted] (pin [redacted]) failed',
  );
  const error = new TypeError('refused: Bearer abcdef');
  const told = withoutSecrets(error, secrets);
  expect(told).toMatchObject({ name: 'TypeError', message: 'refused: [redacted]' });
  expect(told.stack).toContain('secrets.test.ts');
  expect(told.stack).not.toContain('abcdef');
  expect(withoutSecrets({ sent: ['k-123456', 7] }, secrets)).toEqual({ sent: ['[redacted]', 7] });
  expect(withoutSecrets(error, [])).toBe(error);
  expect(secretsIn({ password: 'abc' })).toEqual([]);
});
