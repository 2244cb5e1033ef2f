import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { WordsProvider } from '../../../ui/words/words.tsx';
import { Terminating } from './terminating.tsx';
import { lineOf } from '../../../ui/form/test-line.ts';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params, search }: { children: ReactNode; params: object; search?: object }) => (
    <a href="#there" data-to={JSON.stringify({ ...params, ...search })}>
      {children}
    </a>
  ),
}));

function show(conditions: Readonly<Record<string, string>> | null, metadata: object = {}) {
  const object = {
    metadata: {
      name: 'shop',
      ...(conditions === null ? {} : { deletionTimestamp: '2026-11-22T03:00:00Z' }),
      ...metadata,
    },
    status: {
      conditions: Object.entries(conditions ?? {}).map(([type, message]) => ({ type, status: 'True', message })),
    },
  };
  const subject = { cluster: 'prod', view: NAMESPACE_VIEW, namespace: '', name: 'shop' };
  render(
    <WordsProvider>
      <Terminating subject={subject} object={object} />
    </WordsProvider>,
  );
}
const to = (name: string) => JSON.parse(screen.getByRole('link', { name }).getAttribute('data-to') ?? '{}') as object;

test('nothing of a namespace that nobody deletes', () => {
  show(null);
  expect(screen.queryByTestId('terminating')).toBeNull();
});

test('what is left leads to its list, what holds it is named with the way out, and the same by kubectl', () => {
  show({
    NamespaceContentRemaining:
      'Some resources are remaining: pods. has 1 resource instances, widgets.example.com has 2 resource instances',
    NamespaceFinalizersRemaining:
      'Some content in the namespace has finalizers remaining: example.com/cleanup in 2 resource instances',
  });
  expect(to('widgets.example.com')).toEqual({ cluster: 'prod', resource: 'widgets.example.com', ns: 'shop' });
  screen.getByText('The finalizer example.com/cleanup holds 2 objects.');
  screen.getByText(/^Whoever serves a finalizer/);
  screen.getByText(lineOf(/--namespace=shop get pods,widgets\.example\.com/));
});

test('an API that does not answer leads to its APIService', () => {
  show({
    NamespaceDeletionDiscoveryFailure:
      'Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: stale GroupVersion discovery: metrics.k8s.io/v1beta1',
  });
  expect(to('APIService/v1beta1.metrics.k8s.io')).toMatchObject({ name: 'v1beta1.metrics.k8s.io' });
  screen.getByText(/The API metrics.k8s.io\/v1beta1 does not answer/);
});

test('what only ends is said to end; what holds the namespace itself is named; what nobody reported is not called nothing', () => {
  show({ NamespaceContentRemaining: 'Some resources are remaining: pods. has 1 resource instances' });
  screen.getByText('Nothing holds it: it is ending by itself.');
  show({}, { finalizers: ['example.com/mine'] });
  screen.getByText('The finalizer example.com/mine holds the namespace itself.');
  screen.getByText('Its controller has not said yet what is left in it.');
});
