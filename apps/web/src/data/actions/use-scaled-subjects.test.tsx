import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { type Client, ClientContext } from '../client/client.ts';
import { useScaledSubjects } from './use-scaled-subjects.ts';

const TOPICS = { group: 'kafka.example', version: 'v1', resource: 'topics' };
const CLUSTERS = { ...TOPICS, resource: 'clusters' };
const answer = { kinds: [TOPICS, { ...CLUSTERS, isScaled: true }], unanswered: [] };

function show(resource: typeof TOPICS) {
  let asked = 0;
  const client = { kinds: { of: async () => ({ asked: ++asked, ...answer }) } } as unknown as Client;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={client}>{children}</ClientContext>
  );
  const target = { cluster: 'c', resource, namespace: 'n', name: 'x', uid: 'u' };
  const subjects = [{ target, state: objectState({ spec: { replicas: 3 } }) }];
  const { result } = renderHook(() => useScaledSubjects(subjects), { wrapper });
  return { hasReplicas: () => result.current[0]?.state.hasReplicas, count: () => asked };
}

test('a custom object that has a number of replicas is scaled where its kind has a part for that, once that is known', async () => {
  const scaled = show(CLUSTERS);
  expect(scaled.hasReplicas()).toBe(false);
  await waitFor(() => expect(scaled.hasReplicas()).toBe(true));
});

test('a number of replicas that is of something else is not scaled', async () => {
  const topic = show(TOPICS);
  await waitFor(() => expect(topic.count()).toBe(1));
  expect(topic.hasReplicas()).toBe(false);
});

test('of a built-in kind nobody is asked', () => {
  const deployment = show(DEPLOYMENT_VIEW.resource);
  expect([deployment.hasReplicas(), deployment.count()]).toEqual([true, 0]);
});
