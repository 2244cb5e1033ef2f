import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { CUSTOM_RESOURCE_DEFINITION_VIEW } from '@lanthorn/views/kinds/apiextensions.k8s.io/customresourcedefinitions.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from '@lanthorn/views/kinds/core/persistentvolumeclaims.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import { deletedTargets, wordToType } from '../../data/actions/word-to-type.ts';
import { testPreferences } from '../../data/preferences/test-preferences.ts';
import { DeleteContents, WordOf } from './delete-guard.tsx';

const NO_OTHERS = { kinds: [], unanswered: [] };

test('what is in each of many namespaces can be read: some at first, the rest by a press, and nobody asks before', async () => {
  const asked: string[] = [];
  const counts = async (_cluster: string, name: string) => {
    asked.push(name);
    return { counts: { pods: 7 } };
  };
  const targets = ['a', 'b', 'c', 'd'].map(name => ({
    ...{ cluster: 'k', resource: NAMESPACE_VIEW.resource, namespace: '', name, uid: name },
  }));
  const deed = { kind: 'object.delete', targets } as const;
  render(
    <ClientContext value={{ api: { counts }, kinds: { of: async () => NO_OTHERS } } as unknown as Client}>
      <DeleteContents deed={deed} />
    </ClientContext>,
  );
  expect(await screen.findAllByTestId('contents')).toHaveLength(3);
  expect(asked).toEqual(['a', 'b', 'c']);
  screen.getByText(/3 of 4 are shown\./);
  await userEvent.click(screen.getByRole('button', { name: 'Show 1 more' }));
  expect(await screen.findAllByTestId('contents')).toHaveLength(4);
  expect(asked.at(-1)).toBe('d');
  expect(screen.queryByText(/are shown\./)).toBeNull();
});

const targets = (view: { readonly resource: ObjectTarget['resource'] }, ...names: readonly string[]) =>
  names.map(name => ({ cluster: 'k', resource: view.resource, namespace: '', name, uid: name }));

test.each([
  [0, 'production', 'web'],
  [0, 'staging', null],
  [1, 'production', null],
] as const)('to scale to %s in %s asks for %j', (replicas, tier, word) => {
  const deed = { kind: 'workload.scale', targets: targets(NODE_VIEW, 'web'), params: { scale: { replicas } } } as const;
  expect(wordToType(deed, tier)).toBe(word);
  const ofTwo = { ...deed, targets: targets(NODE_VIEW, 'web', 'db') };
  expect(wordToType(ofTwo, tier)).toBe(word === null ? null : '2');
});

test.each([
  ['to zero', 4, 0, '2'],
  ['to less', 4, 1, null],
  ['what had none', 0, 0, null],
  ['what is made with none', undefined, 0, null],
] as const)(
  'an edit, a change set or an undo %s asks in production for what it leaves nothing running of',
  (_what, before, after, word) => {
    const [web, db] = targets(NODE_VIEW, 'web', 'db');
    const changes = [{ path: 'spec.replicas', before, after }];
    const deed = (...of: readonly (ObjectTarget | undefined)[]) => {
      const found = of.filter(target => target !== undefined);
      return { kind: 'object.edit', targets: found, previews: found.map(target => ({ target, changes })) } as const;
    };
    expect(wordToType(deed(web, db), 'production')).toBe(word);
    expect(wordToType(deed(web), 'production')).toBe(word === null ? null : 'web');
    expect(wordToType(deed(web, db), 'staging')).toBeNull();
  },
);

test('of what is taken back that which goes is guarded, whatever becomes of the others', () => {
  const [web] = targets(POD_VIEW, 'web');
  const [data] = targets(PERSISTENT_VOLUME_CLAIM_VIEW, 'data');
  if (web === undefined || data === undefined) throw new Error('both are there');
  const changed = { target: web, changes: [] };
  const deed = { targets: [web, data], previews: [changed, { target: data, changes: [], deletes: true as const }] };
  for (const kind of ['object.edit', 'object.delete'] as const) {
    expect(wordToType({ kind, ...deed }, 'other')).toBe('data');
    expect(deletedTargets({ kind, ...deed })).toEqual([data]);
  }
  expect(wordToType({ kind: 'object.edit', targets: [web], previews: [changed] }, 'production')).toBeNull();
});

test.each([
  ['a pod', 'object.delete', targets(POD_VIEW, 'a'), null, null],
  ['two pods', 'object.delete', targets(POD_VIEW, 'a', 'b'), null, '2'],
  ['two pods that are evicted', 'pod.evict', targets(POD_VIEW, 'a', 'b'), null, '2'],
  ['a namespace', 'object.delete', targets(NAMESPACE_VIEW, 'shop'), 'shop', 'shop'],
  ['two namespaces', 'object.delete', targets(NAMESPACE_VIEW, 'shop', 'b'), '2', '2'],
  ['a claim', 'object.delete', targets(PERSISTENT_VOLUME_CLAIM_VIEW, 'data'), 'data', 'data'],
  ['a definition', 'object.delete', targets(CUSTOM_RESOURCE_DEFINITION_VIEW, 'a.b'), 'a.b', 'a.b'],
  ['a node', 'object.delete', targets(NODE_VIEW, 'n1'), 'n1', 'n1'],
  [
    'a namespace and two pods',
    'object.delete',
    [...targets(NAMESPACE_VIEW, 'a'), ...targets(POD_VIEW, 'b', 'c')],
    'a',
    '3',
  ],
  ['two that are no deletion', 'job.suspend', targets(POD_VIEW, 'a', 'b'), null, null],
  ['an undo that is not known yet', null, [], null, null],
] as const)('before %s something is typed, and more in production', (_what, kind, of, elsewhere, inProduction) => {
  const deed = { kind, targets: of };
  expect((['other', 'staging', 'production'] as const).map(tier => wordToType(deed, tier))).toEqual([
    elsewhere,
    elsewhere,
    inProduction,
  ]);
});

test('of several clusters those are named that are production, and no other', () => {
  const clusters = ['lab', 'prod-east', 'prod-west'];
  const deed = {
    kind: 'object.delete',
    targets: clusters.flatMap(cluster => targets(POD_VIEW, 'a').map(target => ({ ...target, cluster }))),
  } as const;
  render(
    <ClientContext value={{ preferences: testPreferences() } as unknown as Client}>
      <WordOf deed={deed} word="3" clusters={clusters} onChange={() => {}} />
    </ClientContext>,
  );
  screen.getByText('prod-east is a production cluster. prod-west is a production cluster.');
});
