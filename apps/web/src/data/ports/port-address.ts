import type { ForwardedPort } from '@lanthorn/protocol/ports/forwarded-ports.ts';

/** A part of a host name (RFC 1123). */
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
const MAX_HOST = 253;
const LOOPBACK = '127.0.0.1';

type Addressed = Pick<ForwardedPort, 'target' | 'local' | 'scheme'>;

/**
 * Where a browser opens a port; null where none does. At a host name of its own, since cookies know no ports and are none of another program's
 * business: it has a part more than Lanthorn's own name (`ownHost`), and so is never that. Browsers find names under `localhost` themselves;
 * where Lanthorn is at an address, it is since this one does not.
 */
export function portAddress({ target, local, scheme }: Addressed, ownHost: string): string | null {
  if (scheme === null) return null;
  const host = `${target.name}.${target.namespace}.localhost`;
  const isHost = host.length <= MAX_HOST && host.split('.').every(part => LABEL.test(part));
  if (ownHost === LOOPBACK) return `${scheme}://localhost:${local}/`;
  return `${scheme}://${isHost ? host : LOOPBACK}:${local}/`;
}

/** Where every other program finds it. */
export function portPlace({ local }: Pick<ForwardedPort, 'local'>): string {
  return `${LOOPBACK}:${local}`;
}
