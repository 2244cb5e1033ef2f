import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readYaml } from '@lanthorn/kube/edit/edit-session.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { EDIT_OBJECT, editable } from './edit-object.ts';

const TARGET = {
  cluster: 'c',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'n',
  name: 'x',
  uid: 'u',
};
const LIVE = parseJson(
  '{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"x","namespace":"n","uid":"u","resourceVersion":"7"},"spec":{"sizes":[9007199254740993,1],"schedule":"0 3 * * *"}}',
) as KubeObject;

test('a number that a page would round is saved with every digit, also in a list that is sent as a whole', () => {
  const text = yamlText(editable(LIVE));
  expect(text).toContain('9007199254740993');
  const mine = readYaml(text.replace('- 1\n', '- 2\n')) as unknown as KubeObject;
  const action = {
    kind: 'object.edit',
    target: TARGET,
    index: 0,
    suffix: 'edit',
    params: { edit: { base: LIVE, mine, choices: {} } },
  } as const;
  const { request } = EDIT_OBJECT.plan(action, LIVE, { context: 'c', schema: null, now: 0 });
  expect(request.body).toContain('"sizes":[9007199254740993,2]');
});
