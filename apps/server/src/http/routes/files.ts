import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import { FILE_LINES, OPEN_FILES, PUT_FILE, SAVE_FILE } from '@lanthorn/actions/pod/open-files.ts';
import { nameOf, pathBytes, pathIn } from '@lanthorn/protocol/files/container-path.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type FetchAnswer,
  fetchRequest,
  type FilePlace,
  type FileRequest,
  fileRequest,
  saveRequest,
  transferRequest,
  uploadRequest,
} from '@lanthorn/protocol/files/file-messages.ts';
import type { CommandContext } from '../../files/container-command.ts';
import { FetchProblem } from '../../files/fetched-bytes.ts';
import { fileState } from '../../files/file-state.ts';
import { imageType } from '../../files/image-type.ts';
import { listFolder } from '../../files/list-folder.ts';
import { putFile } from '../../files/put-file.ts';
import { readFile } from '../../files/read-file.ts';
import { saveFile } from '../../files/save-file.ts';
import type { TakenTransfer } from '../../files/transfers.ts';
import { missingRight } from '../../operations/acceptance.ts';
import { RequestProblem } from '../../operations/request-problem.ts';
import type { Services } from '../../services/services.ts';
import { readRequest } from './read-request.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

type FileServices = Pick<Services, 'identity' | 'hub' | 'access'>;

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Files in containers. What a container refuses is an answer; what is fetched is taken by a link, so that a browser writes it to its disk as it comes. */
export function addFileRoutes(app: FastifyInstance, services: FileServices): void {
  const { identity, hub } = services;
  // Of uploads alone: they are taken as they come.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));

  app.post('/api/files/list', async ({ body }) => {
    const request = readRequest(fileRequest, body);
    return listFolder(await context(services, request), request);
  });

  app.post('/api/files/read', async ({ body }) => {
    const request = readRequest(fileRequest, body);
    return readFile(await context(services, request), request);
  });

  app.post('/api/files/save', async ({ body }) => {
    const { was, base64, path, reason = '', ...place } = readRequest(saveRequest, body);
    const where = await context(services, place, SAVE_FILE.kind);
    askedForReason(where, reason);
    const record = { how: 'save' as const, cluster: where.cluster, identity: identity.key, place, path, reason };
    return hub.files.written(record, () => saveFile(where, { ...place, path, was, base64 }));
  });

  app.post('/api/files/upload', async ({ query, body }, reply) => {
    const request = readRequest(uploadRequest, query);
    if (!(body instanceof Readable)) throw new RequestProblem(400, problem('malformed', { detail: 'no bytes' }));
    const { name, size: _size, replaces: _replaces, path: folder, reason = '', ...place } = request;
    const where = await context(services, request, PUT_FILE.kind);
    askedForReason(where, reason);
    const abort = new AbortController();
    reply.raw.on('close', () => (reply.raw.writableFinished ? undefined : abort.abort()));
    const path = pathIn(folder, name);
    const record = { how: 'put' as const, cluster: where.cluster, identity: identity.key, place, path, reason };
    return hub.files.written(record, () => putFile(where, { request, body: bytesOf(body), signal: abort.signal }));
  });

  app.post('/api/files/fetch', async ({ body }): Promise<FetchAnswer> => {
    const request = readRequest(fetchRequest, body);
    const where = await context(services, request);
    const found = await fileState(where, request);
    if ('problem' in found) return found;
    const { state } = found;
    if (state === null) return { problem: problem('lacks', { what: textOf(request.path) }) };
    if (state.kind !== (request.as === 'archive' ? 'folder' : 'file')) return { problem: problem('noPlainFile', {}) };
    const refused = hub.files.transfers.prepare(identity.key, where.cluster, request);
    if (refused !== null) return { problem: refused };
    const name = downloadName(request);
    const { namespace, pod, container, path } = request;
    const file = { container, path: textOf(path), here: textOf(nameOf(path)) };
    const kubectl = FILE_LINES.fetch({ namespace, name: pod }, where.cluster.info.name, file);
    return { name, bytes: request.as === 'archive' ? null : state.bytes, kubectl };
  });

  app.post('/api/files/transfer', async ({ body }) => {
    const { id, isCancelled } = readRequest(transferRequest, body);
    if (isCancelled) hub.files.transfers.cancel(identity.key, id);
    const state = hub.files.transfers.state(identity.key, id);
    if (state === null) throw new RequestProblem(404, problem('lacks', { what: id }));
    return state;
  });

  app.get<{ Params: { id: string } }>('/api/files/fetched/:id', async ({ params }, reply) => {
    const taken = hub.files.transfers.take(identity.key, params.id);
    if (taken === null) return reply.code(404).send(problem('lacks', { what: params.id }));
    return sendTaken(reply, taken);
  });
}

/** The cluster, where it is there and the person may run commands in that pod. Unknown is not forbidden: the API server has the last word. */
async function context(
  { identity, hub, access }: FileServices,
  { cluster: name, namespace, pod, uid }: FilePlace,
  action: ActionKind = OPEN_FILES.kind,
): Promise<CommandContext> {
  const cluster = hub.clusters.get(clusterKey(name, identity));
  if (cluster === undefined) throw new RequestProblem(404, problem('noCluster', { cluster: name }));
  const right = OPEN_FILES.right({ cluster: name, resource: PODS, namespace, name: pod, uid });
  const [isAllowed] = await access.check(cluster, [right]);
  if (isAllowed === false) throw new RequestProblem(403, missingRight(right));
  return { cluster, clock: hub.clock, action };
}

/** What writes says why, where the cluster asks for it. */
function askedForReason({ cluster }: CommandContext, reason: string): void {
  const { name, asksReason = false } = cluster.info;
  if (asksReason && reason.trim() === '') throw new RequestProblem(422, problem('noReason', { cluster: name }));
}

async function* bytesOf(body: Readable): AsyncIterable<Uint8Array> {
  for await (const chunk of body) yield chunk as Uint8Array;
}

/** What comes of a container is never a page: it is saved, or drawn as an image of a kind that holds no script. */
async function sendTaken(reply: FastifyReply, { request, bytes }: TakenTransfer): Promise<FastifyReply> {
  const isImage = request.as === 'image';
  try {
    // What fails at once is refused in words; later the connection is cut, so that nothing half is taken for whole.
    const first = await bytes.next();
    const start = first.done === true ? Buffer.alloc(0) : first.value;
    const type = isImage
      ? imageType(start)
      : request.as === 'archive'
        ? 'application/x-tar'
        : 'application/octet-stream';
    if (type === null) {
      await bytes.return(undefined);
      return await reply.code(415).send(problem('noImage', {}));
    }
    const name = downloadName(request);
    return await reply
      .headers({
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': isImage ? 'inline' : dispositionOf(name),
      })
      .type(type)
      .send(Readable.from(rest(start, bytes), { objectMode: false }));
  } catch (error) {
    if (!(error instanceof FetchProblem)) throw error;
    return reply.code(409).send(error.problem);
  }
}

async function* rest(start: Uint8Array, bytes: AsyncGenerator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield start;
    yield* bytes;
  } finally {
    await bytes.return(undefined);
  }
}

function downloadName({ path, as, pod }: FileRequest & { readonly as: string }): string {
  const name = textOf(nameOf(path)) || pod;
  return as === 'archive' ? `${name}.tar` : name;
}

function textOf(path: string): string {
  return Buffer.from(pathBytes(path)).toString('utf8');
}

/** RFC 6266: for browsers the name in UTF-8, for what is older the letters that everything takes. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w.+ -]/g, '_');
  const escaped = encodeURIComponent(name).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`;
}
