import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that signs the demo's tokens, made at the first start and kept in the data folder, so that a session
 * outlives a restart. For servers that were given neither `JWT_SECRET` nor `JWKS_URL`.
 */
export async function keepSigningKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'jwt-secret');
  await mkdir(dataDir, { recursive: true });
  try {
    // Fails where the file is there; then what it holds is the key.
    await writeFile(path, `${randomBytes(48).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length < 32) {
    throw new Error(`${path} holds no key of ours; remove it, and a new one is made.`);
  }
  return key;
}
