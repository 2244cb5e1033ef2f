import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { fromAddressName } from '@lanthorn/protocol/address-name.ts';
import type { ClustersAnswer, HealthAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import {
  type ColumnsAnswer,
  columnsQuery,
  type KindsAnswer,
  kindsQuery,
  type ReferrersAnswer,
  referrersQuery,
  schemaQuery,
  type ServedKind,
  type ToldKindsAnswer,
} from '@lanthorn/protocol/http/kind-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { countsQuery, namesQuery } from '@lanthorn/protocol/http/name-messages.ts';
import { parseResourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { type Discovered, type DiscoveredResource, isListed } from '@lanthorn/kube/api/discovery.ts';
import { MAX_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import { type StandingAnswer, standingQuery } from '@lanthorn/protocol/http/standing-messages.ts';
import type { Services } from '../../services/services.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import { FRESH_MS } from '../../hub/cluster-kinds.ts';
import { customReferrers, otherReferrers } from '../../hub/custom-referrers.ts';
import { requestedCapacity } from '../../hub/requested-capacity.ts';
import { clusterHealth } from '../../upstream/cluster-health.ts';

type ClusterServices = Pick<
  Services,
  | 'identity'
  | 'hub'
  | 'version'
  | 'currentCluster'
  | 'kubeconfigProblems'
  | 'startDemo'
  | 'schemas'
  | 'kinds'
  | 'columns'
  | 'counts'
  | 'names'
  | 'packs'
>;
type Named = { Params: { name: string } };

const nameOf = ({ params }: { readonly params: Named['Params'] }) => fromAddressName(params.name);
const scopesOf = (ns = '') => ns.split(',').filter(Boolean).slice(0, MAX_NAMESPACES);

function servedKind({ verbs, ...kind }: DiscoveredResource): ServedKind {
  return { ...kind, isListed: isListed({ verbs }) };
}

/** Made once of what is known: a page that has it asks again and again. */
const ANSWERS = new WeakMap<Discovered, KindsAnswer & { readonly revision: string }>();

function kindsAnswer(found: Discovered): KindsAnswer & { readonly revision: string } {
  const known = ANSWERS.get(found);
  if (known !== undefined) return known;
  const said = { kinds: found.kinds.map(servedKind), unanswered: found.unanswered };
  const answer = { ...said, revision: createHash('sha256').update(JSON.stringify(said)).digest('base64url') };
  ANSWERS.set(found, answer);
  return answer;
}

function finder({ hub, identity }: ClusterServices) {
  return (name: string) => hub.clusters.get(clusterKey(name, identity));
}

/** Which clusters there are, how they do, and what is in one of them. */
export function addClusterRoutes(app: FastifyInstance, services: ClusterServices): void {
  const find = finder(services);
  addKindRoutes(app, services);
  app.get('/api/clusters', async () => clustersAnswer(services));
  app.get<Named>('/api/clusters/:name/health', async request => health(services, nameOf(request)));
  app.post('/api/demo', async (_request, reply) => {
    const { startDemo } = services;
    return startDemo === null ? reply.code(409).send(problem('demoRuns', {})) : { cluster: await startDemo() };
  });
  app.get<Named>('/api/clusters/:name/counts', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = countsQuery.safeParse(request.query);
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    return services.counts.count(cluster, scopesOf(query.data.ns), query.data.kinds.split(','));
  });
  app.get<Named>('/api/clusters/:name/standing', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = standingQuery.safeParse(request.query);
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    const requested = await requestedCapacity(services.hub, cluster, scopesOf(query.data.ns));
    const certificates = cluster.certificates?.() ?? { server: null, own: null };
    return { requested, certificates } satisfies StandingAnswer;
  });
  app.get<Named>('/api/clusters/:name/names', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = namesQuery.safeParse(request.query);
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    return services.names.search(cluster, query.data.q, scopesOf(query.data.ns));
  });
}

/** Which kinds a cluster has, and what is known of each. */
function addKindRoutes(app: FastifyInstance, services: ClusterServices): void {
  const find = finder(services);
  app.get<Named>('/api/clusters/:name/schema', async (request, reply) => {
    const cluster = find(nameOf(request));
    const kind = schemaQuery.safeParse(request.query);
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (!kind.success) return reply.code(404).send(problem('malformed', { detail: malformed(kind.error) }));
    return { schemas: await services.schemas.definitions(cluster, kind.data) };
  });
  app.get<Named>('/api/clusters/:name/kinds', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = kindsQuery.safeParse(request.query);
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    try {
      const { fresh, known } = query.data;
      const answer = kindsAnswer(await services.kinds.of(cluster, fresh === undefined ? undefined : FRESH_MS));
      return answer.revision === known ? ({ isSame: true } satisfies ToldKindsAnswer) : answer;
    } catch (error) {
      // What the cluster said, or why it could not be asked.
      return reply.code(502).send(problem('clusterFailed', { detail: reasonOfError(error) }));
    }
  });
  app.get<Named>('/api/clusters/:name/columns', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = columnsQuery.safeParse(request.query);
    const resource = query.success ? parseResourceKey(query.data.resource) : null;
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (resource === null) return reply.code(400).send(problem('malformed', { detail: 'resource: no resource' }));
    try {
      const pack = services.packs.kindOf(resource);
      const namespace = query.data?.namespace ?? '';
      const columns = await services.columns.of(cluster, resource, namespace);
      return { columns, ...(pack === null ? {} : { pack }) } satisfies ColumnsAnswer;
    } catch (error) {
      return reply
        .code(502)
        .send(problem('clusterFailed', { detail: error instanceof Error ? error.message : String(error) }));
    }
  });
  app.get<Named>('/api/clusters/:name/referrers', async (request, reply) => {
    const cluster = find(nameOf(request));
    const query = referrersQuery.safeParse(request.query);
    const resource = query.success ? parseResourceKey(query.data.resource) : null;
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: nameOf(request) }));
    if (resource === null) return reply.code(400).send(problem('malformed', { detail: 'resource: no resource' }));
    try {
      const { kinds, columns, packs, hub } = services;
      const ask = query.data?.others === undefined ? customReferrers : otherReferrers;
      return (await ask(cluster, resource, { clock: hub.clock, kinds, columns, packs })) satisfies ReferrersAnswer;
    } catch (error) {
      return reply.code(502).send(problem('clusterFailed', { detail: reasonOfError(error) }));
    }
  });
}

/** Which clusters there are, by what is at hand: no cluster is asked. */
export function clustersAnswer(
  services: Pick<ClusterServices, 'version' | 'currentCluster' | 'hub' | 'kubeconfigProblems' | 'packs' | 'startDemo'>,
): ClustersAnswer {
  return {
    version: services.version,
    current: services.currentCluster(),
    clusters: services.hub.clusters.list(),
    problems: services.kubeconfigProblems,
    packProblems: services.packs.problems,
    canStartDemo: services.startDemo !== null,
  };
}

async function health({ identity, hub }: ClusterServices, name: string): Promise<HealthAnswer> {
  const cluster = hub.clusters.get(clusterKey(name, identity));
  const broken = hub.clusters.list().find(info => info.name === name)?.problem;
  if (cluster === undefined)
    return { trouble: 'unusable', problem: broken ?? problem('noCluster', { cluster: name }), version: '' };
  return clusterHealth(cluster);
}
