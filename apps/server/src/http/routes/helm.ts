import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '@lanthorn/base/clock.ts';
import { allValues } from '@lanthorn/kube/helm/release-values.ts';
import { storageName } from '@lanthorn/kube/helm/release-names.ts';
import { readRelease } from '@lanthorn/kube/helm/release.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type ReleaseAnswer,
  releaseRequest,
  revealReleaseRequest,
  revisionsRequest,
  type ReleaseRequest,
} from '@lanthorn/protocol/http/helm-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { maskedManifest } from '../../helm/masked-manifest.ts';
import { readReleaseObjects } from '../../helm/release-objects.ts';
import { type ReadRelease, ReleaseReader, type UnreadRelease } from '../../helm/release-reader.ts';
import { readRevisions } from '../../helm/release-revisions.ts';
import { refusalOf } from '../../operations/acceptance.ts';
import type { Services } from '../../services/services.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

type HelmServices = Pick<Services, 'identity' | 'hub' | 'operations' | 'access' | 'secretReader' | 'kinds'>;

/** What a release holds, for who may read what holds it; nothing of it is kept. */
export function addHelmRoutes(app: FastifyInstance, services: HelmServices): void {
  const { identity, hub, secretReader } = services;
  const reader = new ReleaseReader(secretReader);
  const clusterOf = (name: string) => hub.clusters.get(clusterKey(name, identity));

  app.post('/api/helm/revisions', async (request, reply) => {
    const parsed = revisionsRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, ...release } = parsed.data;
    const cluster = clusterOf(name);
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    const answer = await readRevisions(cluster, release, reader);
    return 'problem' in answer ? reply.code(answer.status).send(answer.problem) : unkept(reply).send(answer);
  });

  app.post('/api/helm/release', async (request, reply) => {
    const parsed = releaseRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const cluster = clusterOf(parsed.data.cluster);
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: parsed.data.cluster }));
    const read = await readRevision(cluster, parsed.data, reader);
    if (read.problem !== null) return reply.code(read.status).send(read.problem);
    return unkept(reply).send(await maskedAnswer(parsed.data, read, hub.clock));
  });

  app.post('/api/helm/objects', async (request, reply) => {
    const parsed = releaseRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: named, namespace, name } = parsed.data;
    const cluster = clusterOf(named);
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: named }));
    const read = await readRevision(cluster, parsed.data, reader);
    if (read.problem !== null) return reply.code(read.status).send(read.problem);
    const { manifest } = readRelease(read.parts);
    const context = {
      kinds: (of: Cluster) => services.kinds.of(of),
      secrets: secretReader(cluster.key),
      clock: hub.clock,
    };
    return unkept(reply).send(await readReleaseObjects(cluster, { namespace, name, manifest }, context));
  });

  app.post('/api/helm/reveal', async (request, reply) => {
    const parsed = revealReleaseRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { id, uid, ...asked } = parsed.data;
    const cluster = clusterOf(asked.cluster);
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: asked.cluster }));
    if (asked.storage === 'secrets') {
      const operation = revealOf(asked, { id, uid });
      const acceptance = { identity, clusters: hub.clusters, runner: services.operations, access: services.access };
      const refusal = await refusalOf(operation, acceptance);
      if (refusal !== null) return reply.code(refusal.status).send(refusal.problem);
      // Written down before anybody sees it, each time anew.
      const recorded = await services.operations.start(identity, operation, { isNew: true });
      if (recorded === null) return reply.code(409).send(problem('idTaken', { id }));
    }
    const read = await readRevision(cluster, asked, reader);
    if (read.problem !== null) return reply.code(read.status).send(read.problem);
    if (read.uid !== uid) return reply.code(409).send(problem('objectReplaced', {}));
    return unkept(reply).send(answerOf(asked, read) satisfies ReleaseAnswer);
  });
}

function unkept(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

function readRevision(
  cluster: Cluster,
  { storage, namespace, name, revision }: ReleaseRequest,
  reader: ReleaseReader,
): Promise<ReadRelease | UnreadRelease> {
  return reader.read(cluster, { storage, namespace, object: storageName(name, revision) }, 'whole');
}

/** That somebody was shown what a Secret holds, like that of any other. */
function revealOf(
  { cluster, namespace, name, revision }: ReleaseRequest,
  { id, uid }: { readonly id: string; readonly uid: string },
): OperationRequest {
  const resource = { group: '', version: 'v1', resource: 'secrets' };
  return {
    ...{ id, suffix: 'reveal', kind: 'secret.reveal' },
    targets: [{ cluster, resource, namespace, name: storageName(name, revision), uid }],
    params: { reveal: { key: 'release' } },
  };
}

function answerOf({ name, revision }: ReleaseRequest, { parts, uid }: ReadRelease): ReleaseAnswer {
  const release = readRelease(parts);
  const values = allValues(release.config, release.defaults);
  return { release, values, isMasked: false, object: storageName(name, revision), uid };
}

async function maskedAnswer(
  asked: ReleaseRequest,
  read: ReadRelease,
  clock: Pick<Clock, 'nextTurn'>,
): Promise<ReleaseAnswer> {
  const answer = answerOf(asked, read);
  const manifest = await maskedManifest(answer.release.manifest, clock);
  let { isMasked } = manifest;
  const hooks = [];
  for (const hook of answer.release.hooks) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, with turns for others between them
    const masked = await maskedManifest(hook.manifest, clock);
    isMasked ||= masked.isMasked;
    hooks.push({ ...hook, manifest: masked.text });
  }
  return { ...answer, isMasked, release: { ...answer.release, manifest: manifest.text, hooks } };
}
