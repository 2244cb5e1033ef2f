import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

const NODES = '/api/v1/nodes';
const MERGE = 'application/merge-patch+json';

/** What keeps new pods away; the times say nothing. */
function taintsOf(node: JsonObject): unknown[] {
  return asArray(getPath(node, 'spec', 'taints'))
    .map(asObject)
    .filter(({ effect }) => effect === 'NoSchedule')
    .map(({ key, effect, timeAdded }) => ({ key, effect, isDated: timeAdded !== undefined }));
}

/** A node that becomes ready, falls silent, runs out of memory and is closed: which pods it keeps away. */
export const NODE_TAINTS: Scenario = {
  name: 'node-taints',
  run: async stage => {
    const { namespace, ask, look } = stage;
    const name = `${namespace}-node`;
    const path = `${NODES}/${name}`;
    // Nothing of the scenarios beside this one comes here.
    const taints = [{ key: 'conformance', effect: 'NoSchedule' }];
    const { body } = await ask({ method: 'POST', path: NODES, body: { metadata: { name }, spec: { taints } } });
    look('a new node', taintsOf(body));
    const say = (conditions: Readonly<Record<string, string>>) =>
      ask({
        method: 'PATCH',
        path: `${path}/status`,
        type: MERGE,
        body: {
          status: {
            conditions: Object.entries(conditions).map(([type, status]) => ({
              type,
              status,
              reason: 'Said',
              lastHeartbeatTime: now(),
              lastTransitionTime: now(),
            })),
          },
        },
      });
    const shown = async (title: string, ...keys: readonly string[]) => {
      const node = await until(stage, path, keys);
      look(title, taintsOf(node));
    };
    await say({ Ready: 'True' });
    await shown('one that is ready');
    await ask({ method: 'PATCH', path, type: MERGE, body: { spec: { unschedulable: true } } });
    await shown('one that is closed', 'unschedulable');
    await say({ Ready: 'True', MemoryPressure: 'True', DiskPressure: 'True', PIDPressure: 'False' });
    await shown('one that has little left', 'unschedulable', 'memory-pressure', 'disk-pressure');
    await ask({ method: 'PATCH', path, type: MERGE, body: { spec: { unschedulable: null } } });
    await say({ Ready: 'False' });
    await shown('one that is not ready', 'not-ready');
    await say({ Ready: 'Unknown' });
    await shown('one that is silent', 'unreachable');
    await say({ Ready: 'True' });
    await shown('one that is ready again');
    await ask({ method: 'DELETE', path });
  },
};

const now = () => new Date().toISOString().replace(/\.\d+/, '');

function until({ until: ask }: Stage, path: string, keys: readonly string[]): Promise<JsonObject> {
  const wanted = ['conformance', ...keys.map(key => `node.kubernetes.io/${key}`)].toSorted();
  return ask({ method: 'GET', path }, ({ body }) => {
    const found = taintsOf(body).map(taint => String(getPath(taint, 'key')));
    return JSON.stringify(found.toSorted()) === JSON.stringify(wanted);
  });
}
