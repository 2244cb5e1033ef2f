import { asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { Message, ObjectTarget, RelatedList } from '../machinery/action.ts';
import { podSpecPath } from './change-containers.ts';

/** Where the labels of its pods stand; null for what makes none that serve anybody. */
function podLabelsPath(resource: GroupVersionResource): readonly string[] | null {
  if (groupResource(resource) === 'pods') return ['metadata', 'labels'];
  const template = podSpecPath(resource).slice(0, -1);
  return template.length === 0 ? null : [...template, 'metadata', 'labels'];
}

/** The Services that may have its pods; none where it has no pods, or the same ones as before. */
export function whoSelects({ resource, namespace }: ObjectTarget, before: KubeObject | null, after: KubeObject) {
  const path = podLabelsPath(resource);
  if (path === null) return [];
  const [was, is] = [before, after].map(object => JSON.stringify(asStringMap(getPath(object, ...path))));
  const services = { group: '', version: 'v1', resource: 'services' };
  return was === is ? [] : ([{ resource: services, namespace, isAdvice: true }] satisfies RelatedList[]);
}

/**
 * Which Services lead to its pods that did not before, and which no longer do: a copy of a workload may get requests that were the first's. None is
 * not the same as not known.
 */
export function selectionMessages(
  { resource }: ObjectTarget,
  {
    before,
    after,
    services,
  }: {
    readonly before: KubeObject | null;
    readonly after: KubeObject;
    readonly services: readonly KubeObject[] | null;
  },
): Message[] {
  if (services === null) return [{ key: 'effect.servicesUnknown', values: {} }];
  const path = podLabelsPath(resource) ?? [];
  const isSelected = (object: KubeObject | null, service: KubeObject) =>
    object !== null && selects(service, asStringMap(getPath(object, ...path)));
  const told = (key: string, found: readonly KubeObject[]): Message[] =>
    found.length === 0
      ? []
      : [
          {
            key,
            values: { count: found.length, services: found.map(({ metadata }) => metadata.name ?? '').join(', ') },
          },
        ];
  return [
    ...told(
      'effect.servicesSelect',
      services.filter(each => isSelected(after, each) && !isSelected(before, each)),
    ),
    ...told(
      'effect.servicesLeave',
      services.filter(each => isSelected(before, each) && !isSelected(after, each)),
    ),
  ];
}

/** One without a selector has pods by hand, one that is a name elsewhere has none. */
function selects(service: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const matchLabels = asStringMap(getPath(service, 'spec', 'selector'));
  if (Object.keys(matchLabels).length === 0 || asString(getPath(service, 'spec', 'type')) === 'ExternalName')
    return false;
  return matchesLabels(readLabelSelector({ matchLabels }), labels);
}
