import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { createCertificate } from '../../../../apps/cluster/src/certificate.ts';

const SLOW_MS = 3_000;

export interface WebhookServer {
  readonly url: string;
  readonly caBundle: string;
  /** What it was asked, by the path. */
  readonly asked: ReadonlyMap<string, readonly JsonObject[]>;
  /** In which version it was asked last, by the path. */
  readonly versions: ReadonlyMap<string, string>;
  stop(): void;
}

type Answer = (request: JsonObject) => JsonObject;

const verdictOf = (request: JsonObject) =>
  asString(getPath(request['object'] ?? request['oldObject'], 'metadata', 'labels', 'verdict'));

const REFUSALS: Readonly<Record<string, JsonObject>> = {
  message: { status: { message: 'this has unwanted data' } },
  reason: { status: { reason: 'NotLiked', code: 403 } },
  success: { status: { status: 'Success', message: 'is not', code: 200 } },
  nothing: {},
};

/** Adds a field of data where another is. */
const stage =
  (wanted: string, added: string): Answer =>
  request =>
    getPath(request['object'], 'data', wanted) === 'yes' && getPath(request['object'], 'data', added) === undefined
      ? patched([{ op: 'add', path: `/data/${added}`, value: 'yes' }])
      : { allowed: true };

function patched(operations: readonly JsonObject[]): JsonObject {
  return { allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') };
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/verdict': request => {
    const verdict = verdictOf(request);
    const isKept = verdict === 'keep' && request['operation'] === 'DELETE';
    const refusal = isKept ? { status: { message: 'this is kept' } } : REFUSALS[verdict];
    if (refusal !== undefined) return { allowed: false, ...refusal };
    return verdict === 'warned' ? { allowed: true, warnings: ['this is old', 'and "odd"'] } : { allowed: true };
  },
  '/attach': request => ({
    allowed: false,
    status: { message: `attaching to pod '${asString(request['name'])}' is not allowed` },
  }),
  '/slow': () => ({ allowed: true }),
  '/stage-1': stage('mutation-start', 'mutation-stage-1'),
  '/stage-2': stage('mutation-stage-1', 'mutation-stage-2'),
  '/last': stage('mutation-stage-2', 'mutation-last'),
  '/init': request =>
    asArray(getPath(request['object'], 'spec', 'initContainers')).length > 0
      ? { allowed: true }
      : patched([
          { op: 'add', path: '/spec/initContainers', value: [{ name: 'added', image: 'added:1', resources: {} }] },
        ]),
};

/** What it answers instead of a review, by the path. */
const OTHER_ANSWERS: Readonly<Record<string, readonly [status: number, body: string]>> = {
  '/text': [404, 'nothing here'],
  '/empty': [503, ''],
  '/page': [500, '<html>\n<body>broken</body>\n</html>'],
  '/moved': [302, 'elsewhere'],
  '/teapot': [418, 'short and stout'],
  '/many': [429, 'too many'],
  '/status': [
    403,
    JSON.stringify({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      message: 'not for you',
      reason: 'Forbidden',
      code: 403,
    }),
  ],
};

/** The server behind the webhooks of the scenarios: what it answers depends on what it is asked alone. */
export async function startWebhookServer(): Promise<WebhookServer> {
  const certificate = await createCertificate(Date.now());
  const asked = new Map<string, JsonObject[]>();
  const versions = new Map<string, string>();
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      const review = asObject(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      const about = asObject(review['request']);
      asked.set(path, [...(asked.get(path) ?? []), about]);
      const { apiVersion, kind } = review;
      versions.set(path, asString(apiVersion));
      const [status, body] = OTHER_ANSWERS[path] ?? [];
      if (status !== undefined) {
        const type = path === '/status' ? 'application/json' : 'text/plain';
        response.writeHead(status, { 'content-type': type }).end(body);
        return;
      }
      const answer = { apiVersion, kind, response: { uid: about['uid'], ...ANSWERS[path]?.(about) } };
      setTimeout(() => response.end(JSON.stringify(answer)), path === '/slow' ? SLOW_MS : 0);
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caBundle: Buffer.from(certificate.cert).toString('base64'),
    asked,
    versions,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
