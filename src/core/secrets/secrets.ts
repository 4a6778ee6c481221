import { PublicError } from '../../contract/errors.ts';

/** What stands where a secret was. */
const placeholder = '[redacted]';

/** As `ratebook.names_secret` in the database, word for word; a test compares them. */
const anywhere =
  /pass(word|wd|phrase|code)|pwd|token|secret|credential|authorization|cookie|bearer|api[-_ ]?key/i;
const atTheEnd = /(^|[^A-Za-z])([Kk]ey|KEY)s?$|[a-z0-9]Keys?$/;

/** Texts shorter than this are not looked for in messages: they would be found in any. */
const leastLength = 4;

/** Whether what stands under a key is a secret: `password`, `apiKey`, `access_token`; not `monkey`. */
export function namesSecret(key: string): boolean {
  return anywhere.test(key) || atTheEnd.test(key);
}

/** A value of JSON with `[redacted]` in the place of every secret in it, however deep. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      inner !== null && namesSecret(key) ? placeholder : redacted(inner),
    ]),
  );
}

/**
 * What somebody made of a redacted value, with the secrets they left as they were put back from the value it was
 * made of.
 * @throws {PublicError} `invalid_input`, with the field, where nothing was redacted that could be put back.
 */
export function restored(edited: unknown, kept: unknown, path = ''): unknown {
  if (Array.isArray(edited)) {
    const before = Array.isArray(kept) ? kept : [];
    return edited.map((inner, at) => restored(inner, before[at], `${path}[${at}]`));
  }
  if (!isObject(edited)) return edited;
  const before = isObject(kept) ? kept : {};
  return Object.fromEntries(
    Object.entries(edited).map(([key, inner]) => {
      const field = path === '' ? key : `${path}.${key}`;
      if (inner !== placeholder || !namesSecret(key)) {
        return [key, restored(inner, before[key], field)];
      }
      if (Object.hasOwn(before, key)) return [key, before[key]];
      throw new PublicError(
        'invalid_input',
        `${field}: there was no secret here to keep; write it in the place of "${placeholder}".`,
        { field },
      );
    }),
  );
}

/** The secrets in a value of JSON, as texts that may turn up in messages; the longest first. */
export function secretsIn(value: unknown): string[] {
  const found = new Set<string>();
  collect(value, false, found);
  return [...found].sort((a, b) => b.length - a.length);
}

function collect(value: unknown, secret: boolean, found: Set<string>): void {
  if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, secret || namesSecret(key), found);
    }
  } else if (Array.isArray(value)) {
    for (const inner of value) collect(inner, secret, found);
  } else if (secret && (typeof value === 'string' || typeof value === 'number')) {
    if (String(value).length >= leastLength) found.add(String(value));
  }
}

/** A value of JSON, or an error, whose texts have `[redacted]` in the place of each of some secrets. */
export function withoutSecrets<Value>(value: Value, secrets: readonly string[]): Value {
  return secrets.length === 0 ? value : (purged(value, secrets) as Value);
}

function purged(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    return secrets.reduce((left, secret) => left.replaceAll(secret, placeholder), value);
  }
  if (Array.isArray(value)) return value.map((inner) => purged(inner, secrets));
  if (value instanceof Error) {
    const { name, message, stack } = value;
    return Object.assign(new Error(), purged({ name, message, stack }, secrets));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, purged(inner, secrets)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
