import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { seedScenario } from '@lanthorn/controllers/scenarios/scenario.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type ApiRequest, type ApiResponse, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { ControlPlane } from '../../real-cluster/control-plane.ts';
import { eventually } from '../harness.ts';

/** What a real cluster makes itself of the rest: history cannot be given to it. */
const OWN = /\/(pods|jobs|replicasets|nodes)$/;
/** A CronJob with times that were missed: it must be older than the cluster. */
const OLD_CRONJOB = { namespace: 'shop', name: 'black-friday-banner' };
const HOUR_MS = 3_600_000;
/** How long one of the runs that stand for the past takes. */
const RUN_SECONDS = 0.2;
const TIDY = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/tidy:1' }] };

/**
 * The demo's namespaces, workloads, CronJobs and rights on a real cluster. Its history is not: the past cannot be written there. Two Jobs
 * that finished and two runs of a CronJob that failed stand for it, and the age of one CronJob is written into etcd.
 */
export async function seedRealScenario({ source, etcd }: ControlPlane): Promise<void> {
  const client = new ApiClient(source);
  await seedScenario({ source: settled(source), load: () => {}, random: seededRandom(1), now: Date.now() });
  const cronJob = await client.get('cronjobs.v1.batch', OLD_CRONJOB);
  const { resourceVersion: _revision, ...kept } = cronJob.metadata;
  const creationTimestamp = new Date(Date.now() - HOUR_MS).toISOString().replace(/\.\d+/, '');
  await etcd.put('cronjobs', { ...cronJob, metadata: { ...kept, creationTimestamp } });
  for (const name of ['tidy-a', 'tidy-b']) await client.create('jobs.v1.batch', job('platform', name, { exitCode: 0 }));
  const { metadata, spec } = await client.get('cronjobs.v1.batch', { namespace: 'shop', name: 'stock-sync' });
  const ownerReferences = [
    { apiVersion: 'batch/v1', kind: 'CronJob', name: 'stock-sync', uid: metadata.uid, controller: true },
  ];
  // The same as its own runs, which may come between.
  const podSpec = getPath(spec, 'jobTemplate', 'spec', 'template', 'spec');
  for (const name of ['stock-sync-a', 'stock-sync-b'])
    await client.create('jobs.v1.batch', job('shop', name, { exitCode: 1, podSpec, metadata: { ownerReferences } }));
}

interface Past {
  readonly exitCode: number;
  readonly podSpec?: unknown;
  readonly metadata?: object;
}

/** A Job whose one pod ends at once with this code. */
function job(namespace: string, name: string, { exitCode, podSpec = TIDY, metadata }: Past): KubeObject {
  const annotations = {
    'simulation.lanthorn.dev/container': JSON.stringify({ runSeconds: [RUN_SECONDS], exitCode }),
  };
  return {
    metadata: { namespace, name, ...metadata },
    spec: { backoffLimit: 0, template: { metadata: { annotations }, spec: podSpec } },
  };
}

/** A definition is served a moment after it was made. */
async function served(source: ApiSource, request: ApiRequest): Promise<void> {
  const { spec } = JSON.parse(request.body ?? '{}') as Definition;
  const path = `/apis/${spec.group}/${spec.versions[0].name}/${spec.names.plural}`;
  await eventually(async () => {
    const response = await source.send({ method: 'GET', path });
    await readBody(response);
    return response.status === 200;
  }, `${path} is served`);
}

interface Definition {
  readonly spec: { readonly group: string; readonly names: { plural: string }; readonly versions: [{ name: string }] };
}

/** What controllers own is only tried; what is there already is as good as made. */
function settled(source: ApiSource): ApiSource {
  return {
    send: async (request, signal): Promise<ApiResponse> => {
      if (request.method !== 'POST') return source.send(request, signal);
      const asked: ApiRequest = OWN.test(request.path)
        ? { ...request, query: { ...request.query, dryRun: 'All' } }
        : request;
      const response = await source.send(asked, signal);
      if (response.status === 201 && request.path.endsWith('/customresourcedefinitions')) await served(source, request);
      if (response.status !== 409) return response;
      const { metadata } = JSON.parse(request.body ?? '{}') as { metadata: { name: string } };
      return source.send({ method: 'GET', path: `${request.path}/${metadata.name}` }, signal);
    },
  };
}
