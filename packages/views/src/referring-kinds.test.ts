import { describe, expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { splitName } from './cells/find-references.ts';
import type { ReferenceRule } from './cells/reference.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { mayName, referringKinds } from './referring-kinds.ts';

const of = (name: string) =>
  referringKinds(splitName(name)).map(({ view, group }) => `${groupResource(view.resource)} ${group}`);

/** A kind that has no part in the rules. */
const LISTED = { group: 'example.com', version: 'v1', resource: 'gadgets' };

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
    const made = [
      ...[
        'deployments.apps',
        'statefulsets.apps',
        'daemonsets.apps',
        'replicasets.apps',
        'jobs.batch',
        'cronjobs.batch',
        'pods',
      ],
      ...['services', 'configmaps', 'persistentvolumeclaims', 'serviceaccounts', 'ingresses.networking.k8s.io'],
      'poddisruptionbudgets.policy',
    ];
    expect(of('databases.example.com').toSorted()).toEqual(
      [...made.map(kind => `${kind} runs`), 'horizontalpodautoscalers.autoscaling scaledBy'].toSorted(),
    );
  });

  test('a rule for any kind is followed to custom ones alone, and only of what scales', () => {
    const by = (target: string, rule: Partial<ReferenceRule>) =>
      referringKinds(splitName(target), [
        { ...POD_VIEW, resource: LISTED, references: [{ meaning: 'scales', to: ['nodes'], at: '.spec.ref', ...rule }] },
      ]).map(({ group }) => group);
    expect(by('databases.example.org', { isOpen: true })).toEqual(['scaledBy']);
    expect(by('databases.example.org', {})).toEqual([]);
    expect(by('databases.example.org', { meaning: 'uses', isOpen: true })).toEqual([]);
    expect(by('configmaps', { isOpen: true })).toEqual([]);
    expect(by('nodes', {})).toEqual(['scaledBy']);
  });

  test('rules of one group are one list, of all namespaces where one of them reaches across', () => {
    const rules = (...all: readonly Partial<ReferenceRule>[]) =>
      referringKinds({ group: '', resource: 'nodes' }, [
        {
          ...POD_VIEW,
          resource: LISTED,
          references: all.map(rule => ({ meaning: 'uses' as const, to: ['nodes'], at: '.spec.node', ...rule })),
        },
      ]).map(({ group, meanings, isAcross }) => [group, meanings, isAcross]);
    expect(rules({}, { meaning: 'class' }, { meaning: 'runsOn' }, {})).toEqual([
      ['usedBy', ['uses', 'class'], false],
      ['runs', ['runsOn'], false],
    ]);
    expect(rules({}, { meaning: 'class', isAcross: true })).toEqual([['usedBy', ['uses', 'class'], true]]);
    const ofCluster = { ...POD_VIEW, resource: LISTED, namespaced: false };
    const references = [{ meaning: 'uses', to: ['nodes'], at: '.spec.node' }] as const;
    expect(referringKinds({ group: '', resource: 'nodes' }, [{ ...ofCluster, references }])[0]?.isAcross).toBe(true);
  });

  test('Secrets and events are read for nobody', () => {
    const references = [{ meaning: 'uses', to: ['nodes'], at: '.spec.node' }] as const;
    for (const resource of ['secrets', 'events', 'pods']) {
      const views = [{ ...POD_VIEW, resource: { group: '', version: 'v1', resource }, references }];
      expect(referringKinds({ group: '', resource: 'nodes' }, views)).toHaveLength(resource === 'pods' ? 1 : 0);
    }
  });

  test.each([
    ['of one group', 'runs.ci.example.com', 'tasks.ci.example.com', true],
    ['of a group within the other', 'clusters.infra.ci.example.com', 'tasks.ci.example.com', true],
    ['the other way round', 'tasks.ci.example.com', 'clusters.infra.ci.example.com', true],
    [
      'of an optional kind that has a record',
      'certificaterequests.cert-manager.io',
      'certificates.cert-manager.io',
      true,
    ],
    ['of groups that end alike', 'runs.mci.example.com', 'tasks.ci.example.com', false],
    ['of another project', 'runs.ci.example.com', 'tasks.cd.example.com', false],
    ['of a kind that every cluster has', 'tcproutes.gateway.networking.k8s.io', 'ingresses.networking.k8s.io', false],
    ['itself', 'tasks.ci.example.com', 'tasks.ci.example.com', false],
    ['a kind that has a record', 'deployments.apps', 'statefulsets.apps', false],
  ])('a custom kind may be made by those of its own project: %s', (_how, name, target, isSo) => {
    expect(mayName({ resource: splitName(name) }, splitName(target))).toBe(isSo ? 'ofProject' : null);
  });

  test('a custom kind may name what its pack says, without being of its project', () => {
    const references = [{ meaning: 'uses', to: ['secrets'], at: '.spec.secret' }] as const;
    const naming = (target: string) => mayName({ resource: LISTED, references }, splitName(target));
    expect([naming('secrets'), naming('configmaps')]).toEqual(['byRule', null]);
  });

  test('they are few for every kind', () => {
    for (const { resource } of KIND_VIEWS) expect(of(groupResource(resource)).length).toBeLessThanOrEqual(MOST);
  });
});

/** Each may be a list and a watch; a tab may have 64. */
const MOST = 20;
