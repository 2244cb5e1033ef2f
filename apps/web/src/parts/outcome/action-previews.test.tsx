import { render, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { Previews } from './action-previews.tsx';

const preview = (name: string): TargetPreview =>
  ({
    ...{ target: { cluster: 'c', namespace: 'n', name, resource: {}, uid: name }, creates: null, refusal: null },
    ...{ isDone: false, clashes: [], warnings: [], changes: [], kubectl: '' },
    effects: ['a/x', 'b/y'].map(finalizer => ({ key: 'effect.finalizerUnknown', values: { finalizer } })),
  }) as never;
const told = () => screen.queryAllByText(/who serves it/).map(({ textContent }) => textContent?.slice(0, 3));

test('of one object all is told, also where the same is said of two things; of many what is true of all is told once', () => {
  const { rerender } = render(<Previews previews={[preview('p')]} kind="object.delete" />);
  expect(told()).toEqual(['a/x', 'b/y']);
  rerender(<Previews previews={[preview('p'), preview('q')]} kind="object.delete" />);
  expect(told()).toEqual(['a/x', 'b/y']);
});

test('what is said of one of several, with its names and numbers, stands under that one', () => {
  const scaled = (name: string, effects: readonly object[]) => ({ ...preview(name), effects }) as TargetPreview;
  const budget = (name: string) => ({ key: 'effect.budgetLeavesNone', values: { name, after: 2 } });
  const stays = { key: 'effect.nothingRuns', values: {} };
  const quota = { key: 'effect.quotaFull', values: { name: 'team', resource: 'pods', used: '4', hard: '4' } };
  render(
    <Previews
      previews={[
        scaled('a', [budget('for-a'), stays, quota]),
        scaled('b', [budget('for-b'), quota]),
        scaled('c', [quota]),
      ]}
      kind="workload.scale"
    />,
  );
  const [common, targets] = [screen.getAllByRole('list')[0], screen.getByRole('group', { name: 'The objects' })];
  const inCommon = within(must(common, 'the common list')).getAllByRole('listitem');
  expect(inCommon.map(({ textContent }) => textContent?.slice(0, 16))).toEqual([
    'Nothing of it ru',
    'The quota team h',
  ]);
  const entries = [...must(targets.querySelector('ul'), 'the targets').children].map(({ textContent }) => textContent);
  expect(entries).toEqual([
    expect.stringMatching(/^n\/aThe budget for-a .*waits for them\.$/),
    expect.stringMatching(/^n\/bThe budget for-b .*waits for them\.$/),
    'n/c',
  ]);
});

test('what is created is named once where it bears the name of its target, and an object of the cluster without a namespace', () => {
  const created = (name: string, creates: string, namespace = 'n') => ({
    ...preview(name),
    ...{ creates, effects: [], target: { ...preview(name).target, namespace } },
  });
  render(
    <Previews previews={[created('a', 'a', ''), created('b', 'b'), created('c', 'c-x7k2p')]} kind="object.apply" />,
  );
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['a', 'n/b', 'n/c → c-x7k2p']);
});
