import { randomBytes } from 'node:crypto';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { fromAddressNames } from '@lanthorn/protocol/address-name.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../services/services.ts';
import type { PageFile } from './page-files.ts';

export interface PageOptions {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly preferences: Pick<Services['preferences'], 'read'>;
  readonly clusters: () => ClustersAnswer;
  /** Told the names of clusters in the address of each page that is sent; whether there are such clusters is not known. */
  readonly onOpen: (clusters: readonly string[]) => void;
}

/** A page is not to wait for the names of thousands of clusters: where it takes more than this, it asks for them when it is there. */
const MAX_CLUSTERS_LENGTH = 16_384;

/** The page for every address inside it, and its files. */
export function addPageRoutes(app: FastifyInstance, options: PageOptions): void {
  app.get('/*', async (request, reply) => sendPage(request, reply, options));
  app.setNotFoundHandler((request, reply) => sendNoPath(reply, pathOf(request)));
}

/** The clusters that an address names, as `/c/a+b/pods`. What cannot be decoded was refused before. */
function clustersIn(path: string): readonly string[] {
  const [, names = ''] = /^\/c\/([^/]+)/.exec(path) ?? [];
  return fromAddressNames(decodeURIComponent(names));
}

const pathOf = (request: FastifyRequest) => request.url.split('?')[0] ?? '/';

function sendNoPath(reply: FastifyReply, path: string): FastifyReply {
  return reply.code(404).send(problem('noPath', { path }));
}

async function sendPage(request: FastifyRequest, reply: FastifyReply, options: PageOptions): Promise<FastifyReply> {
  const path = pathOf(request);
  const file = options.files.get(path);
  // A file of another build of the page is not there: the page in its place would be taken for a script.
  if (path.startsWith('/api/') || (file === undefined && path.startsWith('/assets/'))) return sendNoPath(reply, path);
  if (file === undefined || path === '/index.html') return sendIndex(request, reply, options);
  const accepted = request.headers['accept-encoding']?.toString() ?? '';
  reply
    .type(file.type)
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('vary', 'accept-encoding');
  if (file.brotli !== null && /\bbr\b/.test(accepted))
    return reply.header('content-encoding', 'br').send(await file.brotli());
  if (file.gzip !== null && /\bgzip\b/.test(accepted))
    return reply.header('content-encoding', 'gzip').send(await file.gzip());
  return reply.send(await file.plain());
}

/** Its style elements carry a nonce that is new each time; the page begins as the person prefers, before any script of it runs. */
async function sendIndex(
  request: FastifyRequest,
  reply: FastifyReply,
  { files, preferences, clusters, onOpen }: PageOptions,
): Promise<FastifyReply> {
  const index = files.get('/index.html');
  if (index === undefined) return reply.code(500).type('text/plain').send('the page is not built: run npm start\n');
  onOpen(clustersIn(pathOf(request)));
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    // The door has looked at the host name.
    `connect-src 'self' ws://${request.headers.host}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const told = JSON.stringify(clusters());
  const values = {
    ...preferredValues((await preferences.read()).chosen),
    NONCE: nonce,
    CLUSTERS: told.length > MAX_CLUSTERS_LENGTH ? '' : told,
  };
  return reply
    .type(index.type)
    .header('content-security-policy', policy.join('; '))
    .send(filled((await index.plain()).toString('utf8'), values));
}

type Values = Readonly<Record<string, string>>;

/** What the page has places for. */
function preferredValues(preferences: Preferences): Values {
  const { theme, language } = preferences;
  return {
    THEME: theme,
    // What the browser draws by itself: the empty page first of all.
    COLOR_SCHEME: theme === 'system' ? 'light dark' : theme,
    LANGUAGE: language === 'browser' ? 'en' : language,
    PREFERENCES: JSON.stringify(preferences),
  };
}

/** Each `__NAME__` in the values of attributes, which stand in double quotes. Names of clusters are foreign text. */
function filled(page: string, values: Values): string {
  return page.replaceAll(/__([A-Z_]+)__/g, (whole, name: string) => {
    const value = ownValue(values, name);
    return value === undefined ? whole : value.replaceAll(/[&"<>]/g, character => `&#${character.charCodeAt(0)};`);
  });
}
