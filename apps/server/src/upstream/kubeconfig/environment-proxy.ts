import { BlockList, isIP } from 'node:net';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a server, as Go's httpproxy reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY; null for none. What listens on
 * this machine is never asked through one.
 */
export function environmentProxy(server: string, env: Environment): string | null {
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = parseProxy(env[name] || env[name.toLowerCase()] || '');
  if (proxy === null) return null;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const asked = { host, port: port || (protocol === 'https:' ? '443' : '80') };
  if (host === 'localhost' || isLoopback(host)) return null;
  const exceptions = (env['NO_PROXY'] || env['no_proxy'] || '').split(',');
  return exceptions.some(exception => isExcepted(asked, exception.trim().toLowerCase())) ? null : proxy;
}

/** Without a scheme it is HTTP; what is no address at all is as if it were not there. */
function parseProxy(text: string): string | null {
  if (text === '') return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) ? text : `http://${text}`;
  return URL.canParse(address) ? address : null;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  return isIP(host) !== 0 && LOOPBACK.check(host, familyOf(host));
}

interface Asked {
  readonly host: string;
  readonly port: string;
}

/** `*`, an address, a range of addresses, or a name: with a port for that port alone, with a dot before it for what is below it alone. */
function isExcepted({ host, port }: Asked, exception: string): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  if (exception.includes('/')) return isInRange(host, exception);
  const { name, only } = splitPort(exception);
  if (name === '' || (only !== '' && only !== port)) return false;
  if (isIP(name) !== 0 || isIP(host) !== 0) return isSameAddress(host, name);
  const below = name.replace(/^\*(?=\.)/, '');
  return below.startsWith('.') ? host.endsWith(below) : host === below || host.endsWith(`.${below}`);
}

function splitPort(text: string): { readonly name: string; readonly only: string } {
  if (isIP(text) === 6) return { name: text, only: '' };
  const [, name = '', only = ''] = /^(.*?)(?::(\d*))?$/.exec(text) ?? [];
  return { name: name.replace(/^\[|\]$/g, ''), only };
}

function isSameAddress(host: string, name: string): boolean {
  if (isIP(host) === 0 || isIP(name) === 0) return false;
  const one = new BlockList();
  one.addAddress(name, familyOf(name));
  return one.check(host, familyOf(host));
}

function isInRange(host: string, range: string): boolean {
  const [, network = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(range) ?? [];
  const family = isIP(network);
  if (isIP(host) === 0 || family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const subnet = new BlockList();
  subnet.addSubnet(network, Number(bits), familyOf(network));
  return subnet.check(host, familyOf(host));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
