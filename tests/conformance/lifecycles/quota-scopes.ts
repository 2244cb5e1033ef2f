import { getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { Life } from './life.ts';

const SCOPES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating'];
const quotaOf = (scope: string) => `quota-${scope.toLowerCase()}`;

function pod(name: string, { cpu, seconds }: { cpu?: string; seconds?: number }): JsonObject {
  const resources =
    cpu === undefined ? {} : { requests: { cpu, memory: '50Mi' }, limits: { cpu: '1', memory: '100Mi' } };
  const deadline = seconds === undefined ? {} : { activeDeadlineSeconds: seconds };
  return { metadata: { name }, spec: { containers: [{ name: 'main', image: 'i', resources }], ...deadline } };
}

const PODS = {
  plain: pod('plain', {}),
  asking: pod('asking', { cpu: '100m' }),
  ending: pod('ending', { seconds: 3600 }),
  'asking-and-ending': pod('asking-and-ending', { cpu: '100m', seconds: 3600 }),
};

/** Quotas that count some pods alone: by what they ask for, and whether they end. */
export const QUOTA_SCOPES: Scenario = {
  name: 'quota-scopes',
  run: async stage => {
    const life = new Life(stage);
    const post = { method: 'POST', path: life.path('pods') } as const;
    for (const scope of SCOPES) {
      const name = quotaOf(scope);
      await life.create('resourcequotas', { metadata: { name }, spec: { hard: { pods: '0' }, scopes: [scope] } });
    }
    // Admission counts by a cache of its own: until it refuses a pod of every kind it does not know all quotas.
    for (const scope of SCOPES) {
      const isEnding = scope === 'Terminating' ? { seconds: 1 } : {};
      const isAsking = scope === 'NotBestEffort' ? { cpu: '1m' } : {};
      const body = pod('probe', { ...isAsking, ...isEnding });
      const isRefusedBy = (answer: JsonObject) =>
        String(answer['message']).includes(`exceeded quota: ${quotaOf(scope)},`);
      if (scope.includes('BestEffort'))
        await stage.until({ ...post, query: { dryRun: 'All' }, body }, answer => isRefusedBy(answer.body));
      else await stage.until({ ...post, query: { dryRun: 'All' }, body }, ({ status }) => status === 403);
    }
    for (const scope of SCOPES) {
      await life.patch('resourcequotas', quotaOf(scope), { spec: { hard: { pods: '5' } } });
      await life.until('resourcequotas', quotaOf(scope), object => getPath(object, 'status', 'hard', 'pods') === '5');
    }
    for (const [name, body] of Object.entries(PODS)) {
      await stage.until({ ...post, body }, ({ status }) => status === 201);
      await showUsed(life, `used beside the pod ${name}`, (quotas, of) => of === quotas);
      await life.delete('pods', name);
      await life.untilGone('pods', name);
      await showUsed(life, `used after ${name}`, (_quotas, of) => of === 0);
    }
    await stage.send('a scope that is none', {
      ...{ method: 'POST', path: life.path('resourcequotas') },
      body: { metadata: { name: 'bad' }, spec: { hard: { pods: '1' }, scopes: ['Whatever'] } },
    });
    await stage.send('scopes that say the opposite', {
      ...{ method: 'POST', path: life.path('resourcequotas') },
      body: { metadata: { name: 'bad' }, spec: { hard: { pods: '1' }, scopes: ['Terminating', 'NotTerminating'] } },
    });
    await stage.send('what a scope does not count', {
      ...{ method: 'POST', path: life.path('resourcequotas') },
      body: { metadata: { name: 'bad' }, spec: { hard: { configmaps: '1' }, scopes: ['BestEffort'] } },
    });
  },
};

/** Of each pair one counts a pod: two of four quotas, or none. */
async function showUsed(life: Life, title: string, holds: (wanted: number, used: number) => boolean): Promise<void> {
  const quotas = await life.untilList('resourcequotas', found =>
    holds(2, found.filter(quota => getPath(quota, 'status', 'used', 'pods') === '1').length),
  );
  life.look(
    title,
    quotas.map(quota => [quota.metadata.name, getPath(quota, 'status', 'used', 'pods')]),
  );
}
