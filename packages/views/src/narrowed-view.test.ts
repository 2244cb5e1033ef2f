import { describe, expect, test } from 'vitest';
import type { LabelRequirement } from '@lanthorn/kube/selectors/label-selector.ts';
import type { KindView } from './cells/kind-view.ts';
import type { RelationTarget } from './cells/relation-question.ts';
import { ENDPOINTS_VIEW } from './kinds/core/endpoints.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { SERVICE_VIEW } from './kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from './kinds/discovery.k8s.io/endpointslices.ts';
import { narrowedView, siftedView } from './narrowed-view.ts';
import { objectReferences } from './object-references.ts';
import { referringKinds } from './referring-kinds.ts';

const NODE: RelationTarget = { group: '', resource: 'nodes', namespace: '', name: 'node-1', uid: 'u', labels: {} };
const ACCOUNT = { ...NODE, resource: 'serviceaccounts', namespace: 'shop', name: 'runner' };
const SERVICE = { ...NODE, resource: 'services', namespace: 'shop', name: 'front' };

const selectorsOf = ({ fieldSelector, labelSelector }: KindView) => fieldSelector ?? labelSelector ?? null;
const back = (view: KindView, targets: readonly RelationTarget[], meanings: readonly string[]) =>
  selectorsOf(narrowedView(view, { way: 'back', meanings, targets }));
const forth = (...selector: readonly LabelRequirement[]) =>
  selectorsOf(narrowedView(POD_VIEW, { way: 'forth', selector }));

describe('what the API server leaves out by itself', () => {
  test.each([
    ['pods of a node', POD_VIEW, NODE, ['runsOn'], 'spec.nodeName=node-1'],
    ['pods of an account', POD_VIEW, ACCOUNT, ['account'], 'spec.serviceAccountName=runner'],
    ['slices of a Service', ENDPOINT_SLICE_VIEW, SERVICE, ['owner'], 'kubernetes.io/service-name=front'],
    ['endpoints of a Service', ENDPOINTS_VIEW, SERVICE, ['owner'], 'metadata.name=front'],
  ] as const)('%s', (_what, view, target, meanings, selector) => {
    expect(back(view, [target], meanings)).toBe(selector);
  });

  test('as its own page asks, pods of a node are all that have to do with it', () => {
    expect(referringKinds(NODE).find(({ view }) => view === POD_VIEW)?.meanings).toEqual(['runsOn']);
  });

  test('templates of the whole cluster are not read for a node: their pods say where they run', () => {
    const kinds = referringKinds(NODE).map(({ view }) => view.resource.resource);
    expect(kinds).toEqual([
      ...['pods', 'volumeattachments', 'csinodes', 'podcertificaterequests', 'leases', 'resourceslices'],
    ]);
  });

  test('who leads to a pod is looked for in its namespace', () => {
    const reached = referringKinds({ group: '', resource: 'pods' }).filter(({ group }) => group === 'reachedBy');
    expect(reached.map(({ view, isAcross }) => [view.resource.resource, isAcross])).toEqual([
      ['services', false],
      ['endpointslices', false],
      ['endpoints', false],
    ]);
  });

  test('what a selector finds, in every way that a list can be asked for', () => {
    expect(
      forth(
        { key: 'app', operator: 'In', values: ['web', 'api'] },
        { key: 'tier', operator: 'NotIn', values: ['old'] },
        { key: 'example.com/own', operator: 'Exists', values: [] },
        { key: 'gone', operator: 'DoesNotExist', values: [] },
      ),
    ).toBe('app in (web,api),tier notin (old),example.com/own,!gone');
  });
});

