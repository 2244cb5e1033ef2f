import { ApiClient } from '@lanthorn/controllers/api-client.ts';
import { seedScenario } from '@lanthorn/controllers/scenario.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiResponse, type ApiSource, readBody } from '@lanthorn/kube/api-request.ts';
import { eventually } from './harness.ts';

/** What a real cluster makes itself of the rest: history cannot be given to it. */
const OWN = /\/(pods|jobs|replicasets|nodes)$/;
const FINISHED_JOBS = ['tidy-a', 'tidy-b'];

/**
 * The demo's namespaces, workloads, CronJobs and rights on a real cluster; their history is not, since the past cannot be written there.
 * Two finished Jobs stand for it.
 */
export async function seedRealScenario(source: ApiSource): Promise<void> {
  await seedScenario({ source: settled(source), load: () => {}, random: seededRandom(1), now: Date.now() });
  const client = new ApiClient(source);
  for (const name of FINISHED_JOBS) {
    const annotations = { 'simulation.lanthorn.dev/container': '{"runSeconds":[0.2]}' };
    const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'registry.example/tidy:1' }] };
    const template = { metadata: { annotations }, spec };
    await client.create('jobs.v1.batch', { metadata: { name, namespace: 'platform' }, spec: { template } });
  }
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
