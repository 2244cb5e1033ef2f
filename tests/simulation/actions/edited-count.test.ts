import { expect, test } from 'vitest';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { stage } from './acting-stage.ts';

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };

/** The autoscaler that is there sets between 1 and 5. */
test.each([
  ['another number', 3, ['effect.scaledUp', 'effect.autoscalerSets']],
  ['none', 0, ['effect.scaledDown', 'effect.nothingRuns', 'effect.autoscalerRests']],
  ['the same number', 1, []],
])(
  '%s of pods, written into a text, is told to whoever sets it, as before it is scaled',
  async (_what, replicas, told) => {
    const { subjects, preview } = await stage(ADMIN);
    const { deployment } = subjects;
    const mine: KubeObject = { ...deployment, spec: { ...asObject(deployment['spec']), replicas } };
    const { name = '', namespace = '' } = deployment.metadata;
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: mine['spec'] };
    const effects = await Promise.all([
      preview('object.edit', deployment, { edit: { base: deployment, mine, choices: {} } }),
      preview('object.apply', deployment, {
        apply: { documents: [{ object, expects: 'present', takesOver: true }], stops: true },
      }),
    ]);
    const isOfPods = (key: string) => /scaled|nothingRuns|autoscaler/.test(key);
    for (const answer of effects)
      expect(answer?.previews[0]?.effects.map(({ key }) => key).filter(isOfPods)).toEqual(told);
  },
);

test('of each target it is said whether it goes', async () => {
  const { subjects, preview } = await stage(ADMIN);
  const { deployment } = subjects;
  const previews = await Promise.all([
    preview('object.delete', deployment, {}),
    preview('workload.restart', deployment, {}),
  ]);
  expect(previews.map(answer => answer?.previews[0]?.deletes)).toEqual([true, undefined]);
});