describe('the whole list is read', () => {
  test.each([
    ['of several', [NODE, { ...NODE, name: 'node-2' }], ['runsOn']],
    ['of nothing with a name', [{ ...ACCOUNT, name: '' }], ['account']],
    ['of a name that would say more in a selector', [{ ...NODE, name: 'a,spec.nodeName!=b' }], ['runsOn']],
    ['where the API server has no such field', [{ ...NODE, resource: 'configmaps' }], ['mounts']],
    ['of what no rule names', [{ ...NODE, group: 'example.com' }], ['owner']],
  ] as const)('%s', (_what, targets, meanings) => {
    expect(back(POD_VIEW, targets, meanings)).toBeNull();
  });

  test('where two rules name the same', () => {
    const twice = { ...POD_VIEW, references: [...(POD_VIEW.references ?? []), ...(POD_VIEW.references ?? [])] };
    expect(back(twice, [NODE], ['runsOn'])).toBeNull();
  });

  test('of what selects by labels', () => {
    expect(back(SERVICE_VIEW, [{ ...NODE, resource: 'pods' }], ['selects', 'routesTo'])).toBeNull();
  });

  test.each([
    ['no selector', []],
    ['one that no request can say', [{ key: 'a', operator: 'Gt', values: ['1'] }]],
    ['one that finds nothing', [{ key: 'a', operator: 'In', values: [] }]],
    ['a key that would say more', [{ key: 'a,!b', operator: 'Exists', values: [] }]],
    ['a value that would say more', [{ key: 'a', operator: 'In', values: ['b),c in (d'] }]],
    [
      'one of two that cannot be',
      [
        { key: 'a', operator: 'Exists', values: [] },
        { key: '', operator: 'DoesNotExist', values: [] },
      ],
    ],
    [
      'more than fits a request',
      [{ key: 'a', operator: 'In', values: Array.from({ length: 1_000 }, (_, i) => `v${i}`) }],
    ],
  ] as const)('by %s', (_what, selector) => {
    expect(forth(...selector)).toBeNull();
  });

  test('where the kind has a selector of its own', () => {
    const own = { ...POD_VIEW, fieldSelector: 'status.phase=Running' };
    expect(back(own, [NODE], ['runsOn'])).toBe('status.phase=Running');
  });
});

describe('what must stand in the text of an answer', () => {
  const wordsOf = (view: KindView, targets: readonly RelationTarget[]) =>
    siftedView(view, { way: 'back', meanings: ['class', 'mounts'], targets }).words;

  test('is the name of what is looked for, as JSON writes it', () => {
    expect(wordsOf(POD_VIEW, [NODE, { ...NODE, name: 'system:high' }, NODE])).toEqual(['"node-1"', '"system:high"']);
  });

  test.each([
    ['a name that JSON may write in another way', POD_VIEW, [{ ...NODE, name: 'a<b' }]],
    ['anything with certain labels', POD_VIEW, [{ ...NODE, name: '' }]],
    ['a kind of which there are never so many', SERVICE_VIEW, [NODE]],
    [
      'what selects by labels',
      { ...POD_VIEW, references: [{ meaning: 'class', to: ['nodes'], at: '.spec.a', selects: 'labels' }] },
      [NODE],
    ],
  ] as const)('is not known of %s', (_what, view, targets) => {
    expect(wordsOf(view, targets)).toBeUndefined();
  });

  test('is not asked of a selector', () => {
    expect(siftedView(POD_VIEW, { way: 'forth', selector: [] })).toBe(POD_VIEW);
  });

  test('stands in the text of every object that names another', () => {
    const source = { configMap: { name: 'of-projected' } };
    const pod = {
      metadata: { name: 'p', namespace: 'shop', ownerReferences: [{ kind: 'Job', apiVersion: 'batch/v1', name: 'j' }] },
      spec: {
        ...{ nodeName: 'n', serviceAccountName: 'sa', priorityClassName: 'high', runtimeClassName: 'gvisor' },
        imagePullSecrets: [{ name: 'pull' }],
        volumes: [{ configMap: { name: 'cm' } }, { secret: { secretName: 's' } }, { projected: { sources: [source] } }],
        containers: [{ envFrom: [{ configMapRef: { name: 'env' } }] }],
      },
    };
    const text = JSON.stringify(pod);
    const { references } = objectReferences(POD_VIEW, pod);
    expect(references).toHaveLength(10);
    for (const { meaning, group, resource, namespace, name, uid } of references) {
      const targets = [{ group, resource, namespace, name, uid, labels: {} }];
      const { words = [] } = siftedView(POD_VIEW, { way: 'back', meanings: [meaning], targets });
      expect(words.filter(word => text.includes(word))).toHaveLength(1);
    }
  });
});
