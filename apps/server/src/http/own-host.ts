import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '@lanthorn/base/json.ts';

const FORM = /^lanthorn-[a-z0-9]{12}\.localhost$/;

/**
 * The host name of this installation. Cookies know no ports, so what logs in at 127.0.0.1 is sent to every program that listens there; to a name
 * that nobody else knows it is not. Browsers find names under `localhost` themselves (RFC 6761). It stays the same in a data folder, since what the
 * page keeps in the browser is kept by name.
 */
export function ownHostName(folder: string | null): string {
  const file = folder === null ? null : join(folder, 'host-name');
  const kept = file === null ? '' : read(file);
  if (FORM.test(kept)) return kept;
  const name = `lanthorn-${BigInt(`0x${randomBytes(9).toString('hex')}`)
    .toString(36)
    .padStart(12, '0')
    .slice(-12)}.localhost`;
  if (folder !== null && file !== null) keep(folder, file, name);
  return name;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (isObject(error) && 'code' in error) return '';
    throw error;
  }
}

/** Where it cannot be kept the next start has another name, and all else works. */
function keep(folder: string, file: string, name: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${name}\n`, { mode: 0o600 });
  } catch (error) {
    if (!isObject(error) || !('code' in error)) throw error;
  }
}
