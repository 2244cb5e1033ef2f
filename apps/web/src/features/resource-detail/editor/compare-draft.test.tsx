import { fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { CONFIG_MAP_VIEW } from '@lanthorn/views/kinds/core/configmaps.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { resetWorld, tell, world } from '../test-world.ts';
import { CompareDraft } from './compare-draft.tsx';

vi.mock('../../../data/objects/use-live-object.ts', async () => (await import('../test-world.ts')).useLiveObjectModule);
vi.mock('../../../data/lists/use-whole-list.ts', async () => (await import('../test-world.ts')).useWholeListModule);

const template = (image: string) => ({ spec: { containers: [{ name: 'web', image }] } });
const web = (replicas: number, image: string, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u', annotations },
  spec: { replicas, template: template(image) },
});

beforeEach(resetWorld);

function show(mine: KubeObject | null, live: KubeObject, view: typeof DEPLOYMENT_VIEW = DEPLOYMENT_VIEW) {
  const api = { schema: async () => ({ schemas: {} }) };
  const subject = { cluster: 'c', view, namespace: 'shop', name: 'web' };
  const tree = (of: KubeObject | null) => (
    <ClientContext value={{ api } as unknown as Client}>
      <CompareDraft subject={subject} live={live} mine={of} />
    </ClientContext>
  );
  const { rerender } = render(tree(mine));
  return { become: (of: KubeObject | null) => rerender(tree(of)) };
}
const changes = () =>
  screen
    .queryAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );
const withWhat = (name: string) => userEvent.click(screen.getByRole('radio', { name }));

test('what is typed is compared with the object as it is', () => {
  show(web(3, 'web:1'), web(2, 'web:1'));
  expect(changes()).toEqual([['spec.replicas', '3', '2']]);
  screen.getByRole('columnheader', { name: 'Your text' });
});

test('with what was applied last, where that is kept: by what it says', async () => {
  const applied = JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 } });
  show(web(3, 'web:1'), web(2, 'web:1', { 'kubectl.kubernetes.io/last-applied-configuration': applied }));
  await withWhat('Last applied');
  expect(changes()).toEqual([['spec.replicas', '3', '1']]);
});

test.each([
  ['none', {}],
  ['one that cannot be read', { 'kubectl.kubernetes.io/last-applied-configuration': '{' }],
])('of %s nothing is offered', (_, annotations) => {
  show(web(3, 'web:1'), web(2, 'web:1', annotations));
  expect(screen.queryByRole('radio', { name: 'Last applied' })).toBeNull();
});

test('with a revision, by the template of pods alone', async () => {
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...{ name: 'web-1', namespace: 'shop', uid: 'r1', annotations: { 'deployment.kubernetes.io/revision': '1' } },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }],
    },
    spec: { replicas: 0, template: template('web:0') },
  };
  tell(REPLICA_SET_VIEW, [set]);
  world.objects.set('web-1', set);
  show(web(3, 'web:1'), web(2, 'web:1'));
  await withWhat('A revision');
  expect(changes()).toEqual([
    [
      expect.stringContaining('spec.template.spec.containers'),
      expect.stringContaining('web:1'),
      expect.stringContaining('web:0'),
    ],
  ]);
});

test('a kind without revisions is compared with none', () => {
  show({ kind: 'ConfigMap', metadata: {} }, { kind: 'ConfigMap', metadata: {} }, CONFIG_MAP_VIEW);
  expect(screen.queryByRole('radio', { name: 'A revision' })).toBeNull();
});

test('with another object of the kind, and with a text', async () => {
  world.objects.set('web-2', web(7, 'web:1'));
  show(web(3, 'web:1'), web(2, 'web:1'));
  await withWhat('Another object');
  const [, name] = screen.getAllByRole('textbox');
  if (name === undefined) throw new Error('it can be named');
  await userEvent.clear(name);
  await userEvent.type(name, 'web-2{Enter}');
  expect(changes()).toEqual([['spec.replicas', '3', '7']]);
  await withWhat('A text or file');
  fireEvent.change(screen.getByRole('textbox', { name: /^YAML or JSON/ }), {
    target: { value: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 9}\n' },
  });
  expect(changes()).toEqual([['spec.replicas', '3', '9']]);
});

test('a text that is no YAML yet is not compared', () => {
  show(null, web(2, 'web:1'));
  screen.getByText('It is compared when it is valid YAML.');
  expect(changes()).toEqual([]);
});

test('what was pasted, and which object was asked for, stays while the text is no YAML for a moment', async () => {
  const { become } = show(web(3, 'web:1'), web(2, 'web:1'));
  const pasted = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 9}\n';
  const text = () => screen.getByRole('textbox', { name: /^YAML or JSON/ });
  await withWhat('A text or file');
  fireEvent.change(text(), { target: { value: pasted } });
  become(null);
  expect([text().textContent, changes()]).toEqual([pasted, []]);
  become(web(4, 'web:1'));
  expect([text().textContent, changes()]).toEqual([pasted, [['spec.replicas', '4', '9']]]);
  await withWhat('Another object');
  const name = () => screen.getAllByRole<HTMLInputElement>('textbox')[1];
  fireEvent.change(name() ?? document.body, { target: { value: 'web-2' } });
  become(null);
  expect(name()?.value).toBe('web-2');
});
