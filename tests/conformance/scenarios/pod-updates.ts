import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

const STRATEGIC = 'application/strategic-merge-patch+json';
const MERGE = 'application/merge-patch+json';
const CONTAINER = { name: 'c', image: 'i' };
const TERMS = 'requiredDuringSchedulingIgnoredDuringExecution';
const zone = (...values: readonly string[]) => ({ key: 'zone', operator: 'In', values });
const nodeAffinity = (...terms: readonly JsonObject[]) => ({
  affinity: { nodeAffinity: { [TERMS]: { nodeSelectorTerms: terms } } },
});

/** What the real server goes on to say is a comparison of two pods in Go's form: the first line says what is wrong. */
const firstLine = (text: unknown) => asString(text).split('\n')[0];

/** A pod that nobody runs, and what is tried with it. */
async function made({ namespace, ask, look }: Stage, name: string, spec: JsonObject) {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  await ask({ method: 'POST', path, body: { metadata: { name }, spec: { containers: [CONTAINER], ...spec } } });
  return async (title: string, changed: JsonObject, type = STRATEGIC) => {
    const { status, body } = await ask({ method: 'PATCH', path: `${path}/${name}`, type, body: { spec: changed } });
    const causes = asArray(getPath(body, 'details', 'causes')).map(cause => [
      getPath(cause, 'reason'),
      getPath(cause, 'field'),
      firstLine(getPath(cause, 'message')),
    ]);
    look(title, status === 200 ? 'taken' : [status, getPath(body, 'reason'), firstLine(body['message']), causes]);
  };
}

/** Which parts of a pod may change once it is there, and what is said of the others. */
export const POD_UPDATES: Scenario = {
  name: 'pod-updates',
  run: async stage => {
    const { namespace, ask, look } = stage;
    const bound = await made(stage, 'bound', { nodeName: 'n1', terminationGracePeriodSeconds: 30 });
    await bound('another image', { containers: [{ name: 'c', image: 'j' }] });
    await bound('no image', { containers: [{ name: 'c', image: '' }] });
    await bound('an image with room around it', { containers: [{ name: 'c', image: ' j' }] });
    await bound('another node', { nodeName: 'n2' });
    await bound('no node', { nodeName: null });
    await bound('a container more', { containers: [{ name: 'd', image: 'i' }] });
    await bound('another command', { containers: [{ name: 'c', command: ['x'] }] });
    await bound('another variable', { containers: [{ name: 'c', env: [{ name: 'A', value: 'b' }] }] });
    await bound('a container that is called otherwise', { containers: [{ name: 'e', image: 'i' }] }, MERGE);
    await bound('another time to end', { terminationGracePeriodSeconds: 1 });
    await bound('another account', { serviceAccountName: 'other', serviceAccount: 'other' });
    await bound('another policy', { restartPolicy: 'Never' });
    await bound('on the host', { hostNetwork: true });
    await bound('another selector', { nodeSelector: { a: 'b' } });
    await bound('a toleration more', { tolerations: [{ key: 'a', operator: 'Exists' }] });
    await bound('no toleration', { tolerations: null }, MERGE);
    await bound('a deadline', { activeDeadlineSeconds: 60 });
    await bound('a nearer one', { activeDeadlineSeconds: 30 });
    await bound('a later one', { activeDeadlineSeconds: 90 });
    await bound('one that is none', { activeDeadlineSeconds: -1 });
    await bound('no deadline', { activeDeadlineSeconds: null });
    await bound('a gate', { schedulingGates: [{ name: 'example.com/g' }] });
    const path = `/api/v1/namespaces/${namespace}/pods/bound`;
    const { body } = await ask({ method: 'GET', path });
    const put = { ...body, spec: { ...(body['spec'] as JsonObject), nodeName: 'n2' } };
    const answer = await ask({ method: 'PUT', path, body: put });
    look('another node by a replacement', [answer.status, firstLine(answer.body['message'])]);

    const gated = await made(stage, 'gated', {
      schedulingGates: [{ name: 'example.com/g' }],
      nodeSelector: { a: 'b' },
      ...nodeAffinity({ matchExpressions: [zone('x', 'y')] }),
    });
    await gated('held back, a narrower selector', { nodeSelector: { c: 'd' } });
    await gated('held back, another selector', { nodeSelector: { a: 'c' } });
    const more = { key: 'b', operator: 'Exists' };
    await gated('held back, a narrower term', nodeAffinity({ matchExpressions: [zone('x', 'y'), more] }), MERGE);
    await gated('held back, another term', nodeAffinity({ matchExpressions: [zone('z')] }), MERGE);
    await gated('held back, no term', { affinity: null }, MERGE);
    await gated('held back, another command', { containers: [{ name: 'c', command: ['x'] }] });
    await gated('held back, a node', { nodeName: 'n1' });
    await gated('released', { schedulingGates: null }, MERGE);
    await gated('released, a narrower selector', { nodeSelector: { e: 'f' } });
  },
};
