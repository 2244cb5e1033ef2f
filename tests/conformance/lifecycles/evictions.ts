import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, Life } from './life.ts';

const NODES = '/api/v1/nodes';
const MERGE = 'application/merge-patch+json';
const KEPT_AWAY = { key: 'conformance', effect: 'NoSchedule' };
const EVICTING = { key: 'conformance', value: 'evict', effect: 'NoExecute' };
const TOLERATED = { key: 'conformance', operator: 'Equal', value: 'evict', effect: 'NoExecute' };

const byText = (a: string, b: string) => (a < b ? -1 : 1);

/** A node that drives its pods away, by a taint of somebody's and by not being ready: who goes, when, and what is said of it. */
export const EVICTIONS: Scenario = {
  name: 'evictions',
  run: async stage => {
    const { namespace, ask, until, look } = stage;
    const life = new Life(stage);
    const nodeName = `${namespace}-evicting`;
    const path = `${NODES}/${nodeName}`;
    await ask({ method: 'POST', path: NODES, body: { metadata: { name: nodeName }, spec: { taints: [KEPT_AWAY] } } });
    const say = (ready: string) => {
      const now = new Date().toISOString().replace(/\.\d+/, '');
      const condition = { type: 'Ready', status: ready, lastHeartbeatTime: now, lastTransitionTime: now };
      const body = { status: { conditions: [{ ...condition, reason: 'Said' }] } };
      return ask({ method: 'PATCH', path: `${path}/status`, type: MERGE, body });
    };
    await say('True');
    const pod = (name: string, spec: JsonObject, metadata: JsonObject = {}) =>
      life.create('pods', {
        metadata: { name, ...metadata },
        spec: {
          nodeName,
          terminationGracePeriodSeconds: 0,
          containers: [{ name: 'c', image: 'registry.example/e:1' }],
          ...spec,
        },
      });
    await pod('at-once', {}, { finalizers: ['example.com/seen'] });
    await pod('by-and-by', { tolerations: [{ ...TOLERATED, tolerationSeconds: 2 }] });
    await pod('much-later', { tolerations: [{ ...TOLERATED, tolerationSeconds: 3600 }] });
    await pod('never', { tolerations: [TOLERATED] });
    const first = await life.until('pods', 'at-once', () => true);
    look('what every pod tolerates', getPath(first, 'spec', 'tolerations'));
    await ask({ method: 'PATCH', path, type: MERGE, body: { spec: { taints: [KEPT_AWAY, EVICTING] } } });
    const evicted = await life.until(
      'pods',
      'at-once',
      of => getPath(of, 'metadata', 'deletionTimestamp') !== undefined,
    );
    look(
      'what is said of one that goes',
      conditions(evicted).filter(condition => getPath(condition, 'type') === 'DisruptionTarget'),
    );
    await life.patch('pods', 'at-once', { metadata: { finalizers: null } });
    await life.untilGone('pods', 'by-and-by');
    await life.untilGone('pods', 'at-once');
    const names = async () => (await life.list('pods')).map(({ metadata }) => metadata.name ?? '').toSorted(byText);
    look('who is left', await names());
    await ask({ method: 'PATCH', path, type: MERGE, body: { spec: { taints: [KEPT_AWAY] } } });
    for (const name of ['at-once', 'by-and-by', 'much-later', 'never'])
      await life.showEvents(`events of ${name}`, 'Pod', name, 'TaintManagerEviction');
    const isTainted = (node: JsonObject, key: string) =>
      asArray(getPath(node, 'spec', 'taints'))
        .map(asObject)
        .some(taint => taint['key'] === `node.kubernetes.io/${key}` && taint['effect'] === 'NoExecute');
    const taintsOf = (node: JsonObject) =>
      asArray(getPath(node, 'spec', 'taints'))
        .map(asObject)
        .map(({ key, effect, timeAdded }) => [key, effect, timeAdded !== undefined]);
    await say('False');
    const notReady = await until({ method: 'GET', path }, ({ body }) => isTainted(body, 'not-ready'));
    look('a node that is not ready', taintsOf(notReady).map(String).toSorted(byText));
    look('who is left for a while', await names());
    await say('True');
    const ready = await until({ method: 'GET', path }, ({ body }) => taintsOf(body).length === 1);
    look('one that is ready again', taintsOf(ready));
    for (const name of ['much-later', 'never']) await life.delete('pods', name);
    await ask({ method: 'DELETE', path });
  },
};
