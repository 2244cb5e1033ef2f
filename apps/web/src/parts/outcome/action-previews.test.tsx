import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { Previews } from './action-previews.tsx';

const preview = (name: string): TargetPreview =>
  ({
    ...{ target: { cluster: 'c', namespace: 'n', name, resource: {}, uid: name }, creates: null, refusal: null },
    ...{ isDone: false, clashes: [], warnings: [], changes: [], kubectl: '' },
    effects: ['a/x', 'b/y'].map(finalizer => ({ key: 'effect.finalizerUnknown', values: { finalizer } })),
  }) as never;
const told = () => screen.queryAllByText(/who serves it/).map(({ textContent }) => textContent?.slice(0, 3));

test('of one object all is told, also where the same is said of two things; of many a sentence is told once', () => {
  const { rerender } = render(<Previews previews={[preview('p')]} kind="object.delete" />);
  expect(told()).toEqual(['a/x', 'b/y']);
  rerender(<Previews previews={[preview('p'), preview('q')]} kind="object.delete" />);
  expect(told()).toHaveLength(1);
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
