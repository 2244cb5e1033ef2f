import { describe, expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { splitName } from './cells/find-references.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { referringKinds } from './referring-kinds.ts';

const of = (name: string) =>
  referringKinds(splitName(name)).map(({ view, group }) => `${groupResource(view.resource)} ${group}`);

describe('which kinds may refer to a kind, by their records', () => {
  test('pods are reached, kept, protected and allowed', () => {
    expect(of('pods')).toEqual(
      expect.arrayContaining([
        'services reachedBy',
        'endpointslices.discovery.k8s.io reachedBy',
        'replicasets.apps keptBy',
        'poddisruptionbudgets.policy protectedBy',
        'networkpolicies.networking.k8s.io allowedBy',
        'resourceclaims.resource.k8s.io runs',
      ]),
    );
  });

  test('configuration is used by all that have a pod template', () => {
    const users = of('configmaps').filter(line => line.endsWith(' usedBy'));
    expect(users).toEqual(
      expect.arrayContaining([
        'pods usedBy',
        'cronjobs.batch usedBy',
        'statefulsets.apps usedBy',
        'podtemplates usedBy',
      ]),
    );
  });

  test('a Deployment runs what it made, and is scaled', () => {
    expect(of('deployments.apps')).toEqual(['replicasets.apps runs', 'horizontalpodautoscalers.autoscaling scaledBy']);
  });

  test('a custom kind may own what operators make, and be scaled', () => {
    const lines = of('databases.example.com');
    expect(lines).toContain('statefulsets.apps runs');
    expect(lines).toContain('horizontalpodautoscalers.autoscaling scaledBy');
    expect(lines).not.toContain('secrets runs');
  });

  test('Secrets and events are read for nobody', () => {
    for (const { resource } of KIND_VIEWS)
      for (const line of of(groupResource(resource))) expect(line).not.toMatch(/^(secrets|events) /);
  });

  test('they are few for every kind', () => {
    for (const { resource } of KIND_VIEWS) expect(of(groupResource(resource)).length).toBeLessThanOrEqual(MOST);
  });
});

/** Each may be a list and a watch; a tab may have 64. */
const MOST = 20;
