import type { FastifyInstance } from 'fastify';
import type { Status } from '@lanthorn/kube/api/status.ts';
import {
  type DataKeysAnswer,
  dataKeysRequest,
  type SecretValueAnswer,
  secretValueRequest,
} from '@lanthorn/protocol/http/data-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { refusalOf } from '../../operations/acceptance.ts';
import type { Services } from '../../services/services.ts';
import { clusterSays, readTarget } from '../../upstream/api-calls.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import { dataKeys, secretValue } from '../../values/data-keys.ts';

type ValueServices = Pick<Services, 'identity' | 'hub' | 'operations' | 'access' | 'secretReader'>;

const CORE = { group: '', version: 'v1' };

/** What ConfigMaps and Secrets hold; of a Secret one value, when somebody asks for that one. */
export function addDataKeyRoutes(app: FastifyInstance, services: ValueServices): void {
  const { identity, hub, operations, secretReader } = services;
  app.post('/api/data-keys', async (request, reply) => {
    const parsed = dataKeysRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, kind, namespace, name: objectName } = parsed.data;
    const key = clusterKey(name, identity);
    const cluster = hub.clusters.get(key);
    const reader = secretReader(key);
    if (cluster === undefined || reader === undefined)
      return reply.code(400).send(problem('noCluster', { cluster: name }));
    const target = { resource: { ...CORE, resource: kind }, namespace, name: objectName };
    const { object, status } =
      kind === 'secrets'
        ? await reader.read(namespace, objectName).then(({ secret, status: why }) => ({ object: secret, status: why }))
        : await readTarget(cluster, target);
    if (status !== null) return reply.code(statusOf(status)).send(clusterSays(status));
    return reply.header('cache-control', 'no-store').send({ keys: dataKeys(kind, object) } satisfies DataKeysAnswer);
  });
  app.post('/api/secret-value', async (request, reply) => {
    const parsed = secretValueRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { id, key, cluster, namespace, name, uid } = parsed.data;
    const reader = secretReader(clusterKey(cluster, identity));
    if (reader === undefined) return reply.code(400).send(problem('noCluster', { cluster }));
    const target = { cluster, resource: { ...CORE, resource: 'secrets' }, namespace, name, uid };
    const operation: OperationRequest = {
      ...{ id, suffix: 'reveal', kind: 'secret.reveal', targets: [target] },
      params: { reveal: { key } },
    };
    const acceptance = { identity, clusters: hub.clusters, runner: operations, access: services.access };
    const refusal = await refusalOf(operation, acceptance);
    if (refusal !== null) return reply.code(refusal.status).send(refusal.problem);
    // Written down before anybody sees it, each time anew.
    const recorded = await operations.start(identity, operation, { isNew: true });
    if (recorded === null) return reply.code(409).send(problem('idTaken', { id }));
    const { secret, status } = await reader.read(namespace, name);
    if (status !== null) return reply.code(statusOf(status)).send(clusterSays(status));
    if (readMeta(secret).uid !== uid) return reply.code(409).send(problem('objectReplaced', {}));
    const value = secretValue(secret, key);
    if (value === null) return reply.code(404).send(problem('lacks', { what: key }));
    return reply.header('cache-control', 'no-store').send(value satisfies SecretValueAnswer);
  });
}

/** What the cluster refused is refused with its own status; what it did not answer is a failure in between. */
function statusOf({ code = 0 }: Status): number {
  return code >= 400 && code < 500 ? code : 502;
}
