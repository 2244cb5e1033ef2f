import { describe, expect, test } from 'vitest';
import { apiVersionOf, resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { findObjectKind } from '@lanthorn/views/kind-index.ts';
import { referenceAddress } from '@lanthorn/views/reference-address.ts';
import resources from '../../packages/apiserver/src/data/resources.json' with { type: 'json' };

/** What names another object leads to the resource that the server serves for it. */
describe('the address of an object that is named by apiVersion and kind', () => {
  test.each(resources.map(entry => [`${apiVersionOf(entry)} ${entry.kind}`, entry] as const))('%s', (_title, entry) => {
    const { kind, resource } = entry;
    const reference = { apiVersion: apiVersionOf(entry), kind, namespace: 'shop', name: 'x' };
    const address = referenceAddress(reference);
    const view = findObjectKind(address?.resource ?? '');
    expect({ ...view?.resource, version: entry.version }).toMatchObject({ group: entry.group, resource });
    if (view?.kind === null) expect(address?.resource).toBe(resourceKey(entry));
  });

  test('objects of the cluster have none, whatever stands beside them', () => {
    const named = ['Node', 'Namespace', 'PersistentVolume', 'StorageClass', 'PriorityClass'];
    for (const { kind, namespaced, ...entry } of resources.filter(each => named.includes(each.kind))) {
      expect(namespaced).toBe(false);
      const reference = { apiVersion: apiVersionOf(entry), kind, namespace: 'default', name: 'x' };
      expect(referenceAddress(reference)?.namespace, kind).toBe('');
    }
  });

  test.each([
    ['a kind of another group that is called as one of ours', 'batch.volcano.sh/v1alpha1', 'Job'],
    ['a kind nobody knows the plural of', 'serving.knative.dev/v1', 'Service'],
    ['what is no kind', 'v1', '../secrets'],
    ['a reference without a version', '', 'Pod/../x'],
  ])('%s has none', (_title, apiVersion, kind) => {
    expect(referenceAddress({ apiVersion, kind, namespace: 'shop', name: 'x' })).toBeNull();
  });

  test('what names nothing leads nowhere', () => {
    expect(referenceAddress({ apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: '' })).toBeNull();
  });
});
